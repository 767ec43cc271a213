import type { OptionSchema } from '@nhat/documents';
import type { AugmentationModule } from './augmentation';
import { drawSwitches, probabilityOption } from './augmentation';

export const greyOptions = {
  type: 'object',
  description: 'One channel mean instead of three channels, for 1 of 4 images.',
  properties: { probability: probabilityOption(0.25) },
} as const satisfies OptionSchema;

/** Every channel becomes the mean of the three (the paper's released code). `[count]`: 1 = this image is changed. */
export const grey: AugmentationModule<typeof greyOptions, Uint8Array> = {
  name: 'grey',
  options: greyOptions,
  default: true,
  draw: ({ probability }, batch) => drawSwitches(probability, batch),
  recolour(pixels, draws, i) {
    if (draws[i] === 0) return;
    for (let at = 0; at < pixels.length; at += 3) {
      const mean = (pixels[at]! + pixels[at + 1]! + pixels[at + 2]!) / 3;
      pixels[at] = mean;
      pixels[at + 1] = mean;
      pixels[at + 2] = mean;
    }
  },
};
