import type { NpyArray } from './npy';

/** What a name of an array of images becomes in that of its labels. */
const LABELS_OF: readonly [RegExp, readonly string[]][] = [
  [/^x(?=_|$)|(?<=_)x$/i, ['y']],
  [/images?/i, ['labels', 'label', 'targets', 'target', 'y']],
  [/data|arr_0/i, ['labels', 'label', 'targets', 'target', 'y', 'arr_1']],
];

/** The arrays of a file by name. */
export type Arrays = ReadonlyMap<string, NpyArray>;

/** The name of the array with the labels of that of images called `name`; undefined where there is none. */
export function labelsFor(name: string, arrays: Arrays): string | undefined {
  for (const [part, words] of LABELS_OF) {
    if (!part.test(name)) continue;
    const found = words.map((word) => name.replace(part, word)).find((one) => arrays.has(one));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The name of the array that says `usual` of the images called `name`: `group_train` or else `group` of `x_train`, say; undefined where there
 * is none.
 */
export function saidFor(
  name: string,
  usual: readonly string[],
  arrays: Arrays,
): string | undefined {
  const own = LABELS_OF.filter(([part]) => part.test(name)).flatMap(([part]) =>
    usual.map((word) => name.replace(part, word)),
  );
  return [...own, ...usual].find((one) => arrays.has(one));
}
