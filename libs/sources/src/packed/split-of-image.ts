import type { Split } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import { splitNamed, unknownSplit } from '../folder/class-folders';

/**
 * The split of an image of which a column or an array says `said`; null where that is empty. `named`: the split that names give to it and
 * all images beside it. Throws a UserError for an unknown split, and for one that takes an image out of those that names hold out.
 */
export function splitOfImage(
  where: string,
  said: string | null,
  named: Split | null,
): Split | null {
  if (said === null) return named;
  const split = splitNamed(said);
  if (split === undefined) throw unknownSplit(where, said);
  if (named === null || named === 'train' || named === split) return split;
  throw userError(where, 'another split than the names of its file or array say', {
    ...{ got: said, expected: named },
    advice: 'Correct the one or the other.',
  });
}
