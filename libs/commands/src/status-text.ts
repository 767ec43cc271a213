import {
  alsoFailed,
  duration,
  isAlive,
  nodeLine,
  roughly,
  runLine,
  sameFailures,
  splitByWaiting,
} from '@nhat/live';
import type { NodeState, RunState, Silence } from '@nhat/live';
import { printedHost } from '@nhat/runner/host-label';

/** The place and the time of a look: the label of this machine, and milliseconds since 1970. */
export interface Here {
  host: string;
  now: number;
}

/** A run, and whether it runs, ended, or was killed. */
export interface SeenRun extends RunState {
  state: 'running' | 'killed' | NonNullable<RunState['ended']>;
}

/** What is going on: runs, nodes that compute, and nodes that failed. */
export interface Status {
  runs: SeenRun[];
  running: NodeState[];
  failed: NodeState[];
  /** Runs that wait for an answer of a cluster. */
  silent: Silence[];
}

/** Which of the runs and nodes on the disk are alive. A node of a process that is gone is left out. */
export function statusOfNow(
  runs: readonly RunState[],
  nodes: readonly NodeState[],
  silences: readonly Silence[],
  here: Here,
): Status {
  const stateOf = (run: RunState): SeenRun['state'] =>
    run.ended ?? (isAlive(run, here) ? 'running' : 'killed');
  return {
    runs: runs.map((run) => ({ ...run, state: stateOf(run) })),
    running: nodes.filter((node) => node.failure === undefined && isAlive(node, here)),
    failed: nodes.filter((node) => node.failure !== undefined),
    silent: silences.filter(({ isOver }) => !isOver),
  };
}

/** The status for a terminal: each run with who runs it since when, then each node that computes. */
export function statusText(status: Status, here: Here, columns: number): string {
  const { runs, running, failed, silent } = status;
  const silenceOf = new Map(silent.map((one) => [one.run, one]));
  const lines = [
    ...runs.flatMap((run) => [
      ...runLines(run, running, here),
      ...(run.state === 'running' ? silenceLines(silenceOf.get(run.id), here) : []),
    ]),
    ...running.flatMap((node) => [
      nodeLine(node, columns, here.now),
      `    ${ownerText(node, here)}, since ${clock(node.since, here)}`,
    ]),
    ...sameFailures(failed, (node) => ({ name: node.node, text: firstLine(node) })).flatMap(
      ([first, ...others]) => [
        `  ${first.node} failed at ${clock(first.updated, here)}: ${firstLine(first)}`,
        ...alsoFailed(others.map(({ node }) => node)).map((line) => `  ${line}`),
      ],
    ),
  ];
  return lines.length > 0 ? `${lines.join('\n')}\n` : 'Nothing runs here, and no run is known.\n';
}

const firstLine = ({ failure = '' }: NodeState): string => failure.split('\n')[0]!;

function runLines(run: SeenRun, running: readonly NodeState[], here: Here): string[] {
  const { state, command, since, updated, pipelines } = run;
  const counts = { ...run, title: pipelines.join(', ') || command };
  const isRunning = state === 'running';
  const line = runLine({
    ...counts,
    ...splitByWaiting(isRunning ? running : []),
    secondsLeft: isRunning ? run.secondsLeft : undefined,
  });
  const took = roughly((Date.parse(updated) - Date.parse(since)) / 1000);
  const end = {
    running: '',
    finished: ` · finished at ${clock(updated, here)}, took ${took}`,
    failed: ` · failed at ${clock(updated, here)}`,
    stopped: ` · stopped at ${clock(updated, here)}; the same command goes on`,
    killed: ` · ended without a word after ${clock(updated, here)}; the same command goes on`,
  }[state];
  // The process of a run that is over may be another one by now.
  const place = run.host === here.host ? '' : ` on ${printedHost(run.host)}`;
  const who = isRunning
    ? `${command}, ${ownerText(run, here)}, since ${clock(since, here)}`
    : `${command}${place}, from ${time(since, here)} to ${time(updated, here)}`;
  return [`${line}${end}`, `    ${who}`];
}

const silenceLines = (silence: Silence | undefined, here: Here): string[] =>
  silence === undefined ? [] : [`    waits since ${clock(silence.since, here)}: ${silence.reason}`];

const ownerText = ({ pid, host }: { pid: number; host: string }, here: Here): string =>
  `process ${pid} on ${host === here.host ? 'this machine' : printedHost(host)}`;

/** `14:05 (12:30 ago)`, with the date before today. */
function clock(text: string, here: Here): string {
  const ago = duration(Math.max(0, here.now - Date.parse(text)) / 1000);
  return isToday(text, here) ? `${time(text, here)} (${ago} ago)` : time(text, here);
}

/** `14:05`, with the date before today. */
function time(text: string, here: Here): string {
  const at = new Date(text);
  const pad = (value: number) => String(value).padStart(2, '0');
  const hour = `${pad(at.getHours())}:${pad(at.getMinutes())}`;
  const date = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return isToday(text, here) ? hour : `${date} ${hour}`;
}

const isToday = (text: string, { now }: Here): boolean =>
  new Date(text).toDateString() === new Date(now).toDateString();
