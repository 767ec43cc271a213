import { userError } from '@nhat/documents';
import { editDistance } from '@nhat/documents/nearest-name';
import { isUnlabelled, topOf } from './class-folders';
import type { FoundImage } from './found-image';

const MOST_CLASSES = 256;

/** The names of the classes in the order of code points. Throws a UserError for too few and too many. */
export function classesOf(path: string, images: readonly FoundImage[]): string[] {
  const labels = images.map(({ label }) => label).filter((label) => label !== null);
  const classes = [...new Set(labels)].sort(byCodePoint);
  if (images.length === 0) {
    throw userError(path, 'no images', {
      expected: 'a folder of images for each class, or a table of labels',
    });
  }
  if (classes.length >= 2 && classes.length <= MOST_CLASSES) return classes;
  throw userError(path, classes.length < 2 ? 'too few classes' : 'too many classes', {
    got: classes.length < 2 ? classes : classes.length,
    expected: `2 to ${MOST_CLASSES} classes`,
    ...(classes.length < 2 && { advice: classAdvice(path, classes, images) }),
  });
}

const byCodePoint = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));

const LABELLED_NAME = /^labell?ed$/i;

function classAdvice(
  path: string,
  [name = '']: readonly string[],
  images: readonly FoundImage[],
): string {
  if (!LABELLED_NAME.test(name)) {
    return 'Put the images of each class into a folder of its own, or name a "table" of labels.';
  }
  const pool = images
    .filter(({ label, where, file }) => label === null && where === file.name)
    .map(({ where }) => topOf(where))
    .find(isUnlabelled);
  const below = (folder: string) => JSON.stringify(`${path.replace(/\/+$/, '')}/${folder}`);
  const unlabelled = pool === undefined ? '' : ` and "unlabelled": [${below(pool)}]`;
  return `The classes are the folders within ${name}: write "path": ${below(name)}${unlabelled} into the source.`;
}

/** A message for each two classes whose names differ in case alone. */
export function caseProblems(path: string, labels: Iterable<string>): string[] {
  const lower = new Map<string, string>();
  return [...new Set(labels)].sort(byCodePoint).flatMap((name) => {
    const other = lower.get(name.toLowerCase());
    lower.set(name.toLowerCase(), other ?? name);
    if (other === undefined) return [];
    return userError(path, 'two classes whose names differ in case alone', {
      got: [other, name],
      expected: 'one name for each class',
    }).message;
  });
}

/** A class with few images whose name is like that of another, so that it may be a typing error. */
export interface DoubtfulClass {
  name: string;
  images: number;
  /** The class that may be meant. */
  like: string;
  /** The first of its images. */
  where: string[];
}

/** A class is rare beside another that has so many times its images. */
const RARE = 4;
/** So many images of a class are named. */
const NAMED_IMAGES = 3;

/** Rare classes whose names are like that of a class with many more images. */
export function doubtfulClasses(
  images: readonly { label: string; where: string }[],
): DoubtfulClass[] {
  const places = new Map<string, string[]>();
  for (const { label, where } of images) {
    const own = places.get(label);
    if (own === undefined) places.set(label, [where]);
    else own.push(where);
  }
  return [...places].flatMap(([name, own]) => {
    const larger = [...places].filter(([, { length }]) => length >= RARE * own.length);
    const like = similarClass(
      name,
      larger.map(([other]) => other),
    );
    if (like === undefined) return [];
    return { name, images: own.length, like, where: own.slice(0, NAMED_IMAGES) };
  });
}

/** The class whose name is so like this one that this one may be a typing error; undefined where none is. */
export const similarClass = (name: string, others: readonly string[]): string | undefined =>
  others.find((other) => other !== name && isSimilar(name, other));

/** A longer name is no typing error. */
const LONGEST = 100;

/** Names of four letters or more that differ in one letter, or of eight or more in two; numbers are other classes, not errors. */
function isSimilar(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  if (length < 4 || Math.max(a.length, b.length) > LONGEST) return false;
  const most = length < 8 ? 1 : 2;
  if (Math.abs(a.length - b.length) > most || withoutDigits(a) === withoutDigits(b)) return false;
  return editDistance(a.toLowerCase(), b.toLowerCase()) <= most;
}

const withoutDigits = (name: string): string => name.replace(/\d+/g, '');
