import type { Tensor, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import type { Precision } from '@nhat/documents';
import type { CreateMoments } from './adam-moments';
import type { Kernels } from './op';
import type { OpTime } from './op-time';

/** What an engine can do. Code asks for these, never for the name of an engine. */
export interface Capabilities {
  /** Convolutions and activations may be bfloat16; `LoadedEngine.precisionOf` says which tensors are. */
  bfloat16: boolean;
  /** `replaceRows` writes into the memory of a table instead of copying the table. */
  inPlace: boolean;
  /** The values of a tensor can be had at once. Without it they arrive later, so every read is awaited. */
  syncRead: boolean;
  /** `timeOps` measures every operation. */
  timesOps: boolean;
  /** One operation can use several threads. */
  threads: boolean;
  /** Fast enough that `npm start` trains the quickstart and not only the smoke test. */
  fast: boolean;
}

/** One way to compute. `engines/index.ts` lists all of them in the order of preference. */
export interface EngineKind {
  /** The value of `NHAT_ENGINE` that asks for it; also its name in records of finished nodes. */
  name: string;
  /** Its name in sentences. */
  title: string;
  /** The library whose version `EngineFacts.version` is. */
  library: string;
  /** Whether it may be taken when nobody asks for an engine by name. */
  automatic: boolean;
  capabilities: Capabilities;
  /** Whether it is installed on this machine; cheap, loads nothing. */
  available(): boolean;
  /**
   * Loads it into this process with `threads` threads inside one operation (1 where it has no `threads`). Throws an
   * `EngineLoadError` when this machine cannot load it.
   */
  load(threads: number): Promise<LoadedEngine>;
  /** A name of its binary code, different for every build whose results may differ; absent where `version` says it. */
  build?(): string;
  /** `npm start` has to prepare it. */
  needsPreparation?: true;
  /**
   * For `nx doctor engine`: faster forms of it than `open`, and why they are not in use; where another engine is open, why
   * this one is not. `forced`: `NHAT_ENGINE` asks for the one that is open.
   */
  missed?(open: EngineFacts, forced: boolean): MissedEngine[];
}

/** An engine that would be preferred, and why it is not in use. */
export interface MissedEngine {
  engine: string;
  why: string;
}

/** An engine in this process. What is absent here is composed of operations of TensorFlow.js. */
export interface LoadedEngine {
  /** The name of its backend in TensorFlow.js. */
  backend: string;
  version: string;
  gpu: boolean;
  /** Its own implementations of operations, by name. */
  kernels?: Kernels;
  /** Its own update of parameters by Adam. */
  createMoments?: CreateMoments;
  /** Its own form of `replaceRows`, with the same arguments. */
  replaceRows?(table: Variable, rows: Tensor1D, values: Tensor2D): void;
  /** The precision of a tensor of floating-point numbers; present exactly where `bfloat16` is. */
  precisionOf?(x: Tensor): Precision;
  /** Present exactly where `timesOps` is; see `timeOps`. */
  timeOps?(work: () => void | Promise<void>): Promise<OpTime[]>;
}

/** An engine is installed but cannot be loaded on this machine, e.g. because its files were damaged. */
export class EngineLoadError extends Error {
  constructor(
    message: string,
    /** What the user can do. */
    readonly advice: string,
  ) {
    super(message);
  }
}

/** What the opened engine is. */
export interface EngineFacts {
  /** As in `EngineKind`. */
  name: string;
  /** The name of its backend in TensorFlow.js: `tensorflow`, `wasm`, `cpu`. */
  backend: string;
  /** Threads inside one operation; 1 on engines without `threads`. */
  threads: number;
  /** Of convolutions and activations; weights, statistics, losses and the optimiser are always float32. */
  precision: Precision;
  /** The version of its library. */
  version: string;
  gpu: boolean;
}
