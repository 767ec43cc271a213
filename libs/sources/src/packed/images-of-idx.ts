import { userError } from '@nhat/documents';
import { checkLabelled } from './check-labelled';
import { readIdx } from './idx';
import type { DigestedFile } from '../folder/digest-index';
import type { PackedImage, PackedNames, PackedRequest } from './packed-image';
import { shapeText } from './npy';

/**
 * The images of a file in the format IDX with those of the file of their labels, as MNIST has them; `labels` is undefined where there is
 * none. Throws a UserError for the first mistake.
 */
export function* imagesOfIdx(
  { path, where: name, names, split, unlabelled }: PackedRequest,
  labels: Pick<DigestedFile, 'name' | 'path'> | undefined,
): Generator<PackedImage> {
  if (!unlabelled) checkNames(name, names);
  const { shape, data } = readIdx(path, name);
  const [count, height, width] = shape as [number, number, number];
  if (shape.length !== 3) {
    throw userError(name, 'no images', {
      got: shapeText(shape),
      expected: 'images × height × width',
    });
  }
  const classes = labels === undefined ? null : readIdx(labels.path, labels.name);
  if (classes !== null && (classes.shape.length !== 1 || classes.shape[0] !== count)) {
    throw userError(labels!.name, 'no label for each image', {
      got: shapeText(classes.shape),
      expected: `${count} labels`,
    });
  }
  if (classes === null && !unlabelled && count > 0) {
    const expected = name.replace(/images?([-._])idx3/i, 'labels$1idx1');
    checkLabelled(name, split, { got: [name], expected });
  }
  const area = height * width;
  for (let row = 0; row < count; row++) {
    yield {
      bytes: data.subarray(row * area, (row + 1) * area),
      shape: [height, width, 1],
      label: classes === null ? null : String(classes.data[row]),
      ...{ split, group: null, at: `${row}` },
    };
  }
}

/** Throws where the document names what the format does not have. */
function checkNames(where: string, names: PackedNames): void {
  const of = (['split', 'group'] as const).find((one) => names[one] !== '');
  if (of === undefined) return;
  throw userError(where, `a file in the format IDX has no ${of}s`, {
    got: names[of],
    expected: `no "${of}" in "columns"`,
    advice: `Remove it from the source of the dataset, or save the images as .npz with an array of ${of}s.`,
  });
}
