import { isAlive, readNodeStates, splitByWaiting } from '@nhat/live';
import type { NodeState, RunCounts } from '@nhat/live';
import { registries } from '@nhat/plan';
import { ledgerLength, readLedger } from '@nhat/runner/ledger';
import { pastNodes, speedsOf, timeLeft, timingOf } from '@nhat/timing';
import type { Timing } from '@nhat/timing';
import { runEvidence } from './run-evidence';
import type { RunEvidence, ViewedNode } from './run-evidence';
import { timedNodes } from './timed-nodes';

/** Milliseconds after which the time left is forecast: a run that finds all its results is over by then. */
const FORECAST = 1500;

export interface ObservedRun {
  root: string;
  /** In an order in which no node comes before its upstream. */
  nodes: readonly ViewedNode[];
  /** How many nodes run side by side. */
  parallel: number;
  /** Label of this machine. */
  host: string;
  /** Milliseconds since 1970. */
  startedAt: number;
}

export interface RunObserver {
  evidence: RunEvidence;
  /** What is known now, and the nodes that run. */
  look(): { counts: Omit<RunCounts, 'title'>; nodes: NodeState[] };
}

/** Follows a run by what its nodes leave on the disk: their states, and the ledger of the runner. */
export function observeRun({ root, nodes, parallel, host, startedAt }: ObservedRun): RunObserver {
  const evidence = runEvidence(nodes);
  const names = new Set(nodes.map(({ name }) => name));
  const timedOf = timedNodes(root, nodes);
  let ledgerRead = ledgerLength(root);
  let timings: Timing[] | undefined;

  const readNews = () => {
    const length = ledgerLength(root);
    for (const { node, source } of length > ledgerRead ? readLedger(root, ledgerRead) : []) {
      evidence.note(node, source === 'computed' ? 'computed' : 'restored');
      const timing = source === 'computed' ? timingOf(root, node, registries) : undefined;
      if (timing !== undefined) timings?.push(timing);
    }
    ledgerRead = length;
  };
  /** A node that has ended runs again where a file of its result is lost and one of its readers needs that. */
  const isRunning = (state: NodeState): boolean => {
    if (!names.has(state.node)) return false;
    if (state.failure !== undefined) {
      if (evidence.hasEnded(state.node)) return false;
      if (Date.parse(state.updated) >= startedAt) evidence.note(state.node, 'failed');
      return false;
    }
    return isAlive(state, { host, now: Date.now() });
  };
  const forecast = (running: readonly NodeState[]): number | undefined => {
    const { done, restored } = evidence.counts();
    // While every result is found, e.g. in a pack, nothing shows that one will be computed.
    const isAllFound = running.length === 0 && done === restored;
    if (isAllFound || Date.now() - startedAt < FORECAST) return undefined;
    timings ??= pastNodes(root, registries);
    const reported = running.flatMap(({ node, secondsLeft }) =>
      secondsLeft === undefined ? [] : [[node, secondsLeft] as const],
    );
    const remaining = new Set([
      ...evidence.remaining().map(({ name }) => name),
      ...running.map(({ node }) => node),
    ]);
    const left = nodes.filter((node) => remaining.has(node.name)).map(timedOf);
    return timeLeft({
      ...{ nodes: left, running: new Map(reported), speeds: speedsOf(timings), parallel },
    });
  };
  return {
    evidence,
    look() {
      readNews();
      const running = readNodeStates(root).filter(isRunning);
      running.forEach(({ node }) => evidence.note(node, 'runs'));
      const secondsLeft = forecast(running);
      return {
        counts: { ...evidence.counts(), ...splitByWaiting(running), secondsLeft },
        nodes: running,
      };
    },
  };
}
