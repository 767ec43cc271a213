import type { OptionSchema } from '@nhat/documents';
import type { AugmentationModule } from './augmentation';
import { drawSwitches, probabilityOption } from './augmentation';

export const solarizeOptions = {
  type: 'object',
  description: 'Bright values inverted, for 1 of 10 images.',
  properties: {
    probability: probabilityOption(0.1),
    threshold: {
      type: 'integer',
      description: 'The smallest sRGB value (0 … 255) that is inverted.',
      default: 128,
      minimum: 0,
      maximum: 256,
    },
  },
} as const satisfies OptionSchema;

export interface SolarizeDraws {
  /** `[256]`: what each sRGB value becomes. */
  table: Uint8Array;
  /** `[count]`: 1 = this image is changed. */
  chosen: Uint8Array;
}

/** Values v from the threshold on become 255 − v (torchvision's RandomSolarize). */
export const solarize: AugmentationModule<typeof solarizeOptions, SolarizeDraws> = {
  name: 'solarize',
  options: solarizeOptions,
  default: false,
  draw: ({ probability, threshold }, batch) => ({
    table: Uint8Array.from({ length: 256 }, (_, v) => (v >= threshold ? 255 - v : v)),
    chosen: drawSwitches(probability, batch),
  }),
  recolourBytes(pixels, { table, chosen }, i) {
    if (chosen[i] === 0) return;
    for (let at = 0; at < pixels.length; at++) pixels[at] = table[pixels[at]!]!;
  },
};
