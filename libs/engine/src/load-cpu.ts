import { findBackend } from '@tensorflow/tfjs-core';

/** Plain JavaScript: for checks on tiny shapes. */
export async function loadCpu() {
  const { version_core: version } = await import('@tensorflow/tfjs');
  // Its advice to install tfjs-node goes to the wrong reader.
  Object.assign(findBackend('cpu'), { firstUse: false });
  return { backend: 'cpu', version, gpu: false };
}
