import { concat, div, maximum, slice, sqrt, square, sum } from '@nhat/engine';
import type { Tensor, Tensor2D, Tensor4D } from '@nhat/engine';
import type { Backbone, Halves, MapOfFirst, WithMap } from './backbone';
import { createNetwork } from './network';
import type { NetworkShape } from './network-shape';
import type { Weights } from './weights';

/** Two networks, one of the first channel (L) and one of the others (ab), each with half of the features. */
export interface PairShape {
  l: NetworkShape;
  ab: NetworkShape;
}

/**
 * Two networks side by side ("half-width" in the released code). Features are both halves, each of length 1, one after the
 * other; maps are both maps, not normalised. Parameters are called `l.…` and `ab.…`.
 */
export function createPair(shape: PairShape, weights: Weights): Backbone {
  const l = createNetwork(shape.l, prefixed(weights, 'l.'));
  const ab = createNetwork(shape.ab, prefixed(weights, 'ab.'));
  /** What both networks make of their channels. */
  const both = <T>(x: Tensor4D, run: (network: Backbone, part: Tensor4D) => T): [T, T] => [
    run(l, channelsFrom(x, 0, 1)),
    run(ab, channelsFrom(x, 1, x.shape[3] - 1)),
  ];
  const halves = (x: Tensor4D, training: boolean): Halves => {
    const [a, b] = both(x, (network, part) => network.forwardWithMap(part, training));
    return { l: normalised(a.features), ab: normalised(b.features), map: mapOf(a, b) };
  };
  const joined = (x: Tensor4D, training: boolean): WithMap => {
    const { l: one, ab: other, map } = halves(x, training);
    return { features: concat([one, other], 1), map };
  };
  return {
    features: l.features + ab.features,
    stages: l.stages,
    local: {
      coarse: l.local.coarse + ab.local.coarse,
      fine: l.local.fine + ab.local.fine,
    },
    halves,
    forward: (x, training) => joined(x, training).features,
    map: (x, training) =>
      concat(
        both(x, (network, part) => network.map(part, training)),
        3,
      ),
    forwardWithMap: joined,
    forwardWithLocal(x, training) {
      const [a, b] = both(x, (network, part) => network.forwardWithLocal(part, training));
      return {
        features: concat([normalised(a.features), normalised(b.features)], 1),
        map: mapOf(a, b),
        coarse: concat([a.coarse, b.coarse], 3),
        fine: concat([a.fine, b.fine], 3),
      };
    },
    stageOf(name) {
      const [, half, rest] = /^(l|ab)\.(.*)$/.exec(name) ?? [];
      return (half === 'ab' ? ab : l).stageOf(rest ?? name);
    },
  };
}

/** Both maps, not normalised. */
const mapOf =
  (l: WithMap, ab: WithMap): MapOfFirst =>
  (images) =>
    concat([l.map(images), ab.map(images)], 3);

const channelsFrom = (x: Tensor4D, first: number, count: number): Tensor4D =>
  slice(x, [0, 0, 0, first], [-1, -1, -1, count]);

/** Each row divided by its length, or by 1e-12 where it is shorter; PyTorch's `normalize`. */
const normalised = (x: Tensor2D): Tensor2D => {
  const squares: Tensor = sum(square(x), 1, true);
  return div(x, sqrt(maximum(squares, 1e-24)));
};

const prefixed = (weights: Weights, prefix: string): Weights => ({
  ...weights,
  parameter: (name, ...rest) => weights.parameter(prefix + name, ...rest),
  buffer: (name, ...rest) => weights.buffer(prefix + name, ...rest),
});
