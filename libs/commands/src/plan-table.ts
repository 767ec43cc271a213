import { count } from '@nhat/documents';
import { GPU_RATE, stageNames } from '@nhat/plan';
import type { StageName } from '@nhat/plan';
import { hangingLines, wrappedLines } from '@nhat/report/wrapped-lines';
import { causeText } from './cause-text';
import type { Forecast } from './node-forecast';
import { CLUSTER } from './plan-cost';
import type { ClusterCost, PlanCost } from './plan-cost';
import { shortTime, timeText } from './plan-times';

export interface StageCount {
  stage: StageName;
  nodes: number;
  ready: number;
  run: number;
  /** Those that run only if what comes before them gives another result. */
  depends: number;
}

export const countByStage = (expected: readonly Forecast[]): StageCount[] =>
  stageNames
    .map((stage) => {
      const ofStage = expected.filter((node) => node.stage === stage);
      const count = (status: Forecast['status']) =>
        ofStage.filter((node) => node.status === status).length;
      const [run, depends] = [count('run'), count('depends')];
      return { stage, nodes: ofStage.length, ready: ofStage.length - run - depends, run, depends };
    })
    .filter(({ nodes }) => nodes > 0);

/**
 * The plan for readers: counts and time by stage, what each stage runs for, and what the run costs. With `all` the
 * nodes by name. `notes`: sentences below the counts.
 */
export function planTable(
  pipeline: string,
  expected: readonly Forecast[],
  cost: PlanCost,
  {
    all = false,
    first = false,
    notes = [],
  }: { all?: boolean; first?: boolean; notes?: readonly string[] } = {},
): string {
  const running = expected.filter(({ status }) => status !== 'ready');
  if (running.length === 0) {
    return `${pipeline}: nothing to run, all ${expected.length} results are there\n`;
  }
  const lines = [
    ...headlines(pipeline, expected, first),
    ...notes.flatMap((note) => wrappedLines(note, COLUMNS)),
    ...timeLines(cost),
    '',
    ...stageLines(expected, cost),
    ...causeLines(running, first),
    ...(all ? ['', ...nodeLines(running)] : []),
    '',
    ...costLines(cost),
    ...(all ? [] : [`Every node by name: npx nx plan ${pipeline} --all`]),
  ];
  return `${lines.join('\n')}\n`;
}

function headlines(pipeline: string, expected: readonly Forecast[], first: boolean): string[] {
  const count = (status: Forecast['status']) =>
    expected.filter((node) => node.status === status).length;
  const [run, depends] = [count('run'), count('depends')];
  const certain = `${pipeline}: ${run + depends} of ${expected.length} nodes will run`;
  return [
    `${certain}${first ? '; this pipeline has no finished run yet' : ''}`,
    ...(depends === 0 ? [] : [`${depends} of them only if what runs before gives another result`]),
  ];
}

function timeLines(cost: PlanCost): string[] {
  const { seconds, sideBySide, stages } = cost;
  const beside = sideBySide === 1 ? 'one at a time' : `${sideBySide} side by side`;
  const text = timeText(cost);
  if (seconds !== null) return [`time here: ${text}, ${beside}`];
  if (text === undefined) {
    return [
      `time here: unknown, because nothing like it was computed on this machine yet;`,
      `npx nx utility smoke takes about a minute and shows how fast it is`,
    ];
  }
  const unknown = stageNames.filter((stage) => stages[stage] === null);
  return hangingLines(
    'time here: ',
    `${text}, ${beside}; nothing like some nodes of ${unknown.join(', ')} was computed on this machine yet, so that their time is unknown`,
    COLUMNS,
  );
}

function stageLines(expected: readonly Forecast[], { stages }: PlanCost): string[] {
  const rows = countByStage(expected);
  const hasDepends = rows.some(({ depends }) => depends > 0);
  const row = (cells: readonly string[]) =>
    `  ${cells[0]!.padEnd(9)}${cells
      .slice(1)
      .map((cell) => cell.padStart(11))
      .join('')}`.trimEnd();
  const heading = ['stage', 'run', ...(hasDepends ? ['depends'] : []), 'restored', 'time'];
  return [
    row(heading),
    ...rows.map(({ stage, run, depends, ready }) => {
      const time = stages[stage];
      const text = time === undefined ? '–' : time === null ? 'unknown' : shortTime(time.likely);
      return row([stage, ...[run, ...(hasDepends ? [depends] : []), ready].map(String), text]);
    }),
  ];
}

/** One line for each cause in a stage: what it is, and for how many nodes. Where nothing ran yet the headline says why. */
function causeLines(running: readonly Forecast[], first: boolean): string[] {
  const isNew = ({ reason }: Forecast) =>
    reason?.kind === 'no result yet' || reason?.kind === 'upstream runs';
  if (first && running.every(isNew)) return [];
  const lines = stageNames.flatMap((stage) => {
    const texts = new Map<string, number>();
    for (const { reason } of running.filter((node) => node.stage === stage)) {
      const text = reason === undefined ? '' : causeText(reason, running);
      texts.set(text, (texts.get(text) ?? 0) + 1);
    }
    const shown = merged([...texts]);
    return shown.flatMap(([text, count], at) =>
      hangingLines(
        `${at === 0 ? `  ${stage}`.padEnd(11) : ' '.repeat(11)}`,
        `${text}${count > 1 ? ` (${count})` : ''}`,
        COLUMNS,
      ),
    );
  });
  return ['', ...lines];
}

/** More than four causes in a stage are those of single nodes: the first ones, and how many more. */
function merged(texts: [string, number][]): [string, number][] {
  if (texts.length <= 4) return texts;
  const rest = texts.slice(3).reduce((sum, [, count]) => sum + count, 0);
  return [...texts.slice(0, 3), [`and other changes of ${rest} more nodes: --all`, 1]];
}

const COLUMNS = 79;

function nodeLines(running: readonly Forecast[]): string[] {
  const width = Math.max(...running.map(({ name }) => name.length));
  return running.map(({ name, reason, status }) => {
    const text = reason === undefined ? '' : causeText(reason, running);
    const doubt = status === 'depends' ? 'perhaps: ' : '';
    return `  ${name.padEnd(width)}  ${doubt}${text}`;
  });
}

function costLines(cost: PlanCost): string[] {
  const { flop, gpuSeconds, memoryMb, diskBytes, sideBySide, cluster } = cost;
  const memory =
    memoryMb === null
      ? []
      : [
          `memory: up to ${gigabytes(1e6 * memoryMb * sideBySide)} (${sideBySide} × ${gigabytes(1e6 * memoryMb)})`,
        ];
  const disk =
    diskBytes === 0
      ? []
      : [`disk: ${diskBytes < LEAST_SIZE ? '' : 'about '}${gigabytes(diskBytes)} of images`];
  const gpu =
    flop === 0
      ? []
      : [
          `on a GPU at ${GPU_RATE / 1e12} TFLOP/s (small networks reach less): ${shortTime(gpuSeconds)}, ${flop.toPrecision(3).replace('e+', 'e')} FLOP`,
        ];
  return [...memory, ...disk, ...gpu, ...(cluster === null ? [] : clusterLines(cluster))];
}

function clusterLines({ processHours, seconds, gpuSeconds }: ClusterCost): string[] {
  return [
    `on a cluster: about ${count(Number(processHours.toPrecision(2)))} hours of processes like those here`,
    `  ${CLUSTER.processes} processes side by side: ${shortTime(seconds)}`,
    `  ${CLUSTER.gpus} such GPUs side by side, one training on each: ${shortTime(gpuSeconds)}`,
  ];
}

/** Bytes from which a size is rounded to megabytes. */
const LEAST_SIZE = 0.95e6;

function gigabytes(bytes: number): string {
  if (bytes >= 9.95e9) return `${count(bytes / 1e9)} GB`;
  if (bytes >= 0.95e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes < LEAST_SIZE ? 'less than 1 MB' : `${Math.round(bytes / 1e6)} MB`;
}
