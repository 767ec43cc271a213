import { userError } from '@nhat/documents';
import { shortList } from '@nhat/documents/short-text';
import { USUAL_COLUMNS } from '../folder/read-table';

/** Places of the columns of a table. */
export interface FeatureColumns {
  /** The column that names the images. */
  image: number;
  /** Those of their features. */
  numbers: number[];
}

/** Names of columns that number the rows, as pandas, R and readers of their files call them, but for the first one, which has none. */
const ROW_NUMBERS = /^(index|level_\d+|unnamed: \d+|__index_level_\d+__|row\.?names)$/i;
/** What programs call a feature without a name: by its number. */
const NUMBER = /^\d+$/;
/** Names of columns that say of an image what a head must not read. */
const SAID: readonly string[] = [
  ...[...USUAL_COLUMNS.label, ...USUAL_COLUMNS.split, ...USUAL_COLUMNS.group],
  ...['labels', 'targets', 'y', 'fold', 'id', 'image_id'],
];

/** What to do about a table whose rows have no names. */
const IN_PANDAS =
  'In Python: pandas.DataFrame(features, index=paths).to_csv("features.csv"), with the paths of the images.';

/**
 * Finds the one column of texts, which names the images, or else the first one, and the columns of features: all others but those that number the
 * rows. `names` is null for a table without a row of names, in which the first column names the images; `texts` are the places of columns of
 * texts. Throws a UserError where it cannot be told which column names the images, and for columns of labels, splits and groups, which a head
 * would read as features.
 */
export function featureColumns(
  where: string,
  names: readonly string[] | null,
  texts: readonly number[],
  width: number,
): FeatureColumns {
  const nameOf = (at: number): string => names?.[at] || `column ${at + 1}`;
  if (texts.length > 1) {
    throw userError(where, 'several columns of texts', {
      got: shortList(texts.map(nameOf)),
      expected: 'one, which names the images',
      advice: 'Leave the others out.',
    });
  }
  const image = texts[0] ?? 0;
  if (names === null && image > 0) {
    throw userError(where, 'numbers before the names of the images, and no row of names', {
      got: `names in column ${image + 1}`,
      expected: 'the names of the images in the first column',
      advice: 'Put them first, or write a row with the names of the columns above.',
    });
  }
  if (texts.length === 0 && names !== null && (NUMBER.test(names[0]!) || isRowNumbers(names, 0))) {
    throw noNames(where, names);
  }
  const numbers = Array.from({ length: width }, (_, at) => at).filter(
    (at) => at !== image && !(names !== null && isRowNumbers(names, at)),
  );
  const said = numbers.filter((at) => SAID.includes(names?.[at]?.toLowerCase() ?? ''));
  if (said.length === 0) return { image, numbers };
  throw userError(where, 'columns that are no features', {
    got: shortList(said.map(nameOf)),
    expected: 'the name of an image and its features alone',
    advice: 'Leave them out, or give them other names if they are features.',
  });
}

const isRowNumbers = (names: readonly string[], at: number): boolean =>
  ROW_NUMBERS.test(names[at]!) || (at === 0 && names[at] === '');

/** The refusal of a table none of whose columns names the images. */
export const noNames = (where: string, names: readonly string[]): Error =>
  userError(where, 'no column names the images', {
    got: names.map((name) => name || 'a column without a name').slice(0, 3),
    expected: 'a column of texts',
    advice: IN_PANDAS,
  });

/** Whether names of columns are numbers that count from 0 or 1. */
export const areCounted = (names: readonly string[]): boolean =>
  names.length > 1 && names.every((name, at) => name === String(at + (names[0] === '0' ? 0 : 1)));
