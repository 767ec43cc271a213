import type { Split } from '@nhat/artifacts';
import { splitNamed } from '../folder/class-folders';

/** The split that a name of a file or an array mentions, e.g. `x_train`, `test-00000-of-00001.parquet`, `t10k-images`. */
export function splitOfName(name: string): Split | null {
  const words = name.split(/[^a-z0-9]+/i);
  if (words.some((word) => word.toLowerCase() === 't10k')) return 'test';
  return words.map(splitNamed).find((split) => split !== undefined) ?? null;
}
