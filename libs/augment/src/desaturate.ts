import type { OptionSchema } from '@nhat/documents';
import type { AugmentationModule } from './augmentation';
import { drawSwitches, probabilityOption } from './augmentation';
import { luma } from './luma';

export const desaturateOptions = {
  type: 'object',
  description: 'Grey of the same lightness instead of colours, for 1 of 5 images.',
  properties: { probability: probabilityOption(0.2) },
} as const satisfies OptionSchema;

/** Every pixel becomes the grey of its luma (torchvision's RandomGrayscale). `[count]`: 1 = this image is changed. */
export const desaturate: AugmentationModule<typeof desaturateOptions, Uint8Array> = {
  name: 'desaturate',
  options: desaturateOptions,
  default: false,
  draw: ({ probability }, batch) => drawSwitches(probability, batch),
  recolourBytes(pixels, draws, i) {
    if (draws[i] === 0) return;
    for (let at = 0; at < pixels.length; at += 3) {
      const grey = (luma(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!) + 0.5) | 0;
      pixels[at] = grey;
      pixels[at + 1] = grey;
      pixels[at + 2] = grey;
    }
  },
};
