import { join } from 'node:path';
import { makeFolderSteps, outputsDigest } from '@nhat/artifacts';
import type { Manifest, Steps } from '@nhat/artifacts';
import { computeOnce } from '@nhat/runner/compute-once';
import type { Store } from '@nhat/store';
import type { Draw } from './draw';
import { computeResult, wrongBytes, wrongResult } from './simulated-node';
import type { SimulatedNode } from './simulated-node';
import type { SimulatedProcess } from './simulated-world';
import type { ResultWatch } from './watch-results';

/** What a simulated driver runs, and where. */
export interface DriverTask {
  root: string;
  /** The folder of the store that it reads first. */
  folder: string;
  nodes: readonly SimulatedNode[];
  store: Store;
  parallel: number;
  /** The probability that a node is started twice at once. */
  duplicates: number;
}

/** Runs nodes as `runNode` does, with results that take a drawn time. */
export class SimulatedDriver {
  /** Whether it has ended: all nodes finished, or some failed. */
  isOver = false;
  /** Why nodes failed. */
  readonly failures: Error[] = [];
  private readonly results = new Map<number, Promise<Manifest | undefined>>();

  constructor(
    private readonly process: SimulatedProcess,
    private readonly task: DriverTask,
    private readonly watch: ResultWatch,
    private readonly draw: Draw,
  ) {
    void this.runAll();
  }

  private async runAll(): Promise<void> {
    const { nodes, parallel, duplicates } = this.task;
    const waiting = [...nodes];
    const work = async () => {
      for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
        const runs = this.draw.happens(duplicates) ? [this.run(node), this.run(node)] : [];
        const all = Promise.all([this.result(node), ...runs]);
        await all.catch((error: Error) => this.failures.push(error));
      }
    };
    await Promise.all(Array.from({ length: parallel }, work));
    await this.process.perform(noSteps()); // What it has begun to release is released by then.
    this.isOver = true;
    this.process.end('ends');
  }

  /** The result of a node, which is run once; rejects when it failed. */
  private result(node: SimulatedNode): Promise<Manifest | undefined> {
    const running = this.results.get(node.index) ?? this.run(node);
    this.results.set(node.index, running);
    return running;
  }

  private async run(node: SimulatedNode): Promise<Manifest> {
    const { root, nodes, store } = this.task;
    const { key } = node;
    for (const index of node.upstream) await this.result(nodes[index]!);
    const earlier = await this.find(key);
    if (earlier !== undefined) return this.adopt(earlier, false);
    const work = join(root, '.nhat', 'work');
    await this.process.perform(makeFolderSteps(this.process.files, work));
    return computeOnce(
      {
        store: { ...store, find: (searched) => this.find(searched) },
        key,
        lockPath: join(work, `${key}.lock`),
        claims: { onWait: () => {}, onStop: () => {} },
        onTakenOver: () => this.note('its claim was taken over', key),
        platform: this.process,
      },
      {
        begin: async () => {},
        compute: () => this.compute(node),
        finish: (counts, source) => this.adopt(counts, source === 'computed'),
      },
    );
  }

  private async compute(node: SimulatedNode): Promise<Manifest> {
    const { nodes } = this.task;
    for (const index of node.upstream) await this.readAll(nodes[index]!);
    this.note('computes', node.key);
    const end = this.watch.begins(node.key, this.task.folder, this.process);
    try {
      return await this.make(node);
    } finally {
      end();
    }
  }

  private async make(node: SimulatedNode): Promise<Manifest> {
    const { store } = this.task;
    await store.probe();
    // From ten milliseconds to five seconds.
    await this.process.sleep(10 ** (1 + 2.7 * this.draw.next()));
    const result = await computeResult(node, store, `${this.process.name} ${this.process.now()}`);
    this.watch.hasComputed(result);
    return result;
  }

  /** Reads the files of an upstream node; one that is gone is made again, as the runner does. */
  private async readAll(node: SimulatedNode): Promise<void> {
    const { store } = this.task;
    for (let tries = 0; tries < 3; tries++) {
      const manifest = (await this.result(node))!;
      const digests = Object.values(manifest.outputs.blobs);
      const bytes = await Promise.all(digests.map((digest) => this.readBlob(store, digest)));
      if (bytes.every((blob) => blob !== undefined)) return;
      this.note('misses a file of', node.key);
      const again = this.run(node);
      this.results.set(node.index, again);
      await again;
    }
    throw new Error(`files of node ${node.index} are missing again and again`);
  }

  private async readBlob(store: Store, digest: string): Promise<Uint8Array | undefined> {
    const bytes = await store.readBlob(digest);
    const wrong = bytes && wrongBytes(digest, bytes);
    if (wrong !== undefined) this.watch.add('wrong', `${digest}: ${wrong}`);
    return bytes;
  }

  private async find(key: string): Promise<Manifest | undefined> {
    const manifest = await this.task.store.find(key, { whole: true });
    const wrong = manifest && wrongResult(key, manifest, this.watch.computed);
    if (wrong !== undefined) this.watch.add('wrong', `${key}: ${wrong}`);
    return manifest;
  }

  private adopt(manifest: Manifest, isPublished: boolean): Manifest {
    this.note(`goes on with ${outputsDigest(manifest.outputs).slice(0, 8)} of`, manifest.actionKey);
    this.watch.adopts(manifest, this.task.folder, this.process.name, isPublished);
    return manifest;
  }

  private note(what: string, key: string): void {
    this.process.note(what, key.slice(0, 8));
  }
}

function* noSteps(): Steps<void> {}
