import { userError } from '@nhat/documents';
import { readIdx } from './idx';
import type { PackedImage } from './packed-image';
import { splitOfName } from './split-of-name';
import { shapeText } from './npy';

/** A file of images and that of their labels, as MNIST has them; `labels` is undefined where there is none. */
export interface IdxPair {
  images: string;
  labels: string | undefined;
  /** Names of both for messages. */
  name: string;
  labelsName: string;
}

/** The images of a pair of files in the format IDX. Throws a UserError for the first mistake. */
export function* imagesOfIdx({
  images,
  labels,
  name,
  labelsName,
}: IdxPair): Generator<PackedImage> {
  const { shape, data } = readIdx(images, name);
  const [count, height, width] = shape as [number, number, number];
  if (shape.length !== 3) {
    throw userError(name, 'no images', {
      got: shapeText(shape),
      expected: 'images × height × width',
    });
  }
  const classes = labels === undefined ? null : readIdx(labels, labelsName);
  if (classes !== null && (classes.shape.length !== 1 || classes.shape[0] !== count)) {
    throw userError(labelsName, 'no label for each image', {
      got: shapeText(classes.shape),
      expected: `${count} labels`,
    });
  }
  const split = splitOfName(name) ?? (classes === null ? 'train' : null);
  const area = height * width;
  for (let row = 0; row < count; row++) {
    yield {
      bytes: data.subarray(row * area, (row + 1) * area),
      shape: [height, width, 1],
      label: classes === null ? null : String(classes.data[row]),
      ...{ split, at: `${row}` },
    };
  }
}
