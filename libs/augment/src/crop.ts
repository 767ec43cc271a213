import type { OptionSchema } from '@nhat/documents';
import type { AugmentationModule } from './augmentation';
import { shifted } from './placement';

export const cropOptions = {
  type: 'object',
  description: 'Shift by up to ⅛ of the side, zeros outside.',
  properties: {
    reach: {
      type: 'number',
      description: 'Largest shift, as a share of the side.',
      default: 0.125,
      minimum: 0,
      maximum: 0.5,
    },
  },
} as const satisfies OptionSchema;

/**
 * Moves an image by whole pixels, uniform over the shifts up to ± reach · size in both directions; a fifth of the images is
 * left alone (the paper's released code). `[count, 2]`: pixel (x, y) comes from (x + shift x, y + shift y).
 */
export const crop: AugmentationModule<typeof cropOptions, Int16Array> = {
  name: 'crop',
  options: cropOptions,
  default: true,
  draw({ reach }, { count, size, stream }) {
    const most = Math.floor(size * reach);
    const side = 2 * most + 1;
    const shifts = side * side;
    const shift = new Int16Array(count * 2);
    for (let image = 0; image < count; image++) {
      const option = stream.integer(shifts + Math.floor(shifts / 4));
      if (option >= shifts) continue;
      shift[image * 2] = (option % side) - most;
      shift[image * 2 + 1] = Math.floor(option / side) - most;
    }
    return shift;
  },
  place: (placement, shift, i) => shifted(placement, shift[i * 2]!, shift[i * 2 + 1]!),
};
