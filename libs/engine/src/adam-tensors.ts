import {
  add,
  div,
  mul,
  sqrt,
  square,
  sub,
  tensor,
  tidy,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Correction, CreateMoments } from './adam-moments';
import { read } from './read';

/** Moments as tensors: nothing leaves the device. For engines whose values cannot be read at once, e.g. graphics cards. */
export const tensorMoments: CreateMoments = (parameters, { beta1, beta2, weightDecay }) => {
  const zero = ({ shape }: Variable): Variable => tidy(() => variable(zeros(shape), false));
  const first = parameters.map(zero);
  const second = parameters.map(zero);

  function update(index: number, gradient: Tensor, { rate, epsilon }: Correction): void {
    const [p, m, v] = [parameters[index]!, first[index]!, second[index]!];
    const slope = weightDecay === 0 ? gradient : add(gradient, mul(p, weightDecay));
    m.assign(add(mul(m, beta1), mul(slope, 1 - beta1)));
    v.assign(add(mul(v, beta2), mul(square(slope), 1 - beta2)));
    p.assign(sub(p, div(mul(m, rate), add(sqrt(v), epsilon))));
  }

  return {
    apply(gradients, correction) {
      gradients.forEach((gradient, index) => {
        if (gradient) tidy(() => update(index, gradient, correction));
      });
    },
    async read(index) {
      const values = await read([first[index]!, second[index]!]);
      const [m, v] = values.map((array) => array.slice()) as [Float32Array, Float32Array];
      return { first: m, second: v };
    },
    write(index, newFirst, newSecond) {
      assign(first[index]!, newFirst);
      assign(second[index]!, newSecond);
    },
    dispose: () => [...first, ...second].forEach((moment) => moment.dispose()),
  };
};

/** Takes a copy, because a tensor may share the memory of the array that it was made of. */
const assign = (moment: Variable, values: Float32Array): void =>
  tidy(() => moment.assign(tensor(values.slice(), moment.shape, 'float32')));
