import { membersOf, stableJson, userError } from '@nhat/documents';
import type { Json, Pipeline, ScoreArm, ScoreCell, ScoreRun, ScoresConfig } from '@nhat/documents';

/** A cell of another program's runs, joined over all files of a study that have it. */
export interface JoinedScores {
  cell: Omit<ScoreCell, 'arms'>;
  /** `scratch` first. */
  arms: ScoreArm[];
}

/**
 * The cells of the scores of a pipeline and of all that it includes. Equal cells of several files are one, which has the runs of all
 * of them. Throws a UserError for a run that has two values, or a cell that has two metrics.
 */
export function scoreCells(pipeline: Pipeline): JoinedScores[] {
  const joined = new Map<string, JoinedScores & { path: string }>();
  for (const { scores } of membersOf(pipeline)) {
    for (const { arms, ...cell } of scores?.cells ?? []) {
      const { dataset, backbone, task } = cell;
      const path = scores!.path;
      const key = JSON.stringify([dataset, backbone, task]);
      const before = joined.get(key);
      if (before !== undefined) checkMetric(path, cell, before);
      joined.set(key, {
        ...{ cell, path },
        arms: before === undefined ? arms : joinedArms(path, before.arms, arms),
      });
    }
  }
  return [...joined.values()].map(({ cell, arms }) => ({ cell, arms }));
}

function checkMetric(
  path: string,
  { metric, dataset, backbone, task }: JoinedScores['cell'],
  other: JoinedScores & { path: string },
): void {
  const asJson = (one: ScoreCell['metric']) =>
    stableJson({ ...one, percent: null } as unknown as Json);
  if (asJson(metric) === asJson(other.cell.metric)) return;
  throw userError(path, `another metric or chance on ${dataset} · ${backbone} · ${task}`, {
    got: metric.name,
    expected: `${other.cell.metric.name} as in ${other.path}, with the same direction, unit and chance`,
    advice: 'State the same in both documents, or name the task differently.',
  });
}

function joinedArms(
  path: string,
  arms: readonly ScoreArm[],
  more: readonly ScoreArm[],
): ScoreArm[] {
  const names = [...new Set([...arms, ...more].map(({ arm }) => arm))];
  const runsIn = (list: readonly ScoreArm[], name: string) =>
    list.find(({ arm }) => arm === name)?.runs ?? [];
  return names.map((arm) => ({
    arm,
    runs: joinedRuns(`${path} › ${arm}`, [...runsIn(arms, arm), ...runsIn(more, arm)]),
  }));
}

/** The runs of two files, by budget and seed; a run that is in both counts once. */
function joinedRuns(where: string, runs: readonly ScoreRun[]): ScoreRun[] {
  const byPlace = new Map<string, ScoreRun>();
  for (const run of runs) {
    const key = `${run.n} ${run.seed}`;
    const before = byPlace.get(key);
    if (before && (before.value !== run.value || before.network !== run.network)) {
      throw userError(where, 'two files of the study have this run with different values', {
        got: `n ${run.n}, seed ${run.seed}: ${run.value}`,
        expected: String(before.value),
        advice: 'Give the runs different seeds, or remove one of them.',
      });
    }
    byPlace.set(key, run);
  }
  return [...byPlace.values()].sort((a, b) => a.n - b.n || a.seed - b.seed);
}

/** The configuration of the node of a curve. */
export function scoresConfig(
  { dataset, backbone, task, metric }: JoinedScores['cell'],
  arm: string,
  runs: readonly ScoreRun[],
): ScoresConfig {
  const { name, label, unit, range, higherIsBetter, chance } = metric;
  return {
    ...{ dataset, backbone: { name: backbone, options: {} }, task, arm },
    metric: { name, label, unit, range: [...range] },
    ...{ higherIsBetter, chance },
    runs: runs.map(({ n, seed, value, network }) => [n, seed, value, network]),
  };
}

/** The largest length of a part of the name of a node. */
const MAX_PART = 40;

/** Names as parts of the name of a node, which has lower-case letters, digits and hyphens alone. */
export const nodeSlugOf = (...names: readonly string[]): string[] =>
  names.map(
    (name) =>
      name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .slice(0, MAX_PART)
        .replace(/^-+|-+$/g, '') || 'unnamed',
  );
