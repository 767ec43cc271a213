import type { Split } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import { USUAL_COLUMNS } from '../folder/read-table';
import { checkLabelled } from './check-labelled';
import { shapeText } from './npy';
import type { NpyArray } from './npy';
import { arrayTexts, isThirdPair, labelNames, labelsFor, saidFor, splitOfArray } from './npz-names';
import type { Arrays } from './npz-names';
import { readNpz } from './npz';
import { noSuchArray, saidOf, textsFor } from './npz-texts';
import type { TextsOf } from './npz-texts';
import type { PackedImage, PackedRequest } from './packed-image';
import { splitOfImage } from './split-of-image';

/**
 * The images of a file of numpy: arrays of bytes, `[images, height, width]` or `[images, height, width, channels]`, with their labels in
 * arrays whose names fit: `x_train` and `y_train`, `train_images` and `train_labels`, `images` and `labels`. Throws a UserError for the
 * first mistake.
 */
export function* imagesOfNpz(request: PackedRequest): Generator<PackedImage> {
  const { path, where, names: given } = request;
  const { image, label } = given;
  const arrays = readNpz(path, where);
  const names = image === '' ? arraysOfImages(arrays) : [image];
  if (names.length === 0) {
    throw userError(where, 'no array of images', {
      got: arrayTexts(arrays),
      expected: 'an array [images, height, width] or [images, height, width, channels]',
    });
  }
  const said = (of: 'split' | 'group', name: string, array: NpyArray): TextsOf | null => {
    if (request.unlabelled) return null;
    const found = given[of] || saidFor(name, USUAL_COLUMNS[of], arrays);
    return found === undefined ? null : textsFor(where, found, of, arrays, array);
  };
  for (const name of names) {
    const array = arrays.get(name);
    if (array === undefined) throw noSuchArray(where, name, arrays);
    const labelName = request.unlabelled ? undefined : label || labelsFor(name, arrays);
    const labels =
      labelName === undefined ? null : textsFor(where, labelName, 'label', arrays, array);
    if (image === '' && label === '' && !request.unlabelled && isThirdPair(name, arrays)) {
      throw thirdPair(`${where} › ${name}`, arrays);
    }
    const texts = {
      ...{ labels, splits: said('split', name, array), groups: said('group', name, array) },
    };
    const split = splitOfArray(name, image === '' ? labelName : undefined) ?? request.split;
    const missing = labels === null && !request.unlabelled ? noLabel(name, arrays) : undefined;
    for (const row of rowsOf(`${where} › ${name}`, name, array, texts, split)) {
      if (missing !== undefined) checkLabelled(`${where} › ${name}`, row.split, missing);
      yield row;
    }
  }
}

/** What was found and looked for where images have no labels. */
const noLabel = (name: string, arrays: Arrays) => ({
  got: arrayTexts(arrays),
  expected: labelNames(name).join(', ') || 'an array that "columns" names',
});

const thirdPair = (where: string, arrays: Arrays): Error =>
  userError(where, 'a third pair of arrays without names', {
    got: arrayTexts(arrays),
    expected: 'arr_0 and arr_1 for training, arr_2 and arr_3 for testing',
    advice: 'Save them with names: numpy.savez(file, x_train=…, y_train=…, x_val=…, y_val=…).',
  });

/**
 * The arrays that have sides as images have them. One that cannot be images and whose name does not say that it has some, such as boxes, is
 * passed over beside others with labels.
 */
function arraysOfImages(arrays: Arrays): string[] {
  const all = [...arrays.keys()].filter((name) => isImages(arrays.get(name)!));
  const isLabelled = (name: string) => labelsFor(name, arrays) !== undefined;
  const isNamed = (name: string) =>
    labelNames(name).length > 0 || splitOfArray(name, undefined) !== null;
  return all.some(isLabelled)
    ? all.filter((name) => isNamed(name) || arrays.get(name)!.type === 'u1')
    : all;
}

const isImages = ({ shape, type }: NpyArray): boolean => shape.length >= 3 && !/^[SUO]/.test(type);

function* rowsOf(
  where: string,
  name: string,
  { shape, type, data }: NpyArray,
  { labels, splits, groups }: Record<'labels' | 'splits' | 'groups', TextsOf | null>,
  named: Split | null,
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
  const area = height * width * channels;
  for (let row = 0; row < count; row++) {
    yield {
      bytes: data.subarray(row * area, (row + 1) * area),
      shape: [height, width, channels],
      label: labels?.texts[row] ?? null,
      split: splitOfImage(`${splits?.place} › ${row}`, saidOf(splits, row), named),
      ...{ group: saidOf(groups, row), at: `${name} ${row}` },
    };
  }
}
