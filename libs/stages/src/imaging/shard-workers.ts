import { availableParallelism } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import Piscina from 'piscina';
import type { FaultyShard, MadeShard, ShardTask } from './make-shard';

/** Makes shards, several at a time if it has workers. */
export interface ShardWorkers {
  count: number;
  make(task: ShardTask): Promise<MadeShard | FaultyShard>;
  close(): Promise<void>;
}

/**
 * `count` workers, by default one a core. `bundle` is the CommonJS file they run, which must export `makeShard`; a stage's
 * bundle is that of its own workers. Where there is no bundle, as in tests, this thread does the work by `makeShard`.
 */
export function openWorkers(
  bundle: string,
  makeShard: (task: ShardTask) => Promise<MadeShard | FaultyShard>,
  count = availableParallelism(),
): ShardWorkers {
  if (!bundle.endsWith('.cjs') || !isMainThread || count < 2) {
    const make = (task: ShardTask) => Promise.resolve().then(() => makeShard(task));
    return { count: 1, make, close: () => Promise.resolve() };
  }
  const pool = new Piscina({ filename: bundle, minThreads: count, maxThreads: count });
  return {
    count,
    make: (task) => pool.run(task, { name: 'makeShard' }) as Promise<MadeShard | FaultyShard>,
    close: () => pool.destroy(),
  };
}
