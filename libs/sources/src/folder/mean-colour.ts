import sharp from 'sharp';
import { sha256 } from '@nhat/artifacts';
import { colourSums } from './decode-image';
import type { Background } from './decode-image';
import { inFlight } from './in-flight';
import { keptValues } from './kept';
import type { ImportPlan, PlannedImage } from './plan-import';
import type { ValueRange } from './value-range';

/** Images whose colours give the mean; chosen by their content. */
const MEAN_OF = 500;

/** The mean colour of up to 500 training images; grey where none can be read, because reading them says why. */
export async function meanColour(
  { splits }: ImportPlan,
  root: string,
  range?: ValueRange,
): Promise<Background> {
  const images = splits.train.slice(0, MEAN_OF);
  const kept = keptValues<Background>(root, `means-${sharp.versions.sharp}`);
  const key = sha256([...images.map(({ file }) => file.sha256), ...(range ?? [])].join());
  const known = kept.values.get(key);
  if (known !== undefined) return known;
  const colour = await meanOf(images, range);
  kept.values.set(key, colour);
  kept.write();
  return colour;
}

async function meanOf(images: readonly PlannedImage[], range?: ValueRange): Promise<Background> {
  const sums = [0, 0, 0, 0];
  await inFlight(images, async ({ file }) => {
    const more = await colourSums(file, range).catch(() => [0, 0, 0, 0]);
    more.forEach((value, at) => (sums[at]! += value));
  });
  const weight = sums[3]!;
  if (weight === 0) return [128, 128, 128];
  return [0, 1, 2].map((c) => Math.round(sums[c]! / weight)) as unknown as Background;
}
