import { copiedPixels, labReader, readBatch, rgbPixels } from '@nhat/augment';
import type { PictureRow } from '@nhat/augment';
import { chosen, taskBatch } from '@nhat/evaluations/labelled-images';
import type { LabelledImages } from '@nhat/evaluations/labelled-images';
import type { SupervisedNetwork } from '@nhat/evaluations/evaluation';
import type { PretrainConfig } from '@nhat/documents';
import type { Pretext } from '@nhat/pretext';
import { stream } from '@nhat/random';
import type { StageRun } from '@nhat/runner/stage';
import { pictureBlobs, shownRows } from './picture-blobs';
import { imagesOf, normalisationOf, readSplit } from './read-split';
import type { SplitSource } from './read-split';

/** A few test images with the pictures of a task beside them, as blobs; none for tasks without pictures. */
export async function taskPictures(
  run: Pick<StageRun<unknown>, 'upstream' | 'writeBlob'>,
  { task, read }: Pick<SupervisedNetwork, 'task' | 'read'>,
  test: LabelledImages,
): Promise<Record<string, string>> {
  const isShown = task.pictures !== undefined && !imagesOf(run).hidesSamples;
  if (!isShown || test.images.count === 0) return {};
  const shown = chosen(test, shownRows(test.images.count));
  const { count, size } = shown.images;
  const all = Uint32Array.from({ length: count }, (_, row) => row);
  const pixels = copiedPixels(shown.images, all);
  const rows = await task.pictures!(taskBatch(shown, all, read));
  return pictureBlobs([{ name: 'image', size, pixels }, ...rows], run.writeBlob);
}

/**
 * The pictures of a method on a few validation images, as blobs; none for methods without pictures and for datasets without such
 * images. Draws come from a stream of their own.
 */
export async function methodPictures(
  run: SplitSource & Pick<StageRun<PretrainConfig>, 'config' | 'writeBlob'>,
  pretext: Pretext,
): Promise<Record<string, string>> {
  const { counts, hidesSamples } = imagesOf(run);
  if (pretext.pictures === undefined || counts.validation === 0 || hidesSamples) return {};
  const { images } = await readSplit(run, 'validation', []);
  const lab = normalisationOf(run);
  const batch = {
    views: [readBatch(images, shownRows(images.count), labReader(lab))],
    stream: stream(run.config.seed, 'pretrain').fork('pictures'),
  };
  const rows = (await pretext.pictures(batch)).map((row): PictureRow => ({
    name: row.name,
    size: row.images.size,
    pixels: rgbPixels(row.images, lab),
  }));
  return pictureBlobs(rows, run.writeBlob);
}
