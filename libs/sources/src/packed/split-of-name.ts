import type { Split } from '@nhat/artifacts';
import { splitNamed } from '../folder/class-folders';

/** Where a word of a name ends: `x_train`, `trainImages`. */
const BETWEEN_WORDS = /[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/;

/** The split that a name of a file or an array mentions, e.g. `x_train`, `test-00000-of-00001.parquet`, `t10k-images`. */
export function splitOfName(name: string): Split | null {
  const words = name.split(BETWEEN_WORDS);
  if (words.some((word) => word.toLowerCase() === 't10k')) return 'test';
  return words.map(splitNamed).find((split) => split !== undefined) ?? null;
}

/** The split of a packed file: what its name mentions, else the folder that is nearest to it, below that of the dataset. */
export const splitOfFile = (name: string): Split | null =>
  name
    .split('/')
    .reverse()
    .map(splitOfName)
    .find((split) => split !== null) ?? null;
