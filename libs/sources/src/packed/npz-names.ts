import type { Split } from '@nhat/artifacts';
import { shapeText } from './npy';
import type { NpyArray } from './npy';
import { splitOfName } from './split-of-name';

/** The part of a name that says that the array has images: `x_train`, `trainX`, `Xtest`. */
const X =
  /^x(?=_|$|train|val|test|dev)|(?<=_|train|training|val|valid|validation|test|testing|dev)x$/i;

/** What a name of an array of images becomes in that of its labels. */
const LABELS_OF: readonly [RegExp, readonly string[]][] = [
  [X, ['y']],
  [/images?/i, ['labels', 'label', 'targets', 'target', 'y']],
  [/data|arr_0/i, ['labels', 'label', 'targets', 'target', 'y', 'arr_1']],
  [/^arr_2$/, ['arr_3']],
];

/** The arrays of a file by name. */
export type Arrays = ReadonlyMap<string, NpyArray>;

/** The names that an array of labels of the images called `name` may have, in the order in which they are looked for. */
export const labelNames = (name: string): string[] =>
  LABELS_OF.flatMap(([part, words]) => (part.test(name) ? becoming(name, part, words) : []));

const becoming = (name: string, part: RegExp, words: readonly string[]): string[] =>
  words.map((word) => name.replace(part, word));

/** The name of the array with the labels of that of images called `name`; undefined where there is none. */
export const labelsFor = (name: string, arrays: Arrays): string | undefined =>
  firstOf(labelNames(name), arrays);

/**
 * The name of the array that says `usual` of the images called `name`: `group_train` or else `group` of `x_train`, say; undefined where there
 * is none.
 */
export function saidFor(
  name: string,
  usual: readonly string[],
  arrays: Arrays,
): string | undefined {
  const own = LABELS_OF.filter(([part]) => part.test(name));
  return firstOf([...own.flatMap(([part]) => becoming(name, part, usual)), ...usual], arrays);
}

/** The first of these names that an array has, as it is written or else in other capitals. */
function firstOf(wanted: readonly string[], arrays: Arrays): string | undefined {
  const lower = new Map([...arrays.keys()].map((name) => [name.toLowerCase(), name]));
  return (
    wanted.find((name) => arrays.has(name)) ??
    wanted.map((name) => lower.get(name.toLowerCase())).find((name) => name !== undefined)
  );
}

/** The split that the name of an array gives. Of two pairs without names the second is for testing. */
export const splitOfArray = (name: string, labels: string | undefined): Split | null =>
  name === 'arr_2' && labels === 'arr_3' ? 'test' : splitOfName(name.replace(X, ' '));

/** Whether an array without a name and the next one look like images and labels of a third pair, whose split nothing says. */
export function isThirdPair(name: string, arrays: Arrays): boolean {
  const number = Number(/^arr_(\d+)$/.exec(name)?.[1] ?? 0);
  const next = arrays.get(`arr_${number + 1}`)?.shape ?? [];
  return number > 3 && next.length < 3 && next[0] === arrays.get(name)!.shape[0];
}

/** What arrays are, for messages. */
export const arrayTexts = (arrays: Arrays): string[] =>
  [...arrays].map(([name, { shape, type }]) => `${name}: ${shapeText(shape)} of ${type}`);
