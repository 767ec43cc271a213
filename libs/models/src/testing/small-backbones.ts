import type { Backbone } from '../backbone';
import type { backbones } from '../registry';
import { resnet50 } from '../resnet50';
import { resnet50Pair } from '../resnet50-pair';
import { resnet9 } from '../resnet9';
import { resnet9Pair } from '../resnet9-pair';
import type { Weights } from '../weights';

export interface SmallBackbone {
  name: keyof typeof backbones;
  label: string;
  /** Side of the map and of the coarse local map, and of the fine one, over the side of the images. */
  scale: number;
  fineScale: number;
  create(features: number, weights: Weights): Backbone;
}

const width = 1 / 16;
const channels = 3;

/** Every backbone, so narrow that a test can run it; the dense form too. */
export const smallBackbones: readonly SmallBackbone[] = [
  {
    ...{ name: 'resnet9', label: 'resnet9', scale: 1 / 8, fineScale: 1 / 4 },
    create: (features, weights) => resnet9.create({ width, features }, { weights, channels }),
  },
  {
    ...{ name: 'resnet9-pair', label: 'resnet9-pair', scale: 1 / 8, fineScale: 1 / 4 },
    create: (features, weights) => resnet9Pair.create({ width, features }, { weights, channels }),
  },
  ...[false, true].map((dense): SmallBackbone => ({
    ...{ name: 'resnet50', label: dense ? 'dense resnet50' : 'resnet50' },
    ...{ scale: dense ? 1 / 8 : 1 / 16, fineScale: 1 / 8 },
    create: (features, weights) =>
      resnet50.create({ width, features, dense }, { weights, channels }),
  })),
  {
    ...{ name: 'resnet50-pair', label: 'resnet50-pair', scale: 1 / 16, fineScale: 1 / 8 },
    create: (features, weights) =>
      resnet50Pair.create({ width, features, dense: false }, { weights, channels }),
  },
];
