import { digits } from '@nhat/documents/digits';
import { duration, roughly } from './duration';
import type { NodeState } from './live-folder';

/** A run as a whole. */
export interface RunCounts {
  /** The pipelines, or the command. */
  title: string;
  total: number;
  /** Includes the restored nodes. */
  done: number;
  restored: number;
  failed: number;
  running: number;
  /** Nodes whose turn has come and that wait for another process or for their job. */
  waiting?: number;
  secondsLeft?: number | undefined;
}

/** `smoke · 9 of 15 done (3 restored) · 2 running · about 1 min 40 s left` */
export function runLine({ title, ...run }: RunCounts): string {
  const { total, done, restored, failed, running, waiting = 0, secondsLeft } = run;
  const parts = [
    title,
    `${done} of ${total} done${restored > 0 ? ` (${restored} restored)` : ''}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(running > 0 ? [`${running} running`] : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(secondsLeft === undefined || done >= total ? [] : [`about ${roughly(secondsLeft)} left`]),
  ];
  return parts.join(' · ');
}

/** How many of these nodes compute, and how many wait. */
export function splitByWaiting(nodes: readonly Pick<NodeState, 'waitsFor'>[]) {
  const waiting = nodes.filter(({ waitsFor }) => waitsFor !== undefined).length;
  return { running: nodes.length - waiting, waiting };
}

/** Columns for the numbers of a node: percent, loss, images a second and time left. */
const NUMBERS = 50;

/** One line for a running node: its name without digest, how far it is, loss, images a second and time left. `now` in ms since 1970. */
export function nodeLine(state: NodeState, columns: number, now: number): string {
  const name = shorten(nameOf(state), Math.max(12, columns - NUMBERS - 2));
  const numbers = numbersOf(state, now);
  const width = Math.max(12, columns - NUMBERS - 2);
  return cut(`  ${name.padEnd(width)}${numbers}`.trimEnd(), columns);
}

function numbersOf(state: NodeState, now: number): string {
  const { waitsFor, done, total, values = {}, imagesPerSecond, secondsLeft, since } = state;
  if (waitsFor !== undefined) return `  waits for ${waitsFor}`;
  const loss = values['loss'] ?? Object.values(values)[0];
  const label = 'loss' in values ? 'loss' : (Object.keys(values)[0] ?? '');
  const parts = [
    done === undefined || !total ? '' : `${Math.floor((100 * done) / total)} %`.padStart(5),
    loss === undefined ? '' : `${label} ${digits(loss, 3)}`.padEnd(10),
    imagesPerSecond === undefined ? '' : `${Math.round(imagesPerSecond)} images/s`.padStart(13),
    secondsLeft === undefined
      ? `for ${duration(Math.max(0, now - Date.parse(since)) / 1000)}`
      : `${duration(secondsLeft)} left`.padStart(12),
  ];
  return `  ${parts.filter((part) => part !== '').join('  ')}`;
}

/** The name of a node without its digest. */
const nameOf = ({ node }: NodeState): string => node.replace(/-[0-9a-f]{8}$/, '');

/** The lines of a view: the whole, then the running nodes, the longest-running first, as many as there is room for. */
export function frame(
  run: RunCounts,
  nodes: readonly NodeState[],
  { columns, rows, now }: { columns: number; rows: number; now: number },
): string[] {
  const sorted = [...nodes].sort((a, b) => (a.since < b.since ? -1 : 1));
  const room = Math.max(1, rows - 3);
  const shown = sorted.length > room ? sorted.slice(0, room - 1) : sorted;
  const more = sorted.length - shown.length;
  return [
    cut(runLine(run), columns),
    ...shown.map((state) => nodeLine(state, columns, now)),
    ...(more > 0 ? [cut(`  and ${more} more`, columns)] : []),
  ];
}

/** Leaves out the middle: kind and dataset come first, budget and seed last. */
function shorten(text: string, columns: number): string {
  const letters = [...text];
  if (letters.length <= columns) return text;
  const tail = Math.floor((columns - 1) / 2);
  return `${letters.slice(0, columns - 1 - tail).join('')}…${letters.slice(-tail).join('')}`;
}

/** One column is left free, because some terminals wrap a line that fills the last one. */
function cut(text: string, columns: number): string {
  const letters = [...text];
  return letters.length < columns
    ? text
    : `${letters.slice(0, Math.max(1, columns - 2)).join('')}…`;
}
