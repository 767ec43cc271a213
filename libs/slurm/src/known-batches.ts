import { batchFolder, batchTokens, endPath, readBatch, removeBatch } from './batches';
import type { Batch, BatchPlace } from './batches';
import type { ClusterIo } from './cluster-io';
import { hasEnded } from './queue';
import type { QueuedTask } from './queue';

/** Milliseconds for which files of a batch are kept. */
const KEPT_MS = 24 * 3_600_000;
/** A driver that ended may have left a submission on its way, and an old listing of the queue does not show the youngest jobs. */
const ON_ITS_WAY_MS = 60_000;

/** The batches of a workspace that were written down, by this driver or by others. */
export class KnownBatches {
  private readonly batches = new Map<string, Batch>();
  private readonly placesOf = new Map<string, BatchPlace[]>();
  /** Batches whose description is missing or damaged. */
  private readonly unreadable = new Set<string>();
  private hasForgotten = false;

  constructor(private readonly io: ClusterIo) {}

  add(batch: Batch): void {
    this.batches.set(batch.token, batch);
  }

  /**
   * Reads the batches that other drivers of this workspace, or this one before it was killed, wrote down. One that is neither in the queue
   * nor young was never submitted, or it is over and Slurm has forgotten it. One without a description belongs to a driver that was killed
   * while it wrote, or that writes at this moment.
   */
  read(queue: readonly QueuedTask[]): void {
    const live = new Set(queue.map(({ token }) => token));
    for (const token of batchTokens(this.io.files)) {
      if (this.batches.has(token)) continue;
      const batch = readBatch(this.io.files, token);
      if (batch === undefined) {
        this.unreadable.add(token);
        continue;
      }
      this.batches.set(token, batch);
      batch.tasks.forEach((records, index) => {
        for (const record of records) {
          this.placesOf.set(record, [...(this.placesOf.get(record) ?? []), { batch, index }]);
        }
      });
    }
    if (!this.hasForgotten) this.forgetOldBatches(live);
    this.hasForgotten = true;
  }

  /** A younger batch may be another driver's that is just being submitted, and people may want its logs. */
  private forgetOldBatches(live: ReadonlySet<string>): void {
    for (const [token, { created }] of this.batches) {
      if (live.has(token) || Math.abs(this.io.date() - created) < KEPT_MS) continue;
      this.batches.delete(token);
      removeBatch(this.io.files, token);
    }
    for (const token of this.unreadable) {
      const age = this.io.files.age(batchFolder(token));
      if (!live.has(token) && age !== undefined && age >= KEPT_MS)
        removeBatch(this.io.files, token);
    }
  }

  /**
   * The task of an earlier driver that may still bring the result: one that the queue has and that goes on; else one that may be on its
   * way into the queue, without a `task`.
   */
  find(
    record: string,
    taskAt: ReadonlyMap<string, QueuedTask>,
  ): { place: BatchPlace; task?: QueuedTask } | undefined {
    let onItsWay: BatchPlace | undefined;
    for (const place of this.placesOf.get(record) ?? []) {
      const { token, created } = place.batch;
      if (statusAt(this.io, token, record) !== undefined) continue;
      const task = taskAt.get(`${token} ${place.index}`);
      if (task !== undefined && !hasEnded(task.state)) return { place, task };
      const isYoung = Math.abs(this.io.date() - created) < ON_ITS_WAY_MS;
      if (task === undefined && isYoung) onItsWay = place;
    }
    return onItsWay && { place: onItsWay };
  }
}

/** The exit status of a node that a task noted. */
export function statusAt(io: ClusterIo, token: string, record: string): number | undefined {
  const text = io.files.read(endPath(token, record));
  return text !== undefined && /^\d+\n$/.test(text) ? Number(text) : undefined;
}
