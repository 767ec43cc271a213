import {
  claimsRoundText,
  claimsStandText,
  claimsStopText,
  roundText,
  standText,
  stopText,
} from '@nhat/decide';
import type { ClaimsRound, Round } from '@nhat/decide';
import type { AddedRun, Pipeline, WorkspaceDocuments } from '@nhat/documents';
import { lookAtClaims } from './look-at-claims';
import { lookAtResults } from './look-at-results';

/** What `nx decide` finds in finished results, whatever the goal is. */
export interface Look {
  /** Why nothing is added; `decided`: a decision without a goal has its answer; null: `round` is added. */
  stop: Round['stop'] | 'decided';
  round: Pick<Round | ClaimsRound, 'round' | 'runs'>;
  /** What is added and why. */
  roundText: string;
  /** Why nothing is added; empty where something is. */
  stopText: string;
  /** The goal, and where every utility or claim stands. */
  standText: string;
  /** What the record says of each utility or claim. */
  stands: { utilities: Round['utilities'] } | { claims: ClaimsRound['claims'] };
  /** All additions to each pipeline that gets one. */
  additions: { pipeline: string; added: AddedRun[] }[];
}

/**
 * Looks at the finished results of a pipeline with a goal or a decision. Seeds in `avoided` are passed over. Throws where a result is missing
 * or stale.
 */
export function look(
  root: string,
  workspace: WorkspaceDocuments,
  pipeline: Pipeline,
  avoided?: ReadonlySet<number>,
): Look {
  const { goal, name } = pipeline;
  const path = workspace.pipelines.path(name);
  return goal?.claims
    ? ofClaims(lookAtClaims(root, workspace, pipeline, avoided), pipeline)
    : ofUtilities(lookAtResults(root, workspace, pipeline, avoided), pipeline, path);
}

function ofClaims(round: ClaimsRound, pipeline: Pipeline): Look {
  const { stop, claims, added } = round;
  return {
    ...{ stop, round: { round: round.round, runs: round.runs } },
    roundText: stop === null ? claimsRoundText(round) : '',
    stopText: stop === null ? '' : claimsStopText(stop),
    standText: claimsStandText(pipeline, claims),
    ...{ stands: { claims }, additions: added },
  };
}

function ofUtilities(
  { round, isTold }: ReturnType<typeof lookAtResults>,
  pipeline: Pipeline,
  path: string,
): Look {
  const { stop, utilities, added } = round;
  return {
    ...{ stop: isTold ? 'decided' : stop, round: { round: round.round, runs: round.runs } },
    roundText: stop === null ? roundText(round) : '',
    stopText: isTold
      ? 'the cheapest arm is chosen'
      : stop === null
        ? ''
        : stopText(stop, path, utilities),
    standText: standText(pipeline, utilities),
    ...{ stands: { utilities }, additions: [{ pipeline: pipeline.name, added }] },
  };
}
