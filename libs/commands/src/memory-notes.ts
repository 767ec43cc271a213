import { totalmem } from 'node:os';
import type { Registries, ScheduleConfig } from '@nhat/documents';
import { isTraining, trainingMemory } from '@nhat/plan';
import type { PlanNode } from '@nhat/plan';
import type { PastNode } from '@nhat/timing';
import { memoryOfNode, processesOf, resolutions } from './plan-cost';

/** All processes together may take this share of the memory of the machine without a word. */
const SHARE = 0.5;

/** Smaller batches are not advised, because a batch norm needs some images. */
const LEAST_BATCH = 8;

export interface MemoryContext {
  past: readonly PastNode[];
  registries: Registries;
  environment?: Readonly<Record<string, string | undefined>>;
  /** Bytes of this machine. */
  memory?: number;
}

/**
 * A sentence for each kind of training whose processes side by side take more than half of the memory of this machine, with what to set:
 * the largest one of pretraining and of training on labels.
 */
export function memoryNotes(
  plan: readonly PlanNode[],
  runs: (name: string) => boolean,
  { past, registries, environment = process.env, memory = machineMemory() }: MemoryContext,
): string[] {
  const sideBySide = processesOf(environment);
  const resolutionOf = resolutions(plan);
  const large = plan
    .filter(({ name, stage }) => runs(name) && isTraining(stage))
    .flatMap((node) => {
      const resolution = resolutionOf(node);
      const megabytes = memoryOfNode(node, resolution, past, registries);
      if (megabytes === null || resolution === null) return [];
      return [{ node, resolution, bytes: megabytes * 1e6 }];
    })
    .filter(({ bytes }) => bytes * sideBySide > SHARE * memory)
    .sort((a, b) => b.bytes - a.bytes);
  const kinds = [
    { key: 'pretraining', found: large.find(({ node }) => node.stage === 'pretrain') },
    { key: 'training', found: large.find(({ node }) => node.stage !== 'pretrain') },
  ];
  return kinds.flatMap(({ key, found }) => {
    if (found === undefined) return [];
    const { node, resolution, bytes } = found;
    const { batch } = node.config['schedule'] as unknown as ScheduleConfig;
    const together = sideBySide > 1 ? ` in each of ${sideBySide} processes` : '';
    const smaller = smallerBatch(batch, (size) => {
      const estimate = trainingMemory(node, resolution, registries, size);
      return estimate !== null && estimate * sideBySide <= SHARE * memory;
    });
    const ways = [
      ...(smaller === null ? [] : [`"${key}": { "batch": ${smaller} }`]),
      ...(sideBySide > 1 ? ['NX_PARALLEL=1'] : []),
      `a "resolution" below ${resolution}`,
    ];
    return [
      `A batch of ${batch} at ${resolution} pixels takes up to ${gigabytes(bytes)}${together} (${key}; this machine has ${gigabytes(memory)}). Less: ${ways.join(', or ')}`,
    ];
  });
}

/** The largest half, quarter, … of a batch that fits; null where none does. */
function smallerBatch(batch: number, fits: (batch: number) => boolean): number | null {
  for (let size = Math.floor(batch / 2); size >= LEAST_BATCH; size = Math.floor(size / 2)) {
    if (fits(size)) return size;
  }
  return null;
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toPrecision(2)} GB`;

/** Bytes of memory that this process may use. */
function machineMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
