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
  /**
   * The nodes that have not ended, without those whose results may be found, e.g. in a pack: a result will be computed if one of its
   * stage was, or one that it is made of.
   */
  const toCompute = (running: readonly NodeState[]): ViewedNode[] => {
    const runs = new Set(running.map(({ node }) => node));
    const computed = new Set(
      nodes.map(({ name }) => name).filter((name) => runs.has(name) || evidence.isComputed(name)),
    );
    const stages = new Set(nodes.flatMap(({ name, stage }) => (computed.has(name) ? stage : [])));
    const remaining = new Set(evidence.remaining().map(({ name }) => name));
    return nodes.filter(({ name, stage, upstream }) => {
      if (!remaining.has(name)) return runs.has(name);
      const isMade = stages.has(stage) || upstream.some((other) => computed.has(other));
      if (isMade) computed.add(name);
      return isMade;
    });
  };
  const forecast = (running: readonly NodeState[]): number | undefined => {
    const left = toCompute(running);
    if (left.length === 0 || Date.now() - startedAt < FORECAST) return undefined;
    timings ??= pastNodes(root, registries);
    const reported = running.flatMap(({ node, secondsLeft }) =>
      secondsLeft === undefined ? [] : [[node, secondsLeft] as const],
    );
    return timeLeft({
      ...{ nodes: left.map(timedOf), running: new Map(reported) },
      ...{ speeds: speedsOf(timings), parallel },
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
