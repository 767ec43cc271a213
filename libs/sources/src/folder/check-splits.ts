import { userError } from '@nhat/documents';
import type { FolderOptions } from './options';
import { measurementAdvice } from './measurements';
import { namedFew } from './named-few';
import { similarName } from './similar-name';
import { sharedKey } from './split-images';
import type { SplitImage } from './split-images';

/** So many classes are named. */
const NAMED_CLASSES = 20;

const NO_TEST =
  '"test" is 0 in the source, and the files name no test image. Leave "test" out, which tests a fifth of the images, write a share above 0, or give test images by a folder test or a column "split".';

/** Throws for classes that cannot be learned or tested; `classes` are all names in `images`. */
export function checkClasses(
  { path, test }: Pick<FolderOptions, 'path' | 'test'>,
  classes: readonly string[],
  images: readonly SplitImage[],
): void {
  for (const split of ['train', 'test'] as const) {
    const there = new Set(
      images.filter((image) => image.split === split).map(({ label }) => label),
    );
    const absent = classes.filter((name) => !there.has(name));
    if (absent.length === 0) continue;
    const shown = absent.slice(0, NAMED_CLASSES).map((name) => absentClass(name, classes, images));
    throw userError(
      path,
      `classes without a ${split === 'train' ? 'labelled training' : 'test'} image`,
      {
        got: absent.slice(0, NAMED_CLASSES),
        expected: 'at least one training and one test image of each class',
        advice:
          measurementAdvice(images.flatMap(({ label }) => label ?? [])) ??
          (split === 'test' && test === 0 && there.size === 0
            ? NO_TEST
            : [
                shown.some(({ isGrouped }) => isGrouped)
                  ? 'All images of a group are in one split, and these classes have too few groups that fell to others. Write another "seed" or another "test" into the source, name the split of each image in a column "split", or add groups.'
                  : 'Add images of them, or leave these classes out.',
                ...shown.map(({ text }) => text),
              ].join('\n')),
      },
    );
  }
}

/** Where the images of a class are, and whether they are several that groups hold together. */
function absentClass(
  name: string,
  classes: readonly string[],
  images: readonly SplitImage[],
): { text: string; isGrouped: boolean } {
  const own = images.filter(({ label }) => label === name);
  const groups = [...new Set(own.flatMap(({ group }) => group ?? []))].sort();
  const isGrouped = groups.length > 0 && own.length > 1;
  const similar = similarName(name, classes);
  const splits = [...new Set(own.map(({ split }) => split))].sort().join(' and ');
  const text = [
    `  ${name}: `,
    isGrouped
      ? `${own.length} images, all in ${splits}, because their groups are: ${namedFew(groups)}`
      : namedFew(own.map(({ where }) => where)),
    similar === undefined ? '' : `. Did you mean ${similar}?`,
  ];
  return { text: text.join(''), isGrouped };
}

/** Where so many validation images are to be expected, that there is none is no chance. */
const EXPECTED = 5;

/** Throws where groups are so few that none of them is for validation, though the options ask for validation images. */
export function checkValidation(
  { path, validation }: Pick<FolderOptions, 'path' | 'validation'>,
  images: readonly SplitImage[],
): void {
  const labelled = images.filter(({ label }) => label !== null);
  const open = labelled.filter(({ split }) => split !== 'test').length;
  const expected = Math.round(open * validation);
  if (expected < EXPECTED || labelled.some(({ split }) => split === 'validation')) return;
  const groups = new Set(labelled.map(sharedKey)).size;
  throw userError(path, 'no validation images', {
    got: `${labelled.length} labelled images in ${groups} groups, none of which fell to validation`,
    expected: `about ${expected} validation images`,
    advice:
      'All images of a group are in one split. Write another "seed" or a larger "validation" into the source, name the validation images in a column "split", or write "validation": 0 to do without them.',
  });
}
