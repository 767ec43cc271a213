import type { BackboneModule } from './backbone';
import type { backbones } from './registry';
import { resnet50 } from './resnet50';
import { resnet50Pair } from './resnet50-pair';
import { resnet9 } from './resnet9';
import { resnet9Pair } from './resnet9-pair';

/**
 * The code of every backbone of the registry, for tools that run any of them. It stands apart from the registry, which is
 * read without TensorFlow; nodes import the file of their own backbone alone.
 */
export const backboneModules: Readonly<Record<keyof typeof backbones, BackboneModule>> = {
  resnet9,
  'resnet9-pair': resnet9Pair,
  resnet50,
  'resnet50-pair': resnet50Pair,
};
