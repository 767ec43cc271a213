import type { AugmentationModule } from '@nhat/augment';
import { augmentations } from '@nhat/augment/registry';
import type { Part } from '@nhat/plan/bundle';
import type { PretrainingParts } from '@nhat/stages/training/create-network';
import type { MethodCase } from './method-case';

/** The code of a case. */
export interface MethodParts extends PretrainingParts {
  augmentations: readonly AugmentationModule[];
}

/** Where the code of a case is: `MethodParts` by name. */
export const methodParts = ({ method, backbone }: MethodCase): Part[] => [
  { key: 'method', library: 'pretext', name: method },
  { key: 'backbone', library: 'models', name: backbone },
  ...Object.keys(augmentations).map((name): Part => ({
    key: 'augmentations',
    list: true,
    library: 'augment',
    name,
  })),
];
