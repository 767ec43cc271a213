import { userError } from '@nhat/documents';
import { numbersOf, shapeText, textsOf } from '../packed/npy';
import type { NpyArray } from '../packed/npy';
import { readNpz } from '../packed/npz';
import type { FeatureTable } from './feature-row';

/** Arrays that a file must have: texts that name the images, and numbers, images × dimensions. */
const WANTED = 'an array of texts (names of images) and one of numbers, images × dimensions';

/** Reads a file of numpy with two arrays, whatever they are called: the names of the images, and their features. */
export function npzFeatures(path: string, where: string): FeatureTable {
  const arrays = [...readNpz(path, where)];
  const isText = ([, { type }]: [string, NpyArray]) => /^[US]/.test(type);
  const [names, ...otherNames] = arrays.filter(isText);
  const [features, ...otherFeatures] = arrays.filter(
    (one) => !isText(one) && one[1].shape.length === 2,
  );
  if (
    names === undefined ||
    features === undefined ||
    otherNames.length + otherFeatures.length > 0
  ) {
    throw userError(where, 'not a table of features', {
      got: arrays.map(([name, { type, shape }]) => `${name}: ${type}, ${shapeText(shape)}`),
      expected: WANTED,
    });
  }
  const [count, dimensions] = features[1].shape as [number, number];
  const images = textsOf(names[1])!;
  const numbers = numbersOf(features[1]);
  if (numbers === undefined || images.length !== count) {
    throw userError(`${where} › ${features[0]}`, 'does not go with the names of the images', {
      got: `${features[1].type}, ${shapeText(features[1].shape)}, and ${images.length} names`,
      expected: `${WANTED} of a kind that is read (float32, float64, whole numbers)`,
    });
  }
  const values = Float32Array.from(numbers);
  return {
    dimensions,
    rows: images.map((image, row) => ({
      where: `${where}, row ${row}`,
      image,
      values: values.subarray(row * dimensions, (row + 1) * dimensions),
    })),
  };
}
