import { tensor } from '@tensorflow/tfjs-core';
import type { Correction, CreateMoments } from './adam-moments';

/**
 * The update as a plain loop in double precision, for engines that have `syncRead`: faster than the dozen tensor
 * operations it would be in WebAssembly, and every operation in it is rounded the same way everywhere.
 */
export const hostMoments: CreateMoments = (parameters, { beta1, beta2, weightDecay }) => {
  const first = parameters.map(({ size }) => new Float32Array(size));
  const second = parameters.map(({ size }) => new Float32Array(size));
  return {
    apply(gradients, correction) {
      gradients.forEach((gradient, index) => {
        if (gradient) update(index, gradient.dataSync() as Float32Array, correction);
      });
    },
    read: async (index) => ({ first: first[index]!.slice(), second: second[index]!.slice() }),
    write(index, newFirst, newSecond) {
      first[index]!.set(newFirst);
      second[index]!.set(newSecond);
    },
    dispose() {},
  };

  function update(index: number, slope: Float32Array, { rate, epsilon }: Correction): void {
    const parameter = parameters[index]!;
    const values = Float32Array.from(parameter.dataSync());
    const m = first[index]!;
    const v = second[index]!;
    for (let i = 0; i < values.length; i++) {
      const p = values[i]!;
      const g = slope[i]! + weightDecay * p;
      const mi = beta1 * m[i]! + (1 - beta1) * g;
      const vi = beta2 * v[i]! + (1 - beta2) * g * g;
      m[i] = mi;
      v[i] = vi;
      values[i] = p - (rate * mi) / (Math.sqrt(vi) + epsilon);
    }
    const updated = tensor(values, parameter.shape, 'float32');
    parameter.assign(updated);
    updated.dispose();
  }
};
