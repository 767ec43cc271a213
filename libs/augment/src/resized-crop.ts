import type { OptionSchema, OptionValues } from '@nhat/documents';
import { exp, log } from '@nhat/random';
import type { Stream } from '@nhat/random';
import type { AugmentationModule } from './augmentation';
import { zoomed } from './placement';
import type { Box } from './placement';

export const resizedCropOptions = {
  type: 'object',
  description: 'A random part of the image, scaled to the size of the image.',
  properties: {
    leastArea: {
      type: 'number',
      description: 'Smallest part, as a share of the area of the image.',
      default: 0.2,
      exclusiveMinimum: 0,
      maximum: 1,
    },
    stretch: {
      type: 'number',
      description: 'Largest ratio of width to height, and of height to width.',
      default: 4 / 3,
      minimum: 1,
      maximum: 10,
    },
  },
} as const satisfies OptionSchema;

export interface CropDraws {
  size: number;
  /** `[count, 4]`: left, top, width and height of the part, in pixels. */
  boxes: Uint16Array;
}

/**
 * A part of `leastArea` to all of the area, its ratio of sides log-uniform in 1 / stretch … stretch, anywhere within the image; the
 * whole image after ten parts that do not fit (torchvision's RandomResizedCrop). The part is in whole pixels; where it is scaled,
 * pixels just beyond its edge take part, as they do in a picture that is scaled before it is cut.
 */
export const resizedCrop: AugmentationModule<typeof resizedCropOptions, CropDraws> = {
  name: 'resized-crop',
  options: resizedCropOptions,
  default: false,
  draw(options, { count, size, stream }) {
    const boxes = new Uint16Array(count * 4);
    for (let image = 0; image < count; image++) {
      const { x, y, width, height } = drawBox(options, size, stream);
      boxes.set([x, y, width, height], image * 4);
    }
    return { size, boxes };
  },
  place(placement, { size, boxes }, i) {
    const [x, y, width, height] = boxes.subarray(4 * i, 4 * i + 4) as unknown as number[];
    return zoomed(placement, { x: x!, y: y!, width: width!, height: height! }, size);
  },
};

const ATTEMPTS = 10;

function drawBox(
  { leastArea, stretch }: OptionValues<typeof resizedCropOptions>,
  size: number,
  stream: Stream,
): Box {
  const reach = log(stretch);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const area = size * size * stream.uniform(leastArea, 1);
    const ratio = exp(stream.uniform(-reach, reach));
    const width = Math.round(Math.sqrt(area * ratio));
    const height = Math.round(Math.sqrt(area / ratio));
    if (width < 1 || height < 1 || width > size || height > size) continue;
    const [x, y] = [stream.integer(size - width + 1), stream.integer(size - height + 1)];
    return { x, y, width, height };
  }
  return { x: 0, y: 0, width: size, height: size };
}
