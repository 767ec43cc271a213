import {
  frame,
  isAlive,
  readNodeStates,
  roughly,
  runLine,
  speedsOf,
  takeAnswers,
  thisProcess,
  timeLeft,
  writeRunState,
} from '@nhat/live';
import type { Answer, NodeState, RunCounts, RunState, TimedNode, Timing } from '@nhat/live';
import { hostLabel } from '@nhat/runner/host-label';
import { ledgerLength, readLedger } from '@nhat/runner/ledger';
import { hideOutput } from './hidden-output';
import { runEvidence } from './run-evidence';
import { terminalLines } from './terminal-lines';
import { pastTimings, timingOf } from './timed-nodes';

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
  nodes: readonly TimedNode[];
  /** How many nodes run side by side. */
  parallel: number;
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
  const { root, isJson, isQuiet, pipelines } = run;
  const host = hostLabel(process.env);
  const owner = thisProcess(host);
  const id = `${owner.pid}-${owner.born || Date.now()}`;
  const startedAt = Date.now();
  const since = new Date(startedAt).toISOString();
  const evidence = runEvidence(run.nodes);
  const stdoutIsTerminal = process.stdout.isTTY === true;
  const stream =
    isJson || (!stdoutIsTerminal && process.stderr.isTTY) ? process.stderr : process.stdout;
  const isTerminal = stream.isTTY === true && process.env['TERM'] !== 'dumb' && !isQuiet;
  const hidden = hideOutput((text) => evidence.read(text));
  const show = stream === process.stderr ? hidden.err : hidden.out;
  const lines = terminalLines(show);
  let ledgerRead = ledgerLength(root);
  let timings: Timing[] | undefined;
  let [stateAt, lineAt] = [-Infinity, startedAt];
  const shownStages = new Set<string>();
  let lastState = '';
  const answered = new Set<string>();
  const title = pipelines.length <= 2 ? pipelines.join(', ') : `${pipelines.length} pipelines`;

  const running = (): NodeState[] => {
    const names = new Set(run.nodes.map(({ name }) => name));
    const now = Date.now();
    return readNodeStates(root).filter((state) => {
      if (!names.has(state.node) || evidence.hasEnded(state.node)) return false;
      if (state.failure !== undefined) {
        if (Date.parse(state.updated) >= startedAt) evidence.note(state.node, 'failed');
        return false;
      }
      if (!isAlive(state, { host, now })) return false;
      evidence.note(state.node, 'runs');
      return true;
    });
  };
  const readNews = () => {
    const length = ledgerLength(root);
    for (const { node, source } of length > ledgerRead ? readLedger(root, ledgerRead) : []) {
      evidence.note(node, source === 'computed' ? 'computed' : 'restored');
      const timing = source === 'computed' ? timingOf(root, node) : undefined;
      if (timing !== undefined) timings?.push(timing);
    }
    ledgerRead = length;
  };
  const look = (): { counts: RunCounts; nodes: NodeState[] } => {
    readNews();
    timings ??= pastTimings(root);
    const nodes = running();
    const left = new Map(
      nodes.flatMap(({ node, secondsLeft }) =>
        secondsLeft === undefined ? [] : [[node, secondsLeft] as const],
      ),
    );
    const secondsLeft = timeLeft({
      ...{ nodes: evidence.remaining(), running: left, parallel: run.parallel },
      speeds: speedsOf(timings),
    });
    return { counts: { title, ...evidence.counts(), running: nodes.length, secondsLeft }, nodes };
  };
  const stateOf = ({ title: _title, running: _running, secondsLeft, ...counts }: RunCounts) => ({
    ...owner,
    ...{ id, command: run.command, pipelines: [...pipelines], since, ...counts },
    ...(secondsLeft === undefined ? {} : { secondsLeft: Math.round(secondsLeft) }),
    updated: new Date().toISOString(),
  });
  const keepState = (counts: RunCounts) => {
    const now = Date.now();
    const text = JSON.stringify({ ...counts, secondsLeft: 0 });
    if (now - stateAt < STATE || (text === lastState && now - stateAt < 10 * STATE)) return;
    [stateAt, lastState] = [now, text];
    writeRunState(root, stateOf(counts));
  };
  const printAnswers = (answers: readonly Answer[]) => {
    for (const { pipeline, text, warnings } of answers) {
      lines.clear();
      warnings.forEach((line) => hidden.err(`${line}\n`));
      if (text === '') continue;
      if (answered.size > 0 && !answered.has(pipeline) && !isJson) hidden.out('\n');
      answered.add(pipeline);
      hidden.out(text);
    }
  };
  const draw = () => {
    const { counts, nodes } = look();
    keepState(counts);
    printAnswers(takeAnswers(root, id));
    if (isQuiet) return;
    if (isTerminal) {
      const { columns = 80, rows = 24 } = stream;
      lines.show(frame(counts, nodes, { columns, rows, now: Date.now() }));
      return;
    }
    const stages = evidence.endedStages().filter((stage) => !shownStages.has(stage));
    const isNew = stages.length > 0 && counts.done < counts.total;
    if (!isNew && Date.now() - lineAt < LINE) return;
    const ended = isNew ? ` · finished: ${stages.join(', ')}` : '';
    stages.forEach((stage) => shownStages.add(stage));
    lineAt = Date.now();
    show(`${runLine(counts)}${ended}\n`);
  };
  const safely = (act: () => void) => {
    try {
      act();
    } catch {
      // What is shown is no reason for a run to fail.
    }
  };
  const timer = setInterval(() => safely(draw), isTerminal ? LOOK.terminal : LOOK.log);
  timer.unref();
  safely(() => keepState(look().counts));
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
        const { counts } = look();
        const final = { ...counts, running: 0, secondsLeft: undefined };
        writeRunState(root, { ...stateOf(final), ended });
        printAnswers(takeAnswers(root, id));
        const seconds = (Date.now() - startedAt) / 1000;
        if (ended === 'finished' && !isQuiet && counts.total > 0)
          show(`${runLine(final)} · ${roughly(seconds)}\n`);
        if (ended === 'stopped' && !isQuiet) {
          show(`stopped: ${final.done} of ${final.total} done; the same command goes on\n`);
        }
      });
    },
  };
}
