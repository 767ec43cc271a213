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
  const zero = (parameter: Variable) => new Float32Array(parameter.size);
  const value = parameters.map((p) => createResource(p.shape, p.dataSync() as Float32Array));
  const first = parameters.map((p) => createResource(p.shape, zero(p)));
  const second = parameters.map((p) => createResource(p.shape, zero(p)));
  const constants = [beta1, beta2, weightDecay, 0].map((x) => keep(scalar(x)));
  const [one, two, decay, nought] = constants as [Scalar, Scalar, Scalar, Scalar];

  return {
    apply: (index, gradient, { rate, epsilon }) =>
      tidy(() => {
        const parameter = parameters[index]!;
        const slope = weightDecay === 0 ? gradient : decayed(gradient, parameter);
        value[index]!.assign(parameter);
        // The powers of beta are 0: rate and epsilon are corrected already.
        const inputs = [nought, nought, scalar(rate), one, two, scalar(epsilon), slope];
        const handles = [value, first, second].map((list) => list[index]!.handle);
        runOp('ResourceApplyAdam', attributes, [...handles, ...inputs], 0);
        parameter.assign(value[index]!.read());
      }),
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
