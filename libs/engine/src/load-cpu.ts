/** Plain JavaScript: for checks on tiny shapes. */
export async function loadCpu() {
  const { version_core: version } = await import('@tensorflow/tfjs');
  return { backend: 'cpu', version, gpu: false };
}
