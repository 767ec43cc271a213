import { oriented } from '@nhat/curves';
import type { Panel, PanelArm, PanelRun, PossibleBudgets } from '@nhat/curves';
import { SCRATCH } from '@nhat/documents';
import type { AddedRun, CurveConfig, JsonObject, SupervisedConfig } from '@nhat/documents';
import { budgetsOfImages, decodeAnswers, imageScores, meanOf, runScores } from '@nhat/outputs';
import type { RunScores } from '@nhat/outputs';
import type { Comparison, Plan, PlanNode } from '@nhat/plan';

/** A cell of a pipeline: what its runs from scratch belong to. */
export type Place = Pick<AddedRun, 'dataset' | 'backbone' | 'task'>;

/** A panel of a pipeline, made of the results of its trainings. */
export interface StudyPanel extends Place {
  panel: Panel;
  /** The main metric of the best constant answer, oriented like the runs; null where no run recorded it. */
  chance: number | null;
  /** The numbers of labels that its trainings can have. */
  budgets: PossibleBudgets;
}

/** `shapes-tc · resnet9 · classification` */
export const panelName = ({ dataset, backbone, task }: Place): string =>
  [dataset, backbone, task].join(' · ');

/**
 * The panels of a planned pipeline, in the order of the plan. `scoresOf` gives the scores of a finished training, and of the
 * images that it learned from, by the name of the node.
 */
export function studyOf(plan: Plan, scoresOf: (node: string) => JsonObject): StudyPanel[] {
  const nodes = new Map(plan.nodes.map((node) => [node.name, node]));
  const groups = new Map<string, Comparison[]>();
  for (const comparison of plan.comparisons) {
    const name = panelName(comparison);
    groups.set(name, [...(groups.get(name) ?? []), comparison]);
  }
  const trained = (curve: string) => {
    const node = nodes.get(curve)!;
    const { metric } = node.config as unknown as CurveConfig;
    return runNodes(node).map((name) => trainedRun(nodes.get(name)!, scoresOf(name), metric));
  };
  return [...groups].map(([name, group]): StudyPanel => {
    const { dataset, backbone, task, curves } = group[0]!;
    const scratch = trained(curves.scratch);
    const arms = group.map(({ arm, curves: { finetuned } }): PanelArm => ({
      name: arm,
      runs: trained(finetuned).map(({ run }) => run),
    }));
    const panel = { name, scratch: scratch.map(({ run }) => run), arms };
    const runs = runNodes(nodes.get(curves.scratch)!).map((run) => nodes.get(run)!);
    const budgets = budgetsOfRuns(runs, scoresOf);
    return { dataset, backbone, task, panel, chance: chanceOf(scratch), budgets };
  });
}

/** What the images of the runs of one curve allow. */
function budgetsOfRuns(
  runs: readonly PlanNode[],
  scoresOf: (node: string) => JsonObject,
): PossibleBudgets {
  const images = new Set(
    runs.flatMap(({ upstream }) =>
      upstream.filter(({ role }) => role === 'images').map(({ node }) => node),
    ),
  );
  const { labels = 'balanced' } = runs[0]!.config as unknown as SupervisedConfig;
  return budgetsOfImages(
    [...images].map((node) => imageScores(node, scoresOf(node))),
    labels,
  );
}

interface TrainedRun {
  run: PanelRun;
  scores: RunScores;
}

const runNodes = ({ upstream }: PlanNode): string[] =>
  upstream.filter(({ role }) => role === 'run').map(({ node }) => node);

function trainedRun(
  { name, stage, upstream }: PlanNode,
  outputs: JsonObject,
  metric: CurveConfig['metric'],
): TrainedRun {
  const scores = runScores(name, outputs, metric);
  const { n, seed, test, fitted, higherIsBetter, answers } = scores;
  const network = upstream.find(({ role }) => role === 'pretrain')?.node ?? null;
  const value = oriented(test, higherIsBetter);
  const run = { n, seed, value, network: stage === SCRATCH ? null : network, fitted };
  const known = answers && { answers: decodeAnswers(answers, meanOf(scores.metric)) };
  return { run: { ...run, ...known }, scores };
}

function chanceOf(runs: readonly TrainedRun[]): number | null {
  const levels = runs.flatMap(({ scores: { chance, higherIsBetter } }) =>
    chance === null ? [] : [oriented(chance, higherIsBetter)],
  );
  return levels.length === 0 ? null : Math.max(...levels);
}
