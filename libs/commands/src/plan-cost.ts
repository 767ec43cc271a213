import { availableParallelism } from 'node:os';
import type { DatasetConfig, Registries } from '@nhat/documents';
import { makespan } from '@nhat/live';
import { GPU_RATE, isTraining, nodeFlop, trainingMemory, workOf } from '@nhat/plan';
import type { PlanNode, StageName } from '@nhat/plan';
import { expectedSeconds, speedsOf, workloadOf } from '@nhat/timing';
import type { PastNode, Seconds } from '@nhat/timing';

/** What the nodes cost that a run would compute. */
export interface PlanCost {
  /** How many nodes run side by side. */
  sideBySide: number;
  /** Wall-clock seconds here; null where nothing like a node of the plan ran on this machine. */
  seconds: Seconds | null;
  /** By stage, seconds of one process; null likewise. */
  stages: Partial<Record<StageName, Seconds | null>>;
  /** Operations of training; on a GPU that keeps up `GPU_RATE` they take so many seconds. */
  flop: number;
  gpuSeconds: number;
  /** What a cluster makes of it; null for a run of less than a day here, or of unknown length. */
  cluster: ClusterCost | null;
  /** MB of the largest process, measured here or else estimated; null where neither is known. */
  memoryMb: number | null;
  /** Bytes that are added to the store, of images alone. */
  diskBytes: number;
}

/** The same run on many processors or GPUs at once, nodes that wait for others included. */
export interface ClusterCost {
  /** Hours of all processes together, each as fast as one here. */
  processHours: number;
  /** Wall-clock seconds with `CLUSTER.processes` side by side. */
  seconds: number;
  /** Wall-clock seconds with `CLUSTER.gpus` that each keep up `GPU_RATE`, one training on each. */
  gpuSeconds: number;
}

/** A cluster of ordinary size, for the estimate. */
export const CLUSTER = { processes: 100, gpus: 16 };

const DAY = 86_400;

/** Bytes of a pixel in a shard where none was measured: three colours, a mask and a depth. */
const BYTES_PER_PIXEL = 5;

/** The cost of the nodes of a plan that `runs` names. */
export function planCost(
  plan: readonly PlanNode[],
  runs: (name: string) => boolean,
  { past, registries }: { past: readonly PastNode[]; registries: Registries },
  environment: Readonly<Record<string, string | undefined>> = process.env,
): PlanCost {
  const running = plan.filter(({ name }) => runs(name));
  const sideBySide = processesOf(environment);
  const speeds = speedsOf(past);
  const resolutionOf = resolutions(plan);
  const expected = new Map(
    running.map((node) => [
      node.name,
      expectedSeconds(workloadOf(node, resolutionOf(node), registries), speeds),
    ]),
  );
  const isKnown = ![...expected.values()].includes(null);
  const graph = plan.map(({ name, upstream }) => ({
    name,
    upstream: upstream.map(({ node }) => node),
  }));
  const span = (end: keyof Seconds) =>
    makespan(graph, new Map([...expected].map(([name, one]) => [name, one![end]])), sideBySide);
  const { flop } = workOf(plan, registries, runs);
  const seconds = isKnown ? { low: span('low'), likely: span('likely'), high: span('high') } : null;
  const onCluster = (): ClusterCost => {
    const processes = new Map([...expected].map(([name, one]) => [name, one!.likely]));
    const gpus = new Map(
      running.map((node) => [node.name, nodeFlop(node, plan, registries) / GPU_RATE]),
    );
    return {
      processHours: [...processes.values()].reduce((total, one) => total + one, 0) / 3600,
      seconds: makespan(graph, processes, CLUSTER.processes),
      gpuSeconds: makespan(graph, gpus, CLUSTER.gpus),
    };
  };
  const stages = running.reduce<PlanCost['stages']>((sums, { name, stage }) => {
    const [before, own] = [sums[stage], expected.get(name)!];
    return { ...sums, [stage]: before === undefined ? own : sum(before, own) };
  }, {});
  return {
    sideBySide,
    seconds,
    stages,
    flop,
    gpuSeconds: flop / GPU_RATE,
    cluster: seconds !== null && seconds.likely > DAY ? onCluster() : null,
    memoryMb: memoryOf(running, (node) => memoryOfNode(node, resolutionOf(node), past, registries)),
    diskBytes: running.reduce((total, node) => total + bytesOf(node, past), 0),
  };
}

/** Finds the pixels per side of the images that a node reads; null for nodes without images. */
export function resolutions(plan: readonly PlanNode[]): (node: PlanNode) => number | null {
  const datasets = new Map(plan.map(({ name, config }) => [name, config]));
  return ({ upstream }) => {
    const images = upstream.find(({ role }) => role === 'images')?.node;
    const dataset = images === undefined ? undefined : datasets.get(images);
    return (dataset as unknown as DatasetConfig | undefined)?.resolution ?? null;
  };
}

const sum = (a: Seconds | null, b: Seconds | null): Seconds | null =>
  a && b && { low: a.low + b.low, likely: a.likely + b.likely, high: a.high + b.high };

/** Nodes side by side, as Nx reads NX_PARALLEL: a number, or a share of the cores, rounded down; 3 without it. */
export function processesOf(environment: Readonly<Record<string, string | undefined>>): number {
  const text = environment['NX_PARALLEL'] || '3';
  const number = parseInt(text);
  const count = text.endsWith('%') ? (availableParallelism() * number) / 100 : number;
  return Math.max(1, Math.floor(count) || 1);
}

/** MB of the largest training; null where that of one is not known. */
function memoryOf(
  running: readonly PlanNode[],
  memoryMb: (node: PlanNode) => number | null,
): number | null {
  const values = running.filter(({ stage }) => isTraining(stage)).map(memoryMb);
  const known = values.filter((value) => value !== null);
  return known.length === 0 || known.length < values.length ? null : Math.max(...known);
}

const MB = 1e6;

/**
 * MB of the process of a training: the largest that was measured here with the same backbone, batch and size of images, or an estimate from
 * the values that the network gives; null where neither is known.
 */
export function memoryOfNode(
  { stage, config }: PlanNode,
  resolution: number | null,
  past: readonly PastNode[],
  registries: Registries,
): number | null {
  const alike = ({ backbone, schedule }: PlanNode['config']) =>
    JSON.stringify([backbone, (schedule as { batch?: number } | undefined)?.batch]);
  const measured = past
    .filter((one) => one.stage === stage && one.resolution === resolution)
    .filter((one) => alike(one.config) === alike(config))
    .flatMap(({ memory }) => memory ?? []);
  if (measured.length > 0) return Math.max(...measured);
  const estimate =
    resolution === null ? null : trainingMemory({ stage, config }, resolution, registries);
  return estimate === null ? null : Math.round(estimate / MB);
}

function bytesOf({ stage, config }: PlanNode, past: readonly PastNode[]): number {
  if (stage !== 'images') return 0;
  const pixels = (dataset: unknown) => {
    const { counts, resolution } = dataset as DatasetConfig;
    if (counts === null) return 0; // Nobody has counted them yet.
    return (counts.train + counts.validation + counts.test) * resolution ** 2;
  };
  const measured = past.find(
    (one) =>
      one.bytes !== null && pixels(one.config) > 0 && one.resolution === config['resolution'],
  );
  const rate = measured ? measured.bytes! / pixels(measured.config) : BYTES_PER_PIXEL;
  return rate * pixels(config);
}
