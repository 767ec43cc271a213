import { add, mul, tensor, tidy, variableGrads } from '@nhat/engine';
import type { Scalar, Tensor, Variable } from '@nhat/engine';
import { stream } from '@nhat/random';
import type { Stream } from '@nhat/random';

/**
 * Every slope from gradients is near that from differences: within 15 % (kinks of relu and pooling), half of them
 * within 2 %. Differences are taken over two distances, of which the nearer counts: the longer crosses more kinks, the
 * shorter suffers more from rounding.
 */
export function expectSlopes(parameters: readonly Variable[], loss: () => Scalar): void {
  const [far, near] = [3e-3, 5e-4].map((reach) =>
    slopesOf(parameters, loss, stream('slopes'), reach).map(
      ({ fromGradient, fromDifference }) =>
        Math.abs(fromDifference - fromGradient) / Math.max(Math.abs(fromGradient), 1e-3),
    ),
  );
  const errors = far!.map((error, at) => Math.min(error, near![at]!));
  const sorted = [...errors].sort((a, b) => a - b);
  expect(sorted.at(-1)).toBeLessThan(0.15);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(0.02);
}

/** How a loss changes along a direction in the space of one parameter, from its gradient and from two values of it. */
interface Slope {
  fromGradient: number;
  fromDifference: number;
}

/**
 * One slope for each parameter, along a direction near its gradient (each element scaled by a random share; purely
 * random where the gradient is zero), moved `reach` both ways. `loss` must give the same value for the same parameters.
 */
function slopesOf(
  parameters: readonly Variable[],
  loss: () => Scalar,
  draws: Stream,
  reach: number,
): Slope[] {
  const gradients = gradientsOf(parameters, loss);
  return parameters.map((parameter, at) => {
    const direction = towards(gradients[at]!, draws.fork(at));
    const fromGradient = direction.reduce((total, x, i) => total + x * gradients[at]![i]!, 0);
    const valueAt = (distance: number): number => {
      const home = parameter.clone();
      const value = tidy(() => {
        const step = tensor(direction, parameter.shape);
        parameter.assign(add(home, mul(step, distance)) as Tensor);
        return loss().dataSync()[0]!;
      });
      parameter.assign(home);
      home.dispose();
      return value;
    };
    const fromDifference = (valueAt(reach) - valueAt(-reach)) / (2 * reach);
    return { fromGradient, fromDifference };
  });
}

function gradientsOf(parameters: readonly Variable[], loss: () => Scalar): Float32Array[] {
  return tidy(() => {
    const { grads } = variableGrads(loss, [...parameters]);
    return parameters.map(({ name, size }) => {
      const gradient = grads[name];
      return gradient ? Float32Array.from(gradient.dataSync()) : new Float32Array(size);
    });
  });
}

function towards(gradient: Float32Array, draws: Stream): Float32Array {
  const none = gradient.every((x) => x === 0);
  const drawn = gradient.map((x) => (none ? draws.normal() : x * draws.next()));
  const norm = Math.sqrt(drawn.reduce((total, x) => total + x * x, 0));
  return drawn.map((x) => x / norm);
}
