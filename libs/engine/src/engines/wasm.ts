import path from 'node:path';
import type { EngineKind } from '../engine-kind';

/** WebAssembly with SIMD where the processor has it; one thread, because several processes run side by side instead. */
export const wasm: EngineKind = {
  name: 'wasm',
  title: 'WebAssembly',
  library: 'TensorFlow.js',
  automatic: true,
  capabilities: {
    bfloat16: false,
    inPlace: false,
    syncRead: true,
    timesOps: false,
    threads: false,
    fast: false,
  },
  available: () => true,
  async load() {
    await import('@tensorflow/tfjs'); // It alone registers the gradients of the stock operations.
    const { env } = await import('@tensorflow/tfjs-core');
    const { setWasmPaths, version_wasm: version } = await import('@tensorflow/tfjs-backend-wasm');
    const folder = path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
    setWasmPaths(path.join(folder, 'dist') + path.sep);
    env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    return { backend: 'wasm', version, gpu: false };
  },
};
