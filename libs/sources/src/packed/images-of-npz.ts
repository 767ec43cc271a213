import { userError } from '@nhat/documents';
import { shapeText, textsOf } from './npy';
import type { NpyArray } from './npy';
import { readNpz } from './npz';
import type { PackedImage, PackedNames } from './packed-image';
import { splitOfName } from './split-of-name';

/** What a name of an array of images becomes in that of its labels. */
const LABELS_OF: readonly [RegExp, readonly string[]][] = [
  [/^x(?=_|$)|(?<=_)x$/i, ['y']],
  [/images?/i, ['labels', 'label', 'targets', 'target', 'y']],
  [/data|arr_0/i, ['labels', 'label', 'targets', 'target', 'y', 'arr_1']],
];

/**
 * The images of a file of numpy: arrays of bytes, `[images, height, width]` or `[images, height, width, channels]`, with their labels in
 * arrays whose names fit: `x_train` and `y_train`, `train_images` and `train_labels`, `images` and `labels`. Throws a UserError for the
 * first mistake.
 */
export function* imagesOfNpz(
  path: string,
  where: string,
  { image, label }: PackedNames,
): Generator<PackedImage> {
  const arrays = readNpz(path, where);
  const names =
    image === '' ? [...arrays.keys()].filter((name) => isImages(arrays.get(name)!)) : [image];
  if (names.length === 0) {
    throw userError(where, 'no array of images', {
      got: [...arrays].map(
        ([name, array]) => `${name}: ${shapeText(array.shape)} of ${array.type}`,
      ),
      expected: 'an array [images, height, width] or [images, height, width, channels]',
    });
  }
  for (const name of names) {
    const array = arrays.get(name);
    if (array === undefined) throw noSuchArray(where, name, arrays);
    const labelName = label === '' ? labelsFor(name, arrays) : label;
    const labels = labelName === undefined ? null : labelsOf(where, labelName, arrays, array);
    yield* rowsOf(`${where} › ${name}`, name, array, labels);
  }
}

const isImages = ({ shape, type }: NpyArray): boolean => shape.length >= 3 && !/^[SUO]/.test(type);

function labelsFor(name: string, arrays: ReadonlyMap<string, NpyArray>): string | undefined {
  for (const [part, words] of LABELS_OF) {
    if (!part.test(name)) continue;
    const found = words.map((word) => name.replace(part, word)).find((one) => arrays.has(one));
    if (found !== undefined) return found;
  }
  return undefined;
}

function labelsOf(
  where: string,
  name: string,
  arrays: ReadonlyMap<string, NpyArray>,
  images: NpyArray,
): string[] {
  const array = arrays.get(name);
  if (array === undefined) throw noSuchArray(where, name, arrays);
  const place = `${where} › ${name}`;
  const [count, ...rest] = array.shape;
  if (count !== images.shape[0] || rest.some((side) => side !== 1)) {
    throw userError(place, 'no label for each image', {
      got: shapeText(array.shape),
      expected: `${images.shape[0]} labels`,
    });
  }
  const texts = textsOf(array);
  if (texts !== undefined) return texts;
  throw userError(place, 'labels that are no whole numbers or texts', { got: array.type });
}

function* rowsOf(
  where: string,
  name: string,
  { shape, type, data }: NpyArray,
  labels: readonly string[] | null,
): Generator<PackedImage> {
  const [count, height, width, channels = 1] = shape as [number, number, number, number?];
  if (shape.length > 4 || ![1, 3, 4].includes(channels)) {
    const isFirst = shape.length === 4 && [1, 3, 4].includes(height);
    throw userError(where, 'no array of images', {
      got: shapeText(shape),
      expected:
        '[images, height, width] or [images, height, width, channels] with 1, 3 or 4 channels',
      ...(isFirst && {
        advice: 'Save numpy.transpose(images, (0, 2, 3, 1)), with the channels last.',
      }),
    });
  }
  if (type !== 'u1') {
    throw userError(where, 'images whose values are no bytes', {
      got: type,
      expected: 'u1, numbers from 0 to 255',
      advice:
        'Scale the whole array by one factor: (255 * images).round().astype("uint8") for values from 0 to 1.',
    });
  }
  const split = splitOfName(name) ?? (labels === null ? 'train' : null);
  const area = height * width * channels;
  for (let row = 0; row < count; row++) {
    yield {
      bytes: data.subarray(row * area, (row + 1) * area),
      shape: [height, width, channels],
      ...{ label: labels?.[row] ?? null, split, at: `${name} ${row}` },
    };
  }
}

const noSuchArray = (where: string, name: string, arrays: ReadonlyMap<string, unknown>): Error =>
  userError(where, 'no such array', {
    got: name,
    expected: `one of ${[...arrays.keys()].join(', ')}`,
    advice: 'Correct "columns" in the source of the dataset.',
  });
