import { intervalStream, labelChoice, oriented } from '@nhat/curves';
import { statedHours } from '@nhat/documents';
import type { DecisionConfig, UtilityConfig } from '@nhat/documents';
import { curveScores, panelOfNodes, spreadOfPanel } from '@nhat/outputs';
import type { DecisionFacts, Panel, PanelDecision } from '@nhat/report';
import { upstreamOf } from '@nhat/runner/upstream-of';
import { clockTime } from './clock-time';
import { byPanel } from './collect-panels';
import type { Study } from './collect-panels';
import { inRole } from './lineage';
import type { Ancestry } from './lineage';
import { scoresOf } from './score-curves';

/** Decides for every panel which arm is the cheapest, from the draws behind its rows. `panels` are those of the studies, in their order. */
export function collectDecision(
  decision: DecisionConfig,
  studies: readonly Study[],
  panels: readonly Panel[],
): DecisionFacts {
  const decided = byPanel(studies).map((group, at) => panelDecision(decision, group, panels[at]!));
  return { ...decision, panels: decided };
}

function panelDecision(
  decision: DecisionConfig,
  group: readonly Study[],
  panel: Panel,
): PanelDecision {
  const { labels, labelPrice, hourPrice } = decision;
  const [{ scratch, utility }] = group as [Study];
  const { draws, coverage, seed } = utility.manifest.config as unknown as UtilityConfig;
  const spreadNode = upstreamOf(utility, 'spread').node.manifest;
  const { node, outputs } = spreadNode;
  const { spread } = spreadOfPanel(node, outputs.scores, scratch.manifest.node);
  const names = panel.comparisons.map(({ method }) => method);
  const hours = group.map(({ finetuned }) => hoursBeyond(scratch, finetuned, labels));
  const hoursOf = (arm: string) => hours[names.indexOf(arm)] ?? statedHours(decision, arm);
  const arms = group.map(({ finetuned }, at) => ({ ...curveOf(finetuned), name: names[at]! }));
  const { higherIsBetter } = panel.scratch;
  const choice = labelChoice(panelOfNodes(curveOf(scratch), arms), spread, {
    ...{ labels, labelPrice, hourPrice, hours: hoursOf },
    ...{ coverage, draws, stream: intervalStream(seed) },
    chance: panel.chance === null ? null : oriented(panel.chance, higherIsBetter),
  });
  return {
    choice,
    clockSeconds: Object.fromEntries(
      group.map(({ finetuned }, at) => [names[at]!, clockOf(finetuned)]),
    ),
    hoursOfDocument: hours.some(
      (measured, at) => measured === null && statedHours(decision, names[at]!) !== null,
    ),
  };
}

const curveOf = ({ manifest: { node, outputs } }: Ancestry) => ({
  node,
  curve: curveScores(node, outputs.scores),
});

/**
 * Hours of one pretraining and of one training with `labels`, beyond one from scratch; null for scores of another program. All are times
 * of processes, as the manifests have them.
 */
function hoursBeyond(scratch: Ancestry, finetuned: Ancestry, labels: number): number | null {
  if (scoresOf(scratch) || scoresOf(finetuned)) return null;
  const pretrained = pretrainingsOf(finetuned);
  const pretraining = pretrained.length === 0 ? 0 : meanOf(pretrained.map(secondsOf));
  return (pretraining + secondsAt(finetuned, labels) - secondsAt(scratch, labels)) / 3600;
}

const pretrainingsOf = (curve: Ancestry): Ancestry[] => [
  ...new Set(inRole(curve, 'run').flatMap((run) => inRole(run, 'pretrain'))),
];

const secondsOf = ({ manifest }: Ancestry): number => manifest.ran.seconds;

/** Mean seconds of a training, linear in the number of labels between two budgets; outside the budgets those of the nearest one. */
function secondsAt(curve: Ancestry, labels: number): number {
  const times = new Map<number, number[]>();
  for (const run of inRole(curve, 'run')) {
    const n = Number(run.manifest.config['n']);
    times.set(n, [...(times.get(n) ?? []), secondsOf(run)]);
  }
  const means = [...times]
    .map(([n, list]) => ({ n, mean: meanOf(list) }))
    .sort((a, b) => a.n - b.n);
  if (means.length === 0) return 0;
  const after = means.find(({ n }) => n >= labels) ?? means.at(-1)!;
  const before = means.findLast(({ n }) => n <= labels) ?? means[0]!;
  if (after.n === before.n) return after.mean;
  const share = Math.min(1, Math.max(0, (labels - before.n) / (after.n - before.n)));
  return before.mean + share * (after.mean - before.mean);
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** By the clock, of all that an arm trained and pretrained. */
const clockOf = (finetuned: Ancestry): number | null =>
  scoresOf(finetuned)
    ? null
    : (clockTime(
        [...pretrainingsOf(finetuned), ...inRole(finetuned, 'run')].map(({ manifest }) => manifest),
      )?.seconds ?? null);
