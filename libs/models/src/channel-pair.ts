import { concat, slice } from '@nhat/engine';
import type { Tensor2D, Tensor4D } from '@nhat/engine';
import { checkWants } from './backbone';
import type { Backbone, BackboneOutputs, Pass, Want } from './backbone';
import { createNetwork } from './network';
import type { NetworkShape } from './network-shape';
import { unitRows } from './unit-rows';
import type { Weights } from './weights';
import { prefixed } from './weights-view';

/** Two networks, one of the first channel (lightness) and one of the others (colour), each with half of the features. */
export interface ChannelPairShape {
  lightness: NetworkShape;
  colour: NetworkShape;
}

/**
 * A two-tower network ("half-width" in the released code). Features are those of both towers, each of length 1, one after
 * the other; maps are both maps, not normalised. Parameters are called `l.…` and `ab.…`, after the channels of LAB.
 */
export function createChannelPair(shape: ChannelPairShape, weights: Weights): Backbone {
  const l = createNetwork(shape.lightness, prefixed(weights, 'l.'));
  const ab = createNetwork(shape.colour, prefixed(weights, 'ab.'));
  const sums = (Object.keys(l.gives) as Want[]).map((want) => [
    want,
    l.gives[want]! + ab.gives[want]!,
  ]);
  const gives: Backbone['gives'] = {
    ...(Object.fromEntries(sums) as Backbone['gives']),
    ...{ lightness: l.features, colour: ab.features },
  };
  return {
    features: l.features + ab.features,
    stages: l.stages,
    gives,
    forward<Wanted extends Want>(x: Tensor4D, { training, want }: Pass<Wanted>) {
      checkWants(want, gives);
      const pass = { training, want: [...new Set(want.map(wantOfTower))] };
      const a = l.forward(channelsFrom(x, 0, 1), pass);
      const b = ab.forward(channelsFrom(x, 1, x.shape[3] - 1), pass);
      return joined(a, b, want);
    },
    stageOf(name) {
      const [, tower, rest] = /^(l|ab)\.(.*)$/.exec(name) ?? [];
      return (tower === 'ab' ? ab : l).stageOf(rest ?? name);
    },
  };
}

/** What each tower is asked for. */
const wantOfTower = (want: Want): Want =>
  want === 'lightness' || want === 'colour' ? 'features' : want;

function joined<Wanted extends Want>(
  a: BackboneOutputs,
  b: BackboneOutputs,
  want: readonly Wanted[],
): Pick<BackboneOutputs, Wanted> {
  const towers = a.features && { lightness: unitRows(a.features), colour: unitRows(b.features) };
  const output = (one: Want): BackboneOutputs[Want] => {
    if (one === 'lightness' || one === 'colour') return towers[one];
    if (one === 'features') return concat([towers.lightness, towers.colour], 1) as Tensor2D;
    if (one === 'map') return (images) => concat([a.map(images), b.map(images)], 3) as Tensor4D;
    return concat([a[one] as Tensor4D, b[one] as Tensor4D], 3) as Tensor4D;
  };
  const outputs = want.map((one) => [one, output(one)]);
  return Object.fromEntries(outputs) as Pick<BackboneOutputs, Wanted>;
}

const channelsFrom = (x: Tensor4D, first: number, count: number): Tensor4D =>
  slice(x, [0, 0, 0, first], [-1, -1, -1, count]);
