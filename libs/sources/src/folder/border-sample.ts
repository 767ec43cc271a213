import sharp from 'sharp';
import { sha256 } from '@nhat/artifacts';
import type { Split } from '@nhat/artifacts';
import { decodeImage } from './decode-image';
import { GREY } from './examine-images';
import type { FoundImage } from './found-image';
import { inFlight } from './in-flight';
import { keptValues } from './kept';
import type { PlannedImage } from './plan-import';
import type { ValueRange } from './value-range';

/** Accuracies with which the turn of held-out images is predicted from their outer border; chance is 0.25. */
export interface BorderAccuracy {
  linear: number;
  cnn: number;
}

/** Measures that on images of `size` pixels per side, sRGB `[size, size, 3]` each. */
export type MeasureBorder = (
  images: Record<'train' | 'heldOut', readonly Uint8Array[]>,
  size: number,
) => BorderAccuracy;

/** So many images, and bytes of them, are looked at, because more would make a check slow. */
const [MOST_IMAGES, MOST_BYTES] = [1000, 48e6];
/** With fewer images an accuracy is known too badly. */
const [LEAST_TRAIN, LEAST_HELD_OUT] = [100, 30];

/** The digests of the images to look at, chosen by their content. */
export function sampledDigests(images: readonly FoundImage[], size: number): Set<string> {
  const count = Math.min(MOST_IMAGES, Math.floor(MOST_BYTES / (3 * size * size)));
  return new Set([...new Set(images.map(({ file }) => file.sha256))].sort().slice(0, count));
}

export interface BorderSample {
  /** Digests by `sampledDigests`. */
  digests: ReadonlySet<string>;
  /** Images of these that are decoded already, by digest. */
  decoded: ReadonlyMap<string, Uint8Array>;
  /** Pixels per side. */
  size: number;
  /** Root of the workspace, which keeps what was measured. */
  root: string;
  range?: ValueRange | undefined;
}

/** How well the border gives away the turn of the images of a plan; null for too few images. The same sample is measured once. */
export async function borderAccuracy(
  images: readonly (PlannedImage & { split: Split })[],
  { digests, decoded, size, root, range }: BorderSample,
  measure: MeasureBorder,
): Promise<BorderAccuracy | null> {
  const sample = images.filter(({ file }) => digests.has(file.sha256));
  const isTrain = ({ split }: { split: Split }) => split === 'train';
  const train = sample.filter(isTrain);
  if (train.length < LEAST_TRAIN || sample.length - train.length < LEAST_HELD_OUT) return null;
  const kept = keptValues<BorderAccuracy>(root, `borders-1-${sharp.versions.sharp}`);
  const lines = sample.map(
    (image) => `${isTrain(image) ? 'train' : 'held out'} ${image.file.sha256}`,
  );
  const key = sha256([size, ...(range ?? []), ...lines].join('\n'));
  const known = kept.values.get(key);
  if (known !== undefined) return known;
  const pixels = new Array<Uint8Array>(sample.length);
  await inFlight(sample, async ({ file }, at) => {
    pixels[at] = decoded.get(file.sha256) ?? (await decodeImage(file, size, GREY, range)).pixels;
  });
  const of = (train: boolean) => pixels.filter((_, at) => isTrain(sample[at]!) === train);
  const found = measure({ train: of(true), heldOut: of(false) }, size);
  kept.values.set(key, found);
  kept.write();
  return found;
}
