import { getBackend, ready, setBackend } from '@tensorflow/tfjs-core';
import { userError } from '@nhat/spec';
import type { Precision } from '@nhat/spec';
import { loadCpu } from './load-cpu';
import { loadNative } from './load-native';
import { loadWasm } from './load-wasm';
import { registerOp } from './op';
import { setOpenedEngine } from './opened-engine';
import { openedRung } from './opened-rung';
import { allOps } from './ops/all-ops';
import type { EngineFacts, Rung } from './rung';

export interface EngineOptions {
  /** Inside one operation; default 1: nodes run side by side, and results do not depend on the number of cores. */
  threads?: number;
  /** Of convolutions and activations; default float32. */
  precision?: Precision;
  /** Default: `NHAT_ENGINE`, or native where it has been prepared, or wasm. */
  rung?: Rung;
}

const loaders = { native: loadNative, wasm: loadWasm, cpu: loadCpu };

/** Opens the engine of this process. Everything else in this library needs it first; calling it again is cheap. */
export async function openEngine(options: EngineOptions = {}): Promise<EngineFacts> {
  const { threads = 1, precision = 'float32', rung = openedRung() } = options;
  if (precision === 'bfloat16' && rung !== 'native') {
    throw userError('engine', `bfloat16 needs the native engine`, {
      got: rung,
      expected: 'native',
      advice:
        'Use "precision": "float32", or run `npx nx doctor engine` to see why native is missing',
    });
  }
  const { backend, version, gpu } = await loaders[rung](threads);
  await setBackend(backend);
  await ready();
  if (getBackend() !== backend) throw new Error(`engine: ${backend} did not start`);
  for (const op of allOps) registerOp(op, backend);
  const facts = {
    rung,
    backend,
    threads: rung === 'native' ? threads : 1,
    precision,
    version,
    gpu,
  };
  setOpenedEngine(facts);
  return facts;
}
