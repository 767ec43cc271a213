import { getBackend, ready, setBackend } from '@tensorflow/tfjs-core';
import { userError } from '@nhat/documents';
import type { Precision, PrecisionSetting } from '@nhat/documents';
import { loadCpu } from './load-cpu';
import { AddonError, loadNative } from './load-native';
import { loadWasm } from './load-wasm';
import { measureConvolution } from './measure-convolution';
import { fasterPrecision, keepSpeed, measuredSpeed } from './measured-speed';
import type { Speed } from './measured-speed';
import { registerOp } from './op';
import { setOpenedEngine } from './opened-engine';
import { forcedRung, openedRung } from './opened-rung';
import { allOps } from './ops/all-ops';
import type { EngineFacts, Rung } from './rung';

export interface EngineOptions {
  /** Inside one operation; default 1: nodes run side by side, and results do not depend on the number of cores. */
  threads?: number;
  /** Of convolutions and activations; default float32, which rungs other than native always take. */
  precision?: PrecisionSetting;
  /** Default: `NHAT_ENGINE`, or native where it has been prepared, or wasm. */
  rung?: Rung;
}

const loaders = { native: loadNative, wasm: loadWasm, cpu: loadCpu };

/** Opens the engine of this process. Everything else in this library needs it first; calling it again is cheap. */
export async function openEngine(options: EngineOptions = {}): Promise<EngineFacts> {
  const { threads = 1, precision = 'float32' } = options;
  const { rung, backend, version, gpu } = await load(options.rung, threads);
  await setBackend(backend);
  await ready();
  if (getBackend() !== backend) throw new Error(`engine: ${backend} did not start`);
  for (const op of allOps) registerOp(op, backend);
  const used = rung === 'native' ? threads : 1;
  const open = (chosen: Precision): EngineFacts => {
    const facts = { rung, backend, threads: used, precision: chosen, version, gpu };
    setOpenedEngine(facts);
    return facts;
  };
  if (rung !== 'native') return open('float32');
  if (precision !== 'auto') return open(precision);
  const speed = measuredSpeed(version) ?? measureSpeed(version, open);
  return open(fasterPrecision(speed));
}

/** Measures both precisions of the native engine and keeps the result for this machine. */
export function measureSpeed(version: string, open: (precision: Precision) => void): Speed {
  const of = (precision: Precision) => {
    open(precision);
    return measureConvolution();
  };
  const speed = { float32: of('float32'), bfloat16: of('bfloat16') };
  keepSpeed(version, speed);
  return speed;
}

/** The rung that was asked for or forced, or fails; without either, what has been prepared, or wasm. */
async function load(asked: Rung | undefined, threads: number) {
  const rung = asked ?? openedRung();
  const mayFall = rung === 'native' && asked === undefined && forcedRung() === undefined;
  try {
    return { rung, ...(await loaders[rung](threads)) };
  } catch (error) {
    if (!(error instanceof AddonError)) throw error;
    if (!mayFall)
      throw userError('engine', error.message, { advice: '`npm start` prepares it again' });
    process.stderr.write(
      `engine: WebAssembly, because ${error.message}; \`npm start\` prepares it again\n`,
    );
    return { rung: 'wasm' as const, ...(await loaders.wasm()) };
  }
}
