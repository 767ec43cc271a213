import { userError } from '@nhat/documents';
import { shapeText, textsOf } from './npy';
import type { NpyArray } from './npy';
import type { Arrays } from './npz-names';

/** Texts of an array, one for each image, and its place for messages. */
export interface TextsOf {
  place: string;
  texts: string[];
}

/** What an array says of each image: its label, split or group, as `of` says. Throws a UserError where it does not fit the images. */
export function textsFor(
  where: string,
  name: string,
  of: 'label' | 'split' | 'group',
  arrays: Arrays,
  images: NpyArray,
): TextsOf {
  const array = arrays.get(name);
  if (array === undefined) throw noSuchArray(where, name, arrays);
  const place = `${where} › ${name}`;
  const [count, ...rest] = array.shape;
  if (count !== images.shape[0] || rest.some((side) => side !== 1)) {
    throw userError(place, `no ${of} for each image`, {
      got: shapeText(array.shape),
      expected: `${images.shape[0]} ${of}s`,
    });
  }
  const texts = textsOf(array);
  if (texts !== undefined && of === 'label') checkLabels(place, array, texts);
  if (texts !== undefined) return { place, texts };
  throw userError(place, `${of}s that are no whole numbers or texts`, { got: array.type });
}

/** Throws for numbers below 0, which are no classes: files write them where a label is missing. */
function checkLabels(place: string, { type }: NpyArray, texts: readonly string[]): void {
  const row =
    type.startsWith('i') || type.startsWith('f') ? texts.findIndex((text) => Number(text) < 0) : -1;
  if (row < 0) return;
  throw userError(`${place} › ${row}`, 'no label', {
    ...{ got: texts[row], expected: 'a text or a whole number from 0' },
    advice:
      'Leave images without a label out, or save labels below 0 as texts: labels.astype(str).',
  });
}

/** Null where nothing is said of an image. */
export const saidOf = (said: TextsOf | null, row: number): string | null =>
  said?.texts[row]!.trim() || null;

export const noSuchArray = (where: string, name: string, arrays: Arrays): Error =>
  userError(where, 'no such array', {
    got: name,
    expected: `one of ${[...arrays.keys()].join(', ')}`,
    advice: 'Correct "columns" in the source of the dataset.',
  });
