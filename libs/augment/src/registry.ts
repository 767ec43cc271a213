import type { AugmentationModule } from './augmentation';
import { colourJitter } from './colour-jitter';
import { crop } from './crop';
import { cutout } from './cutout';
import { desaturate } from './desaturate';
import { flip } from './flip';
import { grey } from './grey';
import { jitter } from './jitter';
import { resizedCrop } from './resized-crop';
import { solarize } from './solarize';

/** The augmentations that documents may name, in the order in which they are applied. */
export const augmentations = {
  'colour-jitter': colourJitter,
  desaturate,
  solarize,
  jitter,
  grey,
  flip,
  'resized-crop': resizedCrop,
  crop,
  cutout,
} satisfies Record<string, AugmentationModule>;
