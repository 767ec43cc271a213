import { evaluationSlug } from '@nhat/documents';
import type { CurveConfig, Pipeline, SpreadConfig, UtilityConfig } from '@nhat/documents';
import { stageBundle } from './bundle';
import { plain } from './cell';
import type { Cell } from './cell';
import type { ArmCurve, PanelCurves } from './panel-curves';
import type { PlanBuilder } from './plan-builder';
import { registries } from './registries';
import type { SupervisedRun } from './supervised-node';

/** A curve of its cell. */
export type Arm = Pick<SupervisedRun, 'arm' | 'evaluation'> &
  Pick<CurveConfig, 'pretraining'> & { metric: CurveConfig['metric'] | undefined };

/** A curve of a cell from its runs. */
export function addCurve(
  builder: PlanBuilder,
  cell: Omit<Cell, 'images'>,
  { arm, evaluation, pretraining, metric }: Arm,
  runs: string[],
): string {
  const { data, backbone, task } = cell;
  const config: CurveConfig = {
    dataset: data.dataset,
    backbone: plain(backbone),
    task: task.name,
    arm,
    pretraining,
    ...(metric && { metric }),
  };
  const upstream = runs.map((node) => ({ role: 'run', node }));
  const slug = [
    data.dataset,
    arm,
    backbone.name,
    task.name,
    ...evaluationSlug(registries.evaluations, evaluation),
  ];
  return builder.add('curve', slug, config, upstream, stageBundle('curve'));
}

/** The spread of all curves; two entries of a document that result in the same nodes count once. */
export function addSpread(builder: PlanBuilder, panels: readonly PanelCurves[]): string {
  const curves = new Map<string, Map<string, string>>();
  for (const { scratch, finetuned } of panels) {
    const arms = curves.get(scratch) ?? new Map<string, string>();
    for (const { node, digest } of finetuned) arms.set(node, digest);
    curves.set(scratch, arms);
  }
  const config: SpreadConfig = {
    panels: [...curves].map(([scratch, arms]) => ({
      scratch,
      finetuned: [...arms].map(([node, arm]) => ({ node, arm })),
    })),
  };
  const nodes = config.panels.flatMap(({ scratch, finetuned }) => [
    scratch,
    ...finetuned.map(({ node }) => node),
  ]);
  const upstream = nodes.map((node) => ({ role: 'curve', node }));
  const slug = [`${config.panels.length}-${config.panels.length === 1 ? 'panel' : 'panels'}`];
  return builder.add('spread', slug, config, upstream, stageBundle('spread'));
}

/** A utility of the two curves of a panel, with the spread of all. */
export function addUtility(
  builder: PlanBuilder,
  pipeline: Pipeline,
  { place: { dataset, task }, backbone, scratch }: PanelCurves,
  { method, slug, node: finetuned, randomWeights }: ArmCurve,
  spread: string,
): string {
  const config: UtilityConfig = {
    ...{ dataset, backbone, task, method },
    inversion: pipeline.inversion,
    ...pipeline.interval,
  };
  const curves = { scratch, finetuned, spread, ...(randomWeights && { randomWeights }) };
  const upstream = Object.entries(curves).map(([role, node]) => ({ role, node }));
  return builder.add('utility', slug, config, upstream, stageBundle('utility'));
}
