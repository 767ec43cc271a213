import fs from 'node:fs';
import util from 'node:util';
import { engine, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { userError } from '@nhat/spec';
import { admitBfloat16, typeOf } from './native/backend';
import type { NativeBackend } from './native/backend';
import { attribute, runOne } from './native/run-op';
import { addonLink } from './opened-rung';

let loadedThreads: number | undefined;

/** Loads the addon with its settings; they are environment variables that count only before it is loaded. */
export async function loadNative(threads: number) {
  if (loadedThreads !== undefined && loadedThreads !== threads) {
    throw new Error(`engine: already open with ${loadedThreads} threads (asked for ${threads})`);
  }
  if (!fs.existsSync(addonLink())) {
    throw userError('engine', 'the native engine is not prepared on this machine', {
      advice: '`npx nx doctor engine` says why; NHAT_ENGINE=wasm runs without it',
    });
  }
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  process.env['TF_NUM_INTEROP_THREADS'] = '1';
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
  process.env['TF_DETERMINISTIC_OPS'] ??= '1';
  restoreRemovedUtilities();
  await import('@tensorflow/tfjs-node-gpu');
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
  };
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
