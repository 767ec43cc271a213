import { count, duration } from './number-format';
import type { StageCost } from './report';

/** Parts of a node's time, in the order in which they happen, under their names in the manifest. */
export const TIME_PARTS = ['start', 'data', 'train', 'evaluate', 'write'];

/** A stage's times by part; `–` for parts that its nodes do not record. */
export const partTimes = ({ parts }: Pick<StageCost, 'parts'>): string[] =>
  TIME_PARTS.map((part) => (parts[part] === undefined ? '–' : duration(parts[part])));

export function totalCost(
  stages: readonly StageCost[],
): Pick<StageCost, 'nodes' | 'seconds' | 'parts'> {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const parts = TIME_PARTS.map((part): [string, number] => [
    part,
    sum(stages.map((stage) => stage.parts[part] ?? 0)),
  ]);
  return {
    nodes: sum(stages.map(({ nodes }) => nodes)),
    seconds: sum(stages.map(({ seconds }) => seconds)),
    parts: Object.fromEntries(parts),
  };
}

/** The cost of each stage for a terminal: seconds of one process, summed over its nodes. */
export function costTable(stages: readonly StageCost[]): string {
  const rows = [
    ['stage', 'nodes', 'time', ...TIME_PARTS],
    ...stages.map((stage) => row(stage.stage, stage)),
    row('total', totalCost(stages)),
  ];
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]!.length)),
  );
  return rows
    .map((cells) =>
      cells
        .map((text, column) =>
          column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const row = (name: string, stage: Pick<StageCost, 'nodes' | 'seconds' | 'parts'>): string[] => [
  name,
  count(stage.nodes),
  duration(stage.seconds),
  ...partTimes(stage),
];
