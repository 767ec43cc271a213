import { keep, scalar, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { AdamOptions, Moments } from './adam';
import { dataType } from './native/backend';
import { createResource } from './native/resource';
import { attribute, runOne, runOp } from './native/run-op';

/** TensorFlow's fused kernel on resource variables; the moments never leave TensorFlow. */
export function nativeMoments(
  parameters: readonly Variable[],
  { beta1, beta2, weightDecay }: Required<AdamOptions>,
): Moments {
  const float = attribute.type('T', dataType.float32);
  const attributes = [
    float,
    attribute.bool('use_locking', false),
    attribute.bool('use_nesterov', false),
  ];
  const create = () =>
    parameters.map(({ shape, size }) => createResource(shape, new Float32Array(size)));
  const [value, first, second] = [create(), create(), create()];
  /** What `value` holds, by the data of the parameter; differs after somebody else has set the parameter. */
  const held: (object | undefined)[] = parameters.map(() => undefined);
  const constants = [beta1, beta2, weightDecay, 0].map((x) => keep(scalar(x)));
  const [one, two, decay, nought] = constants as [Scalar, Scalar, Scalar, Scalar];

  return {
    apply(gradients, correction) {
      const [rate, epsilon] = [scalar(correction.rate), scalar(correction.epsilon)];
      gradients.forEach((gradient, index) => {
        if (!gradient) return;
        const parameter = parameters[index]!;
        if (held[index] !== parameter.dataId) value[index]!.assign(parameter);
        const slope = weightDecay === 0 ? gradient : decayed(gradient, parameter);
        // The powers of beta are 0: rate and epsilon are corrected already.
        const inputs = [nought, nought, rate, one, two, epsilon, slope];
        const handles = [value, first, second].map((list) => list[index]!.handle);
        runOp('ResourceApplyAdam', attributes, [...handles, ...inputs], 0);
        parameter.assign(value[index]!.read());
        held[index] = parameter.dataId;
      });
    },
    read: (index) => ({ first: first[index]!.values(), second: second[index]!.values() }),
    write(index, newFirst, newSecond) {
      const { shape } = parameters[index]!;
      tidy(() => {
        first[index]!.assign(tensor(newFirst, shape, 'float32'));
        second[index]!.assign(tensor(newSecond, shape, 'float32'));
      });
    },
    dispose() {
      for (const resource of [...value, ...first, ...second]) resource.destroy();
      for (const constant of constants) constant.dispose();
    },
  };

  function decayed(gradient: Tensor, parameter: Tensor): Tensor {
    return runOne('AddV2', [float], [gradient, runOne('Mul', [float], [parameter, decay])]);
  }
}
