import type { EngineKind } from '../engine-kind';

/** Plain JavaScript, for checks on tiny shapes. */
export const cpu: EngineKind = {
  name: 'cpu',
  title: 'plain JavaScript',
  library: 'TensorFlow.js',
  automatic: false,
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
    const { version_core: version } = await import('@tensorflow/tfjs');
    const { add, findBackend, tidy } = await import('@tensorflow/tfjs-core');
    const { scatterRows } = await import('../replace-rows');
    // Its advice to install tfjs-node goes to the wrong reader.
    Object.assign(findBackend('cpu'), { firstUse: false });
    return {
      backend: 'cpu',
      version,
      gpu: false,
      replaceRows: (table, rows, values) =>
        // The kernel of this backend writes into the tensor that it is given, so it gets a copy.
        tidy(() => table.assign(scatterRows(add(table, 0), rows, values))),
    };
  },
};
