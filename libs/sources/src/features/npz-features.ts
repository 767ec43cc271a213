import { userError } from '@nhat/documents';
import { numbersOf, shapeText, textsOf } from '../packed/npy';
import type { NpyArray } from '../packed/npy';
import { readNpz } from '../packed/npz';
import type { FeatureTable } from './feature-row';

/** What to do about a file without names or without features. */
export const SAVE_WITH_NAMES =
  'In Python: numpy.savez("features.npz", names=numpy.array(paths), features=features).';

/** Arrays that a file must have: texts that name the images, and numbers, images × dimensions. */
const WANTED =
  'one array of texts (names of images) and one of numbers with two sides, images × dimensions';

type Named = [name: string, array: NpyArray];

/** Reads a file of numpy with two arrays, whatever they are called: the names of the images, and their features. */
export function npzFeatures(path: string, where: string): FeatureTable {
  const { names, features } = arraysOf(path, where);
  const place = `${where} › ${features[0]}`;
  const [count, dimensions] = features[1].shape as [number, number];
  const images = textsOf(names[1])!;
  const numbers = numbersOf(features[1]);
  if (numbers === undefined) {
    throw userError(place, 'numbers of a kind that is not read', {
      got: features[1].type,
      expected: 'float16, float32, float64 or whole numbers',
      advice: `Save ${features[0]}.astype('float32').`,
    });
  }
  if (images.length !== count) {
    throw userError(place, 'another number of rows than there are names of images', {
      got: shapeText(features[1].shape),
      expected: `${images.length} rows, one for each text of ${names[0]}`,
      advice: 'Save names and features of the same images, in the same order.',
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

/** The two arrays of a file. Throws a UserError that says which of them is missing, or there more than once. */
function arraysOf(path: string, where: string): { names: Named; features: Named } {
  const arrays: Named[] = [...readNpz(path, where)];
  const isText = ([, { type }]: Named) => /^[US]/.test(type);
  const names = arrays.filter(isText);
  const features = arrays.filter((one) => !isText(one) && one[1].shape.length === 2);
  const refuse = (what: string, advice: string) =>
    userError(where, what, {
      got: arrays.map(([name, { type, shape }]) => `${name}: ${type}, ${shapeText(shape)}`),
      expected: WANTED,
      advice,
    });
  if (names.length === 0) throw refuse('no array names the images', SAVE_WITH_NAMES);
  if (features.length === 0) throw refuse('no array of features', SAVE_WITH_NAMES);
  if (names.length > 1) throw refuse('several arrays of texts', 'Save one of them alone.');
  if (features.length > 1) throw refuse('several arrays of features', 'Save one of them alone.');
  return { names: names[0]!, features: features[0]! };
}
