import { add, mul, tensor, tidy, variableGrads } from '@nhat/engine';
import type { Scalar, Tensor, Variable } from '@nhat/engine';
import { stream } from '@nhat/random';
import type { Stream } from '@nhat/random';

/**
 * Every slope from gradients is near that from differences: within 15 % (kinks of relu and pooling), half of them
 * within 2 %. Differences are taken over two distances, of which the nearer counts: the longer crosses more kinks, the
 * shorter suffers more from rounding. The shorter is taken only where the longer is not within 2 % already.
 */
export function expectSlopes(parameters: readonly Variable[], loss: () => Scalar): void {
  const gradients = gradientsOf(parameters, loss);
  const errors = parameters.map((parameter, at) => {
    const errorAt = (reach: number) =>
      slopeError(parameter, gradients[at]!, loss, stream('slopes').fork(at), reach);
    const far = errorAt(3e-3);
    return far < MOSTLY ? far : Math.min(far, errorAt(5e-4));
  });
  const sorted = errors.sort((a, b) => a - b);
  expect(sorted.at(-1)).toBeLessThan(0.15);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(MOSTLY);
}

const MOSTLY = 0.02;

/**
 * Relative difference between the slope of a loss from its gradient and from two values of it, along a direction near the
 * gradient (each element scaled by a random share; purely random where the gradient is zero), moved `reach` both ways.
 * `loss` must give the same value for the same parameters.
 */
function slopeError(
  parameter: Variable,
  gradient: Float32Array,
  loss: () => Scalar,
  draws: Stream,
  reach: number,
): number {
  const direction = towards(gradient, draws);
  const fromGradient = direction.reduce((total, x, i) => total + x * gradient[i]!, 0);
  const home = parameter.clone();
  const valueAt = (distance: number): number =>
    tidy(() => {
      const step = tensor(direction, parameter.shape);
      parameter.assign(add(home, mul(step, distance)) as Tensor);
      return loss().dataSync()[0]!;
    });
  const fromDifference = (valueAt(reach) - valueAt(-reach)) / (2 * reach);
  parameter.assign(home);
  home.dispose();
  return Math.abs(fromDifference - fromGradient) / Math.max(Math.abs(fromGradient), 1e-3);
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
