import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import { engine, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { EngineLoadError } from '../engine-kind';
import type { LoadedEngine } from '../engine-kind';
import { settingsFile } from '../prepare/addon-files';
import { addonLink } from './addon-link';
import { nativeMoments } from './adam-moments';
import { admitBfloat16, dataType, typeOf } from './backend';
import type { NativeBackend } from './backend';
import { nativeKernels } from '../native-kernels';
import { profileOps } from './profile-ops';
import { replaceRowsInPlace } from './replace-rows';
import { attribute, runOne } from './run-op';

let loadedThreads: number | undefined;

/** Loads the addon with its settings; they are environment variables that count only before it is loaded. */
export function loadNative(threads: number): LoadedEngine {
  if (loadedThreads !== undefined && loadedThreads !== threads) {
    throw new Error(`engine: already open with ${loadedThreads} threads (asked for ${threads})`);
  }
  if (!fs.existsSync(addonLink())) {
    throw new EngineLoadError(
      'the native engine is not prepared on this machine',
      '`npx nx doctor engine` says why; NHAT_ENGINE=wasm runs without it',
    );
  }
  restoreRemovedUtilities();
  if (loadedThreads === undefined) loadOrExplain(threads);
  const native = engine().findBackend('tensorflow') as unknown as NativeBackend;
  if (loadedThreads === undefined) {
    admitBfloat16(native);
    accumulateInAnyPrecision();
  }
  loadedThreads = threads;
  return {
    backend: 'tensorflow',
    version: native.binding.TF_Version,
    gpu: native.isUsingGpuDevice,
    kernels: nativeKernels,
    createMoments: nativeMoments,
    replaceRows: replaceRowsInPlace,
    precisionOf: (x) => (typeOf(x) === dataType.bfloat16 ? 'bfloat16' : 'float32'),
    timeOps: profileOps,
  };
}

/** The small addon that `prepare` compiles beside TensorFlow's. */
interface ProcessSettings {
  setEnvironment(name: string, value: string): void;
  /** Calls the function while nothing can write to the error stream. */
  silently(load: () => void): void;
}

function loadOrExplain(threads: number): void {
  try {
    loadWithSettings(threads);
  } catch (error) {
    throw new EngineLoadError(
      `the native engine does not load (${(error as Error).message})`,
      '`npm start` prepares it again',
    );
  }
}

function loadWithSettings(threads: number): void {
  const load = createRequire(__filename);
  const folder = path.dirname(fs.realpathSync(addonLink()));
  const settings = load(path.join(folder, settingsFile)) as ProcessSettings;
  const wanted = {
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: '1',
    TF_DETERMINISTIC_OPS: '1',
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    TF_CPP_MIN_LOG_LEVEL: process.env['TF_CPP_MIN_LOG_LEVEL'] ?? '3',
  };
  for (const [name, value] of Object.entries(wanted)) settings.setEnvironment(name, value);
  // TensorFlow greets on the error stream before it knows its log level.
  if (wanted.TF_CPP_MIN_LOG_LEVEL === '3')
    settings.silently(() => load('@tensorflow/tfjs-node-gpu'));
  else load('@tensorflow/tfjs-node-gpu');
}

/** Node 23 dropped functions that tfjs-node 4.22 calls. */
function restoreRemovedUtilities(): void {
  const legacy = util as unknown as Record<string, (value: unknown) => boolean>;
  legacy['isNullOrUndefined'] ??= (value) => value === null || value === undefined;
  legacy['isArray'] ??= Array.isArray;
}

/** The tape adds gradients of a tensor that is used twice with the stock `Add`, which knows no bfloat16. */
function accumulateInAnyPrecision(): void {
  unregisterKernel('Add', 'tensorflow');
  registerKernel({
    kernelName: 'Add',
    backendName: 'tensorflow',
    kernelFunc: ({ inputs }) => {
      const [a, b] = [inputs['a'] as Tensor, inputs['b'] as Tensor];
      return runOne('AddV2', [attribute.type('T', typeOf(a))], [a, b]);
    },
  });
}
