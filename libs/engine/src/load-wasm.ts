import path from 'node:path';
import { env } from '@tensorflow/tfjs-core';

/** WebAssembly with SIMD where the processor has it; one thread (several processes run side by side instead). */
export async function loadWasm() {
  await import('@tensorflow/tfjs'); // the gradients of the stock operations are registered by it alone
  const { setWasmPaths, version_wasm: version } = await import('@tensorflow/tfjs-backend-wasm');
  const folder = path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  setWasmPaths(path.join(folder, 'dist') + path.sep);
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  return { backend: 'wasm', version, gpu: false };
}
