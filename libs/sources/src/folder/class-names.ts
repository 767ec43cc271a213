import { userError } from '@nhat/documents';
import { isUnlabelled, topOf } from './class-folders';
import type { FoundImage } from './found-image';
import { measurementAdvice } from './measurements';
import { similarName } from './similar-name';

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
    ...adviceFor(path, classes, images),
  });
}

const byCodePoint = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));

const LABELLED_NAME = /^labell?ed$/i;

function adviceFor(
  path: string,
  classes: readonly string[],
  images: readonly FoundImage[],
): { advice?: string } {
  const advice =
    classes.length < 2
      ? classAdvice(path, classes, images)
      : measurementAdvice(images.flatMap(({ label }) => label ?? []));
  return advice === undefined ? {} : { advice };
}

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
      advice:
        'Merge the two folders or labels where they are one class; else rename one, because some systems do not tell such names apart.',
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
    const like = similarName(
      name,
      larger.map(([other]) => other),
    );
    if (like === undefined) return [];
    return { name, images: own.length, like, where: own.slice(0, NAMED_IMAGES) };
  });
}
