import { userError } from '@nhat/documents';
import type { UserError } from '@nhat/documents';
import type { SplitImage } from './split-images';

/** A refusal of pairs of an image that is trained on and a held-out one, which may be the same file. */
export function trainedAndHeldOut(
  path: string,
  pairs: readonly [SplitImage, SplitImage][],
): UserError {
  const [same, copies] = [true, false].map((wanted) =>
    pairs.some(([image, other]) => isSameFile(image, other) === wanted),
  );
  const shown = pairs
    .slice(0, 5)
    .map(([image, other]) =>
      isSameFile(image, other)
        ? `  ${other.where} lies in a folder of "unlabelled", too`
        : `  ${image.where} is ${other.where}`,
    );
  const ways = [
    ...(copies ? ['Remove the copies'] : []),
    ...(same ? ['Name folders in "unlabelled" that hold no image with a label'] : []),
  ];
  return userError(path, `${pairs.length} images are both trained on and held out`, {
    expected: 'test and validation images that are nowhere in training, unlabelled images included',
    advice: `${ways.join('. ')}, or write "duplicates": "drop" into the source, which leaves them out of training.\n${shown.join('\n')}`,
  });
}

/** Whether an image without a label is the file of another image; one of a packed file has no file of its own. */
const isSameFile = ({ label, file }: SplitImage, other: SplitImage): boolean =>
  label === null && file.part === undefined && file.path === other.file.path;
