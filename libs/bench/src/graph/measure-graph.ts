import { BenchWorkspace } from './bench-workspace';
import {
  NODES_PER_DATASET,
  PIPELINE,
  TRAININGS_PER_DATASET,
  datasetDocument,
  datasetPath,
  factorCount,
  pipelineDocument,
} from './grid-documents';
import { median } from './median';
import type { Waiting } from './waiting-megabytes';
import type { TimedRun } from './timed-process';

/** Milliseconds from the start of Nx's process to its end, medians; of the cold run there is one. */
export interface GraphFigures {
  nodes: number;
  /** Everything runs once; the bundles of the tools are there. */
  coldMs: number;
  /** Milliseconds of the cold run for a node, as many side by side as there are cores. */
  msPerNode: number;
  /** The same without Nx and for nodes that each have a process of their own, as trainings do. */
  ownMsPerNode: number;
  /** Milliseconds of a `node` process that does nothing, one at a time. */
  bareNodeMs: number;
  unchangedMs: number;
  /** With a warm daemon. */
  unchangedDaemonMs: number;
  /** Another dataset in the place of one: 94 nodes run. */
  oneFactorMs: number;
  /** As in a fresh clone: every result comes from the store. */
  restoredMs: number;
  /** Milliseconds of that for a node. */
  restoredMsPerNode: number;
  /** Peak resident MB when nothing changed: Nx and the report. */
  peakMB: number;
}

const RUN = ['run-many', '-t', 'utility'];

/**
 * Measures a grid of at least `nodes` nodes in a workspace of its own. With `ownProcesses` rendering, pretraining and
 * training run in processes of their own, as the real ones do.
 */
export async function measureGraph(
  root: string,
  nodes: number,
  { runs, ownProcesses }: { runs: number; ownProcesses: boolean },
): Promise<GraphFigures> {
  const workspace = new BenchWorkspace(root, nodes, ownProcesses);
  try {
    await workspace.nx(['show', 'projects']);
    const bareNodeMs = await workspace.bareNodeMs();
    const cold = await workspace.nx(RUN);
    const computed = workspace.computed();
    const unchanged = await repeat(runs, () => workspace.nx(RUN));
    expectRuns(workspace, computed, 0);
    const factor = await repeat(runs, async (run) => {
      workspace.writeJson(datasetPath(0), datasetDocument(1_000_000 + run));
      return workspace.nx(RUN);
    });
    expectRuns(workspace, computed, runs * factorCount(nodes));
    const peakMB = await workspace.peakMegabytes(RUN);
    const all = workspace.computed();
    const restored = await repeat(runs, () => {
      workspace.forgetResults();
      return workspace.nx(RUN);
    });
    expectRuns(workspace, all, 0);
    const unchangedDaemonMs = await withDaemon(workspace, runs);
    const ownMsPerNode = await workspace.nodeMs();
    return {
      nodes: computed,
      coldMs: Math.round(cold.ms),
      msPerNode: Math.round(cold.ms / computed),
      ownMsPerNode: Math.round(ownMsPerNode),
      bareNodeMs: Math.round(bareNodeMs),
      unchangedMs: middle(unchanged),
      unchangedDaemonMs,
      oneFactorMs: middle(factor),
      restoredMs: middle(restored),
      restoredMsPerNode: Math.round((10 * middle(restored)) / computed) / 10,
      peakMB: Math.round(peakMB),
    };
  } finally {
    workspace.dispose();
  }
}

/** The memory of a run of which as many nodes as `parallel` wait for jobs of a cluster: trainings, of which all others have their results. */
export async function measureWaiting(root: string, parallel: number): Promise<Waiting> {
  const nodes = Math.ceil(parallel / TRAININGS_PER_DATASET) * NODES_PER_DATASET;
  const workspace = new BenchWorkspace(root, nodes, true);
  try {
    await workspace.nx(RUN);
    workspace.writeJson(PIPELINE, { ...pipelineDocument(nodes), training: { weightDecay: 0.5 } });
    return await workspace.waitingMegabytes(RUN, parallel);
  } finally {
    workspace.dispose();
  }
}

/** The first runs wake the daemon and let it see the outputs; they do not count. */
async function withDaemon(workspace: BenchWorkspace, runs: number): Promise<number> {
  const env = { NX_DAEMON: 'true' };
  try {
    await repeat(2, () => workspace.nx(RUN, env));
    return middle(await repeat(runs, () => workspace.nx(RUN, env)));
  } finally {
    await workspace.nx(['daemon', '--stop'], env);
  }
}

async function repeat(times: number, act: (run: number) => Promise<TimedRun>): Promise<TimedRun[]> {
  const results: TimedRun[] = [];
  for (let run = 0; run < times; run++) results.push(await act(run));
  return results;
}

const middle = (runs: readonly TimedRun[]): number => Math.round(median(runs.map(({ ms }) => ms)));

/** A figure of a run that did other work than it should is no figure. */
function expectRuns(workspace: BenchWorkspace, before: number, expected: number): void {
  const more = workspace.computed() - before;
  if (more !== expected) throw new Error(`bench graph: ${more} nodes ran, not ${expected}`);
}
