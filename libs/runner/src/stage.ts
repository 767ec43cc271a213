import type { JsonObject } from '@nhat/documents';

/** The result of a finished node. It is the only part of the node that later nodes hash. */
export interface StageOutputs {
  /** Name → SHA-256 (hex) of a blob in the store, e.g. `weights`, `shard-000`. */
  blobs: Record<string, string>;
  /** Small results: metrics, counts, diagnostics. Equal runs give equal bytes, so they contain no times and no host names. */
  scores: JsonObject;
}

export interface Upstream {
  /** The role of the upstream node for this node: `images`, `pretrain`, `run`, `curve`, `scratch`, `finetuned`, `spread`. */
  role: string;
  node: string;
  stage: string;
  outputs: StageOutputs;
}

/** Receives the training progress of one node. */
export interface Progress {
  /**
   * Reports the steps done and in total, the images seen, and current values (loss, accuracy). Rate and remaining time are
   * derived.
   */
  step(done: number, total: number, images: number, shown: Record<string, number>): void;
  /** Prints one line of the log. */
  note(line: string): void;
}

/** A blob whose parts can be read. */
export interface OpenBlob {
  /** All of it. */
  bytes: Uint8Array;
  /** Fills `into` with the bytes from `position` on. */
  read: BlobReader;
}

export type BlobReader = (into: Uint8Array, position: number) => void;

export interface StageRun<Config> {
  config: Config;
  /** In the order of the plan. */
  upstream: readonly Upstream[];
  readBlob(sha256: string): Promise<Uint8Array>;
  /** As `readBlob`, for a blob of which parts are read until the stage ends, because all of it is too much to keep. */
  openBlob(sha256: string): Promise<OpenBlob>;
  /** Stores the bytes and returns their SHA-256. */
  writeBlob(bytes: Uint8Array): Promise<string>;
  /** A folder for checkpoints. It survives a kill of this node and is removed once the result is published. */
  work: string;
  progress: Progress;
  /**
   * Adds facts to the manifest that are no part of the result: engine, threads, seconds per part, learning curves of probes.
   * Later nodes neither read nor hash them.
   */
  record(facts: JsonObject): void;
}

/** A stage with its parts (method, backbone, task) filled in. A bundle exports it as `run`. */
export type Stage<Config> = (run: StageRun<Config>) => Promise<StageOutputs>;
