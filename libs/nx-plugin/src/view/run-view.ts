import { unpreparedEngine } from '@nhat/commands/unprepared-engine';
import {
  clearEnded,
  frame,
  readSilences,
  roughly,
  runLine,
  takeAnswers,
  thisProcess,
  writeRunState,
} from '@nhat/live';
import type { Answer, NodeState, RunCounts, RunState } from '@nhat/live';
import { isTraining } from '@nhat/plan';
import { hostLabel } from '@nhat/runner/host-label';
import { hideOutput } from './hidden-output';
import { observeRun } from './observe-run';
import type { ViewedNode } from './run-evidence';
import { terminalLines } from './terminal-lines';

/** Milliseconds between two looks: at a terminal, and where lines are kept. */
const LOOK = { terminal: 250, log: 1000 };
/** Milliseconds between two writes of the state of the run, and between two lines in a log. */
const [STATE, LINE] = [1000, 30_000];

export interface ViewedRun {
  root: string;
  /** As it was typed, e.g. `nx utility smoke`. */
  command: string;
  pipelines: readonly string[];
  /** In an order in which no node comes before its upstream. */
  nodes: readonly ViewedNode[];
  /** How many nodes run side by side. */
  parallel: number;
  /** Whether it may run nodes; otherwise it has no progress that could be shown, here or to others. */
  computes: boolean;
  /** Whether standard output is for answers alone. */
  isJson: boolean;
  /** Whether only the answers are printed, because another run shows this one. */
  isQuiet: boolean;
}

/** The one view of a run: it hides what Nx prints, shows what runs, and prints the answers. */
export interface RunView {
  id: string;
  /** What Nx knows of a node in the end; `ended`: computed, unless the runner found its result. */
  note(node: string, what: 'restored' | 'failed' | 'ended'): void;
  /** Ends the view after the last answers. */
  close(ended: NonNullable<RunState['ended']>): void;
}

export function startView(run: ViewedRun): RunView {
  const { root, isJson, pipelines } = run;
  const isQuiet = run.isQuiet || !run.computes;
  const owner = thisProcess(hostLabel(process.env));
  const startedAt = Date.now();
  const id = `${owner.pid}-${owner.born || startedAt}`;
  const { evidence, look } = observeRun({ ...run, host: owner.host, startedAt });
  // Where only one of the two streams is a terminal, that one has a reader.
  const isErr = isJson || (!process.stdout.isTTY && process.stderr.isTTY);
  const stream = isErr ? process.stderr : process.stdout;
  const isTerminal = stream.isTTY && process.env['TERM'] !== 'dumb' && !isQuiet;
  const hidden = hideOutput((text) => evidence.read(text));
  const show = isErr ? hidden.err : hidden.out;
  const lines = terminalLines(show);
  const title = pipelines.length <= 2 ? pipelines.join(', ') : `${pipelines.length} pipelines`;
  const counted = () => {
    const { counts, nodes } = look();
    return { counts: { title, ...counts }, nodes };
  };
  const keep = run.computes
    ? stateKeeper(root, {
        ...owner,
        ...{ id, command: run.command, pipelines: [...pipelines] },
        since: new Date(startedAt).toISOString(),
      })
    : () => undefined;
  const print = answerPrinter({ ...hidden, before: lines.clear, isJson });
  const nextLine = lineWriter(startedAt);
  const sayOnce = aboutEngine();
  const ofCluster = aboutCluster(root, id, owner.host);
  const say = (text: string) => {
    if (text === '') return;
    lines.clear();
    show(text);
  };
  const draw = () => {
    const { counts, nodes } = counted();
    keep(counts);
    print(takeAnswers(root, id));
    say(ofCluster());
    if (isQuiet) return;
    say(sayOnce(nodes));
    if (isTerminal) {
      const { columns = 80, rows = 24 } = stream;
      lines.show(frame(counts, nodes, { columns, rows, now: Date.now() }));
    } else show(nextLine(counts, evidence.endedStages()));
  };
  const timer = setInterval(() => safely(draw), isTerminal ? LOOK.terminal : LOOK.log);
  timer.unref();
  safely(() => {
    if (!run.computes) return;
    clearEnded(root, pipelines, { host: owner.host, now: startedAt });
    keep(counted().counts);
  });
  return {
    id,
    note(node, what) {
      if (what !== 'ended') evidence.note(node, what);
      else if (!evidence.hasEnded(node)) evidence.note(node, 'computed');
    },
    close(ended) {
      clearInterval(timer);
      hidden.restore();
      lines.clear();
      safely(() => {
        const counts = { ...counted().counts, running: 0, waiting: 0, secondsLeft: undefined };
        keep(counts, ended);
        print(takeAnswers(root, id));
        if (!isQuiet) show(lastLine(ended, counts, (Date.now() - startedAt) / 1000));
      });
    },
  };
}

/** Advice about the engine, once, when the first node trains: a run that finds all its results needs none. */
function aboutEngine() {
  let isSaid = false;
  return (nodes: readonly NodeState[]): string => {
    if (isSaid || !nodes.some(({ stage }) => isTraining(stage))) return '';
    isSaid = true;
    const advice = unpreparedEngine();
    return advice === undefined ? '' : `${advice}\n`;
  };
}

/** A line when the cluster has given this run no answer for some seconds, and one when it answers again. */
function aboutCluster(root: string, id: string, host: string) {
  let isSaid = false;
  return (): string => {
    const silence = readSilences(root, { host, now: Date.now() }).find(({ run }) => run === id);
    const wasSaid = isSaid;
    isSaid = silence?.isOver === false;
    if (isSaid === wasSaid || silence === undefined) return '';
    return silence.isOver
      ? 'slurm: squeue answers again\n'
      : `slurm: ${silence.reason}. The run waits until it does; jobs that Slurm has go on.\n`;
  };
}

/** What is shown is no reason for a run to fail. */
function safely(act: () => void): void {
  try {
    act();
  } catch {
    // The next look may succeed.
  }
}

/** Nothing after a failure: its message is the last that is printed. */
function lastLine(ended: RunState['ended'], counts: RunCounts, seconds: number): string {
  const { done, total } = counts;
  if (total === 0 || ended === 'failed') return '';
  if (ended === 'finished') return `${runLine(counts)} · ${roughly(seconds)}\n`;
  return `stopped: ${done} of ${total} done; the same command goes on\n`;
}

type Identity = Omit<RunState, 'updated' | 'total' | 'done' | 'restored' | 'failed'>;

/** Writes the state of a run when it changed, a second apart, and a last time when it ended. */
function stateKeeper(root: string, identity: Identity) {
  let [writtenAt, last] = [-Infinity, ''];
  return (counts: RunCounts, ended?: RunState['ended']): void => {
    const now = Date.now();
    const { total, done, restored, failed, running, waiting = 0, secondsLeft } = counts;
    const text = [total, done, restored, failed, running, waiting].join();
    const isSame = text === last && now - writtenAt < 10 * STATE;
    if (ended === undefined && (now - writtenAt < STATE || isSame)) return;
    [writtenAt, last] = [now, text];
    writeRunState(root, {
      ...identity,
      ...{ total, done, restored, failed, updated: new Date(now).toISOString() },
      ...(secondsLeft === undefined ? {} : { secondsLeft: Math.round(secondsLeft) }),
      ...(ended === undefined ? {} : { ended }),
    });
  };
}

/** Prints answers to the standard streams, with an empty line between pipelines. */
function answerPrinter(to: {
  out: (text: string) => void;
  err: (text: string) => void;
  before: () => void;
  isJson: boolean;
}) {
  let last: string | undefined;
  return (answers: readonly Answer[]): void => {
    for (const { pipeline, text, warnings } of answers) {
      to.before();
      warnings.forEach((line) => to.err(`${line}\n`));
      if (text === '') continue;
      if (last !== undefined && last !== pipeline && !to.isJson) to.out('\n');
      last = pipeline;
      to.out(text);
    }
  };
}

/** The next line of a log, when it is due or a stage has ended; else nothing. */
function lineWriter(startedAt: number) {
  const shown = new Set<string>();
  let at = startedAt;
  return (counts: RunCounts, endedStages: readonly string[]): string => {
    const stages = endedStages.filter((stage) => !shown.has(stage));
    const isNew = stages.length > 0 && counts.done < counts.total;
    if (!isNew && Date.now() - at < LINE) return '';
    at = Date.now();
    stages.forEach((stage) => shown.add(stage));
    return `${runLine(counts)}${isNew ? ` · finished: ${stages.join(', ')}` : ''}\n`;
  };
}
