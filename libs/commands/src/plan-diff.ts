import { optionDifferences } from '@nhat/documents';
import type { OptionDifference } from '@nhat/documents';
import { stageNames } from '@nhat/plan';
import type { StageName } from '@nhat/plan';
import { plural } from '@nhat/report/number-format';
import type { Forecast } from './node-forecast';
import type { PlanCost } from './plan-cost';
import { shortTime, timeText } from './plan-times';
import type { PlannedPipeline } from './planned-pipeline';

/** What another pipeline has in common with one, and what running it adds. */
export interface PlanDiff {
  pipeline: string;
  other: string;
  /** Options in which the documents differ. */
  options: OptionDifference[];
  /** Nodes of the other pipeline: those that both have, and its own; of these, those that would be computed. */
  stages: { stage: StageName; shared: number; added: number; run: number }[];
  /** Nodes that only the first one has. */
  dropped: number;
  cost: PlanCost;
}

export function planDiff(
  base: PlannedPipeline,
  other: PlannedPipeline,
  expected: readonly Forecast[],
  costOf: (runs: (name: string) => boolean) => PlanCost,
): PlanDiff {
  const known = new Set(base.plan.nodes.map(({ name }) => name));
  const named = new Set(other.plan.nodes.map(({ name }) => name));
  const runs = new Set(expected.flatMap(({ name, status }) => (status === 'ready' ? [] : [name])));
  const isAdded = (name: string) => !known.has(name);
  return {
    pipeline: base.pipeline.name,
    other: other.pipeline.name,
    options: optionDifferences(base.pipeline, other.pipeline),
    stages: stageNames.flatMap((stage) => {
      const nodes = other.plan.nodes.filter((node) => node.stage === stage);
      const added = nodes.filter(({ name }) => isAdded(name));
      const counts = { stage, shared: nodes.length - added.length, added: added.length };
      const run = added.filter(({ name }) => runs.has(name)).length;
      return nodes.length === 0 ? [] : [{ ...counts, run }];
    }),
    dropped: [...known].filter((name) => !named.has(name)).length,
    cost: costOf((name) => isAdded(name) && runs.has(name)),
  };
}

export function planDiffText({
  pipeline,
  other,
  options,
  stages,
  dropped,
  cost,
}: PlanDiff): string {
  const total = (key: 'shared' | 'added' | 'run') =>
    stages.reduce((sum, stage) => sum + stage[key], 0);
  const row = (cells: readonly string[]) =>
    `  ${cells[0]!.padEnd(9)}${cells
      .slice(1)
      .map((cell) => cell.padStart(10))
      .join('')}`;
  const duration = timeText(cost);
  const time = duration === undefined ? 'time here unknown' : `${duration} here`;
  const lines = [
    `${other} shares ${plural(total('shared'), 'node')} with ${pipeline} and adds ${total('added')}, of which ${total('run')} would run: ${total('run') === 0 ? 'nothing to run' : time}`,
    `${pipeline} alone has ${plural(dropped, 'node')}`,
    '',
    row(['stage', 'shared', 'added', 'to run', 'time']),
    ...stages.map(({ stage, shared, added, run }) => {
      const seconds = cost.stages[stage];
      const text =
        seconds === undefined ? '–' : seconds === null ? 'unknown' : shortTime(seconds.likely);
      return row([stage, String(shared), String(added), String(run), text]);
    }),
    '',
    ...(options.length === 0 ? ['The documents have the same options.'] : ['Options that differ']),
    ...options.map(({ name, before, after }) => `  ${name}: ${before} → ${after}`),
  ];
  return `${lines.join('\n')}\n`;
}
