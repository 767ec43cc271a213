import { getBackend, ready, setBackend } from '@tensorflow/tfjs-core';
import { userError } from '@nhat/documents';
import type { Precision, PrecisionSetting } from '@nhat/documents';
import { automaticEngines, engineNamed, forcedEngine } from './chosen-engine';
import { EngineLoadError } from './engine-kind';
import type { EngineFacts, EngineKind, LoadedEngine } from './engine-kind';
import { measureConvolution } from './measure-convolution';
import { fasterPrecision, keepSpeed, measuredSpeed } from './measured-speed';
import type { Speed } from './measured-speed';
import { registerOp } from './op';
import { setOpenedEngine } from './opened-engine';
import { allOps } from './ops/all-ops';

export interface EngineOptions {
  /** Inside one operation; default 1: nodes run side by side, and results do not depend on the number of cores. */
  threads?: number;
  /** Of convolutions and activations; default float32, which engines without bfloat16 always take. */
  precision?: PrecisionSetting;
  /** An engine or the name of one; default: the one that `NHAT_ENGINE` names, or the best that this machine can load. */
  engine?: EngineKind | string;
}

/** Opens the engine of this process. Everything else in this library needs it first; calling it again is cheap. */
export async function openEngine(options: EngineOptions = {}): Promise<EngineFacts> {
  const { threads = 1, precision = 'float32' } = options;
  const { kind, loaded } = await load(options.engine, threads);
  const { backend, version, gpu, kernels } = loaded;
  await setBackend(backend);
  await ready();
  if (getBackend() !== backend) throw new Error(`engine: ${backend} did not start`);
  for (const op of allOps) registerOp(op, backend, kernels);
  const used = kind.capabilities.threads ? threads : 1;
  const open = (chosen: Precision): EngineFacts => {
    const facts = { name: kind.name, backend, threads: used, precision: chosen, version, gpu };
    setOpenedEngine({ kind, loaded, facts });
    return facts;
  };
  if (!kind.capabilities.bfloat16) return open('float32');
  if (precision !== 'auto') return open(precision);
  return open(fasterPrecision(measuredSpeed(version) ?? (await measureSpeed(version, open))));
}

/** Measures both precisions of an engine and keeps the result for this machine. */
async function measureSpeed(version: string, open: (precision: Precision) => void): Promise<Speed> {
  const of = (precision: Precision) => {
    open(precision);
    return measureConvolution();
  };
  const speed = { float32: await of('float32'), bfloat16: await of('bfloat16') };
  keepSpeed(version, speed);
  return speed;
}

interface Loaded {
  kind: EngineKind;
  loaded: LoadedEngine;
}

/** The engine that was asked for, or an error; when none was, the first automatic one that loads. */
async function load(asked: EngineKind | string | undefined, threads: number): Promise<Loaded> {
  const only = (typeof asked === 'string' ? known(asked) : asked) ?? forcedEngine();
  let failure: EngineLoadError | undefined;
  for (const kind of only ? [only] : automaticEngines()) {
    try {
      const loaded = await kind.load(threads);
      if (failure) {
        process.stderr.write(
          `engine: ${kind.title}, because ${failure.message}; ${failure.advice}\n`,
        );
      }
      return { kind, loaded };
    } catch (error) {
      if (!(error instanceof EngineLoadError)) throw error;
      failure = error;
    }
  }
  throw userError('engine', failure?.message ?? 'no engine is available on this machine', {
    ...(failure && { advice: failure.advice }),
  });
}

function known(name: string): EngineKind {
  const kind = engineNamed(name);
  if (!kind) throw new Error(`engine: no engine is called ${name}`);
  return kind;
}
