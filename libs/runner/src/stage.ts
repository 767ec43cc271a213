import type { JsonObject } from '@nhat/documents';

/** What a finished node left behind; this, and nothing else of it, is hashed by what comes after. */
export interface StageOutputs {
  /** Name → SHA-256 (hex) of a blob in the store, e.g. `weights`, `shard-000`. */
  blobs: Record<string, string>;
  /** Small results: metrics, counts, diagnostics. The same run gives the same bytes: no times, no hosts. */
  scores: JsonObject;
}

export interface Upstream {
  /** What it is to this node: `render`, `pretrain`, `run`, `scratch`, `finetuned`. */
  role: string;
  node: string;
  stage: string;
  outputs: StageOutputs;
}

/** Training progress of one node. */
export interface Progress {
  /** Steps done and in all, with what is worth showing now (loss, accuracy). Rate and time left are derived. */
  step(done: number, total: number, images: number, shown: Record<string, number>): void;
  /** One line for the log. */
  note(line: string): void;
}

export interface StageRun<Config> {
  config: Config;
  /** In the order of the plan. */
  upstream: readonly Upstream[];
  readBlob(sha256: string): Promise<Uint8Array>;
  /** Stores the bytes and returns their SHA-256. */
  writeBlob(bytes: Uint8Array): Promise<string>;
  /** A folder that survives a kill of this node and is emptied once it is published: checkpoints. */
  work: string;
  progress: Progress;
  /**
   * Adds to the manifest what does not belong to the result: engine, threads, seconds by part, what probes learned. Later
   * nodes neither see nor hash it.
   */
  record(facts: JsonObject): void;
}

/** A stage with its parts (method, backbone, task) filled in; what a bundle exports as `run`. */
export type Stage<Config> = (run: StageRun<Config>) => Promise<StageOutputs>;
