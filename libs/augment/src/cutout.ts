import type { OptionSchema } from '@nhat/documents';
import type { AugmentationModule } from './augmentation';

export const cutoutOptions = {
  type: 'object',
  description: 'A square of ¼ of the side set to the dataset mean.',
  properties: {
    side: {
      type: 'number',
      description: 'Side of the square, as a share of the side of the image.',
      default: 0.25,
      exclusiveMinimum: 0,
      maximum: 1,
    },
  },
} as const satisfies OptionSchema;

export interface CutoutDraws {
  size: number;
  /** Pixels per side of the square. */
  side: number;
  /** `[count, 2]`: left and top of the square. */
  corner: Int16Array;
}

/** Sets a square within the image to zero, uniform over its positions, in every image (the paper's released code). */
export const cutout: AugmentationModule<typeof cutoutOptions, CutoutDraws> = {
  name: 'cutout',
  options: cutoutOptions,
  default: true,
  draw({ side: share }, { count, size, stream }) {
    const side = Math.floor(size * share);
    const corner = new Int16Array(count * 2);
    for (let at = 0; at < count * 2; at++) corner[at] = stream.integer(size - side + 1);
    return { size, side, corner };
  },
  cover(pixels, first, { size, side, corner }, i) {
    const [left, top] = [corner[i * 2]!, corner[i * 2 + 1]!];
    for (let y = top; y < top + side; y++) {
      const at = first + (y * size + left) * 3;
      pixels.fill(0, at, at + side * 3);
    }
  },
};
