import { availableParallelism } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import Piscina from 'piscina';
import { renderShard } from './render-shard';
import type { RenderedShard, ShardTask } from './render-shard';

/** Renders shards, several at a time if it has workers. */
export interface RenderWorkers {
  count: number;
  render(task: ShardTask): Promise<RenderedShard>;
  close(): Promise<void>;
}

/**
 * `count` workers, by default one a core. `bundle` is the CommonJS file they run, which must export `renderShard`;
 * a stage's bundle is that of its own workers. Where there is no bundle, as in tests, this thread does the work.
 */
export function openWorkers(bundle: string, count = availableParallelism()): RenderWorkers {
  if (!bundle.endsWith('.cjs') || !isMainThread || count < 2) {
    const render = (task: ShardTask) => Promise.resolve().then(() => renderShard(task));
    return { count: 1, render, close: () => Promise.resolve() };
  }
  const pool = new Piscina({ filename: bundle, minThreads: count, maxThreads: count });
  return {
    count,
    render: (task) => pool.run(task, { name: 'renderShard' }) as Promise<RenderedShard>,
    close: () => pool.destroy(),
  };
}
