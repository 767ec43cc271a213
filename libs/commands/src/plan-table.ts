import { count } from '@nhat/documents';
import { GPU_RATE, stageNames } from '@nhat/plan';
import type { StageName } from '@nhat/plan';
import { hangingLines, wrappedLines } from '@nhat/report/wrapped-lines';
import type { Seconds } from '@nhat/timing';
import type { Cause, Forecast } from './node-forecast';
import { CLUSTER } from './plan-cost';
import type { ClusterCost, PlanCost } from './plan-cost';

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

/** Seconds; stages that compute no images take less, and their time is known on every machine. */
const LEAST_KNOWN = 60;

/** `about 4 min`; `at least 4 min` where the time of some nodes is unknown; undefined where that of nearly all is. */
export function timeText({ seconds, sideBySide, stages }: PlanCost): string | undefined {
  if (seconds !== null) return rangeText(seconds);
  const known = Object.values(stages).flatMap((time) => time ?? []);
  const likely = known.reduce((sum, time) => sum + time.likely, 0);
  return likely < LEAST_KNOWN ? undefined : `at least ${shortTime(likely / sideBySide)}`;
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

/** Why a node runs, in words. */
export function causeText(
  { kind, details, words }: Cause,
  nodes: readonly Pick<Forecast, 'name' | 'stage'>[] = [],
): string {
  switch (kind) {
    case 'configuration changed':
      return limited(words ?? details).join('; ');
    case 'upstream runs': {
      const stages = stageNames.filter((stage) =>
        nodes.some((node) => node.stage === stage && details.includes(node.name)),
      );
      const verb = stages.length === 1 ? 'runs' : 'run';
      return stages.length > 0 ? `after ${stages.join(' and ')}, which ${verb}` : 'upstream runs';
    }
    case 'upstream changed':
      return 'what it starts from gave another result';
    case 'code changed':
      return 'the code of this stage changed';
    case 'files changed':
      return `files of the dataset changed: ${limited(details).join(', ')}`;
    case 'files lost':
      return `files of its result are not in the store (packs leave them out), or damaged there (${limited(details).join(', ')})`;
    case 'result missing':
      return 'no store has its result';
    case 'pack left out':
      return 'its published result does not count (NHAT_PUBLISHED=off)';
    case 'no result yet':
      return 'no result yet';
    case 'new in this pipeline':
      return 'new since the last run';
  }
}

const limited = (texts: readonly string[]): string[] =>
  texts.length <= 3 ? [...texts] : [...texts.slice(0, 3), `and ${texts.length - 3} more`];

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

/** `about 4 min`; `3 to 9 min` where little is known. */
export function rangeText({ low, likely, high }: Seconds): string {
  if (high < 1) return 'less than 1 s';
  if (low < 1) return `up to ${shortTime(high)}`;
  if (high / low < 1.8) return `about ${shortTime(likely)}`;
  const [from, to] = [shortTime(low), shortTime(high)];
  const [, unit] = / (\S+)$/.exec(to) ?? [];
  const isSame =
    unit !== undefined && from.endsWith(` ${unit}`) && [from, to].every((one) => !/ .* /.test(one));
  return from === to
    ? `about ${to}`
    : `${isSame ? from.slice(0, -unit.length - 1) : from} to ${to}`;
}

/** Two digits at most, because these are estimates: `8 s`, `4 min`, `2 h 10 min`, `3 days`, `7 years`. */
export function shortTime(seconds: number): string {
  if (seconds < 1) return '< 1 s';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 100) return `${Math.round(minutes)} min`;
  const tens = Math.round(minutes / 10);
  const [hours, rest] = [Math.floor(tens / 6), (tens % 6) * 10];
  if (hours < 10) return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
  const whole = Math.round(minutes / 60);
  if (whole < 72) return `${whole} h`;
  const days = Math.round(whole / 24);
  return days < 1000 ? `${days} days` : `${count(days / 365)} years`;
}

/** Bytes from which a size is rounded to megabytes. */
const LEAST_SIZE = 0.95e6;

function gigabytes(bytes: number): string {
  if (bytes >= 9.95e9) return `${count(bytes / 1e9)} GB`;
  if (bytes >= 0.95e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes < LEAST_SIZE ? 'less than 1 MB' : `${Math.round(bytes / 1e6)} MB`;
}
