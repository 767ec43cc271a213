import { count, duration } from './number-format';
import type { ClockTime, Report, StageCost } from './report';

/** Parts of a node's time, in the order in which they happen, under their names in the manifest. */
export const TIME_PARTS = ['start', 'data', 'train', 'evaluate', 'write'];

/** A stage's times by part; `–` for parts that its nodes do not record. */
export const partTimes = (
  { parts }: Pick<StageCost, 'parts'>,
  names: readonly string[] = TIME_PARTS,
): string[] => names.map((part) => (parts[part] === undefined ? '–' : duration(parts[part])));

/** `1 h 05 min`, or `1 h 05 min on 3 machines`; a dash where it is unknown. */
export function clockText(clock: ClockTime | null | undefined): string {
  if (!clock) return '–';
  const { seconds, machines } = clock;
  return machines > 1 ? `${duration(seconds)} on ${machines} machines` : duration(seconds);
}

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

/** The parts for which a terminal of 80 columns has room. */
const SHOWN_PARTS = ['data', 'train', 'evaluate'];

/** The cost of each stage for a terminal: times of processes, summed over nodes, and how long it took by the clock. */
export function costTable({ stages, clock }: Pick<Report, 'stages' | 'clock'>): string {
  const rows = [
    ['stage', 'nodes', 'processes', 'clock', ...SHOWN_PARTS],
    ...stages.map((stage) => row(stage.stage, stage)),
    row('total', { ...totalCost(stages), clock: clock ?? null }),
  ];
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]!.length)),
  );
  const padded = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!);
  const machines = clock && clock.machines > 1 ? `, on ${clock.machines} machines` : '';
  return [
    ...rows.map((cells) => cells.map(padded).join('  ').trimEnd()),
    `Processes: summed over the nodes. Clock: side by side counts once${machines}.`,
  ].join('\n');
}

const row = (
  name: string,
  stage: Pick<StageCost, 'nodes' | 'seconds' | 'clock' | 'parts'>,
): string[] => [
  name,
  count(stage.nodes),
  duration(stage.seconds),
  stage.clock ? duration(stage.clock.seconds) : '–',
  ...partTimes(stage, SHOWN_PARTS),
];
