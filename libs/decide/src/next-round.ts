import { budgetsAround, nextRuns } from '@nhat/curves';
import type { Narrowing, NextRun, NextRuns, UtilityState } from '@nhat/curves';
import { SCRATCH, lastRound } from '@nhat/documents';
import type { AddedRun, JsonObject, Pipeline, PipelineGoal, Registries } from '@nhat/documents';
import { planPipeline } from '@nhat/plan';
import type { Comparison } from '@nhat/plan';
import { stream } from '@nhat/random';
import { backboneOf, hasSplitLeft, kindOf, needsPretraining, nextSeedIn, withSeed } from './cells';
import type { SeedCell } from './cells';
import { imagesSeen } from './images-seen';
import { panelName, studyOf } from './study';
import type { Place, StudyPanel } from './study';

/** What one run of a round adds, and why. */
export interface RoundRun extends SeedCell {
  kind: NextRun['kind'];
  seeds: number[];
  /** Whether it starts from a network that has to be pretrained first. */
  pretrains: boolean;
  /** By its trainings and the pretraining that they need. */
  imagesSeen: number;
  narrows: Narrowing;
}

/** Where one utility stands, without its draws. */
export interface RoundUtility extends Omit<UtilityState, 'drawn'> {
  /**
   * What is not fitted where a row is refused for that: `heads` that are fitted without steps, which no longer training changes, or
   * `networks`, be it of the arm or from scratch; null for other rows.
   */
  unfitted: 'heads' | 'networks' | null;
}

/** One look at the results: what to add next, or why nothing. */
export interface Round {
  /** From 1. */
  round: number;
  stop: NextRuns['stop'];
  runs: RoundRun[];
  /** The additions after this round, the earlier ones first. */
  added: AddedRun[];
  utilities: RoundUtility[];
}

/**
 * What a pipeline with a decision and without a goal aims at: it ends when the arm is chosen, so that the width is one that few studies
 * reach before.
 */
const DECISION_GOAL: PipelineGoal = {
  ...{ width: 0.25, verdict: false, claims: false, trainings: 40 },
};

/** The goal of a pipeline, or what its decision aims at; null without either. */
export const goalOfPipeline = ({
  goal,
  decision,
}: Pick<Pipeline, 'goal' | 'decision'>): PipelineGoal | null =>
  goal ?? (decision === null ? null : DECISION_GOAL);

/** Draws of a look at least: a 99 % interval leaves ten beyond each end. */
const FEWEST_DRAWS = 2000;

/** What limits a round. */
export interface RoundLimits {
  /** Whether the arm of a learning curve may still be chosen by a decision without a goal; by default every arm may. */
  mayDecide?: (curve: string) => boolean;
  /** Seeds that no arm with pretraining gets. */
  avoided?: ReadonlySet<number>;
}

/**
 * The next round of a pipeline with a goal, as a function of its document, of the runs that were added, and of the scores of
 * its trainings and of their images (`scoresOf`, by the name of the node). Pipelines that it includes, and scores of other programs, have goals of their own
 * or none: only its own cells count. Without a goal, what counts is the budgets around the labels of its
 * decision, of arms whose learning curve `mayDecide`. Throws a RangeError for a pipeline without either, and for one whose goal is its claims.
 */
export function nextRound(
  pipeline: Pipeline,
  registries: Registries,
  scoresOf: (node: string) => JsonObject,
  { mayDecide = () => true, avoided = new Set() }: RoundLimits = {},
): Round {
  const { interval, added } = pipeline;
  const goal = goalOfPipeline(pipeline);
  const { width = null } = goal ?? {};
  if (goal === null || width === null) {
    throw new RangeError(`${pipeline.name} has no goal of utilities`);
  }
  const plan = planPipeline({ ...pipeline, includes: [] });
  const study = studyOf(plan, scoresOf);
  const panelOf = (name: string) => study.find(({ panel }) => panel.name === name)!;
  const { stop, runs, utilities } = nextRuns(
    study.map(({ panel }) => panel),
    {
      goal: { kind: goal.verdict ? 'verdict' : 'width', doublings: width },
      cost: ({ panel, arm, n }) => {
        const cell = { ...placeOf(panelOf(panel)), arm: arm ?? SCRATCH, n };
        return imagesSeen(pipeline, cell, registries, nextSeedIn(pipeline, cell, avoided));
      },
      chance: (panel) => panelOf(panel).chance,
      budgets: (panel) => panelOf(panel).budgets,
      draws: Math.max(FEWEST_DRAWS, interval.draws),
      stream: stream(interval.seed, 'decide'),
      concerns: concernsOf(pipeline, study, plan.comparisons, mayDecide),
      mostTrainings: Math.max(0, goal.trainings - added.length),
    },
  );
  const round = lastRound(added) + 1;
  const { planned, after } = withRuns(pipeline, runs, { round, panelOf, registries, avoided });
  return {
    ...{ round, stop, runs: planned, added: after.added },
    utilities: utilities.map(({ drawn: _, ...utility }) => ({
      ...utility,
      unfitted:
        utility.state === 'not fitted' ? unfittedOf(pipeline, panelOf, utility, registries) : null,
    })),
  };
}

function unfittedOf(
  pipeline: Pipeline,
  panelOf: (name: string) => StudyPanel,
  { panel: name, arm, n }: Pick<UtilityState, 'panel' | 'arm' | 'n'>,
  { evaluations }: Registries,
): 'heads' | 'networks' {
  const { panel, ...place } = panelOf(name);
  const backbone = backboneOf(pipeline, place);
  const { evaluation } = kindOf(pipeline, backbone, arm, evaluations);
  if (evaluations[evaluation.name]!.trained) return 'networks';
  const { runs } = panel.arms.find((one) => one.name === arm)!;
  return runs.some((run) => run.n === n && run.fitted === false) ? 'heads' : 'networks';
}

/** Every utility counts for a goal; for a decision alone those at the budgets around its labels, of arms that may be chosen. */
function concernsOf(
  { goal, decision }: Pipeline,
  study: readonly StudyPanel[],
  comparisons: readonly Comparison[],
  mayDecide: (curve: string) => boolean,
) {
  return ({ panel, arm, n }: { panel: string; arm: string; n: number }): boolean => {
    if (goal !== null || decision === null) return true;
    const isHere = (one: Comparison) => one.arm === arm && panelName(one) === panel;
    if (!mayDecide(comparisons.find(isHere)!.curves.finetuned)) return false;
    const { arms } = study.find((one) => one.panel.name === panel)!.panel;
    const budgets = new Set(arms.find(({ name }) => name === arm)!.runs.map((run) => run.n));
    const ladder = [...budgets].sort((a, b) => a - b).map((budget) => ({ n: budget }));
    return budgetsAround(ladder, decision.labels).some((budget) => budget.n === n);
  };
}

const placeOf = ({ dataset, backbone, task }: StudyPanel): Place => ({ dataset, backbone, task });

interface RoundContext {
  round: number;
  panelOf(name: string): StudyPanel;
  registries: Registries;
  avoided: ReadonlySet<number>;
}

/** The runs with their seeds, and the pipeline with them; without seeds for which the runs before them left no test images. */
function withRuns(
  pipeline: Pipeline,
  runs: readonly NextRun[],
  { round, panelOf, registries, avoided }: RoundContext,
): { planned: RoundRun[]; after: Pipeline } {
  let after = pipeline;
  const planned = runs.flatMap(({ panel, arm, n, kind, trainings, narrows }): RoundRun[] => {
    const cell = { ...placeOf(panelOf(panel)), arm: arm ?? SCRATCH, n };
    const next = () => nextSeedIn(after, cell, avoided);
    const pretrains = arm !== null && needsPretraining(after, cell, registries.evaluations, next());
    const seeds: number[] = [];
    let images = 0;
    for (let training = 0; training < trainings; training++) {
      const seed = next();
      if (!hasSplitLeft(after, cell, registries.sources, seed)) break;
      images += imagesSeen(after, cell, registries, seed);
      after = withSeed(after, cell, round, seed);
      seeds.push(seed);
    }
    if (seeds.length === 0) return [];
    return [{ ...cell, kind, seeds, pretrains, imagesSeen: images, narrows }];
  });
  return { planned, after };
}

/** A goal, in words. */
export function goalText({ width, verdict, claims }: PipelineGoal): string {
  if (claims) return 'every claim holds or fails';
  return verdict
    ? `every utility clear at 99 %, or its 95 % interval at most ${width} doublings wide`
    : `every 95 % interval at most ${width} doublings wide`;
}
