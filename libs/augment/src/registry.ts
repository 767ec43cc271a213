import type { AugmentationModule } from './augmentation';
import { crop } from './crop';
import { cutout } from './cutout';
import { flip } from './flip';
import { grey } from './grey';
import { jitter } from './jitter';

/** The augmentations that documents may name, in the order in which they are applied. */
export const augmentations = {
  jitter,
  grey,
  flip,
  crop,
  cutout,
} satisfies Record<string, AugmentationModule>;

export type AugmentationName = keyof typeof augmentations;
