import { userError } from '@nhat/documents';
import { similarClass } from './class-names';
import type { FolderOptions } from './options';
import { sharedKey } from './split-images';
import type { SplitImage } from './split-images';

/** So many images of a class are named in a message. */
const NAMED_IMAGES = 3;

/** Throws for classes that cannot be learned or tested; `classes` are all names in `images`. */
export function checkClasses(
  path: string,
  classes: readonly string[],
  images: readonly SplitImage[],
): void {
  for (const split of ['train', 'test'] as const) {
    const there = new Set(
      images.filter((image) => image.split === split).map(({ label }) => label),
    );
    const absent = classes.filter((name) => !there.has(name));
    if (absent.length === 0) continue;
    const lines = absent.slice(0, 20).map((name) => absentClass(name, classes, images));
    throw userError(
      path,
      `classes without a ${split === 'train' ? 'labelled training' : 'test'} image`,
      {
        got: absent.slice(0, 20),
        expected: 'at least one training and one test image of each class',
        advice: `Add images of them, or leave these classes out.\n${lines.join('\n')}`,
      },
    );
  }
}

function absentClass(
  name: string,
  classes: readonly string[],
  images: readonly SplitImage[],
): string {
  const own = images.filter(({ label }) => label === name).map(({ where }) => where);
  const similar = similarClass(name, classes);
  return [
    `  ${name}: ${own.slice(0, NAMED_IMAGES).join(', ')}`,
    own.length > NAMED_IMAGES ? ` and ${own.length - NAMED_IMAGES} more` : '',
    similar === undefined ? '' : `. Did you mean ${similar}?`,
  ].join('');
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
