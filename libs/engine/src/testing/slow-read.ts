import type { DataId, KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';
import type { EngineKind } from '../engine-kind';
import { cpu } from '../engines/cpu';

/**
 * Plain JavaScript with the manners of a graphics card: values arrive after a turn of the event loop, and asking for
 * them at once throws.
 */
export const slowRead: EngineKind = {
  ...cpu,
  name: 'slow-read',
  title: 'plain JavaScript that is read late',
  capabilities: { ...cpu.capabilities, syncRead: false },
  async load(threads) {
    const loaded = await cpu.load(threads);
    const tf = await import('@tensorflow/tfjs-core');
    if (!tf.findBackend('slow-read')) {
      const Backend = readLate(tf.findBackend('cpu').constructor as Constructor);
      for (const kernel of tf.getKernelsForBackend('cpu')) {
        tf.registerKernel({ ...kernel, backendName: 'slow-read' });
      }
      tf.registerBackend('slow-read', () => Object.assign(new Backend(), { firstUse: false }));
    }
    return { ...loaded, backend: 'slow-read' };
  },
};

type Constructor = new () => KernelBackend & { bufferSync(tensor: TensorInfo): object };

function readLate(Base: Constructor): Constructor {
  return class extends Base {
    /** Kernels of this backend read their own inputs by `bufferSync`. */
    private isInKernel = false;

    override readSync(dataId: object) {
      if (!this.isInKernel) throw new Error('slow-read: a value was asked for at once');
      return super.readSync(dataId as DataId);
    }

    override bufferSync(tensor: TensorInfo): object {
      this.isInKernel = true;
      try {
        return super.bufferSync(tensor);
      } finally {
        this.isInKernel = false;
      }
    }

    override async read(dataId: object) {
      // As on a card, the values are those of now, whatever happens to the tensor before they arrive.
      const values = super.readSync(dataId as DataId).slice();
      await new Promise((resolve) => setImmediate(resolve));
      return values as Float32Array;
    }
  };
}
