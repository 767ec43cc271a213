import sharp from 'sharp';
import type { Metadata } from 'sharp';
import { cameraOf } from './camera';
import { imageBytes } from './image-bytes';
import type { ImageFile } from './image-bytes';
import { inFlight } from './in-flight';
import { keptValues } from './kept';
import type { PlannedImage } from './plan-import';

/** What a check notes of a file beyond the facts that its import finds. */
export interface FileNotes {
  /** Make and model by the EXIF tags; empty where these name none. */
  camera: string;
  /** Whether an EXIF tag says which side is up. */
  oriented: boolean;
  /** Whether the file has a colour profile. */
  profiled: boolean;
  /** The largest value of a colour in an image of 16 bits a channel; null for other images. */
  largest: number | null;
  /** Whether the whole image, of 8 bits a channel, has about one colour, as photographs through a closed lens have. */
  plain: boolean;
}

/** The notes of an image of which a file says nothing. */
export const NO_NOTES: FileNotes = {
  ...{ camera: '', oriented: false, profiled: false, largest: null, plain: false },
};

/** The notes of images; what was found once is kept in the workspace at `root` by digest. */
export async function notesOf(
  images: readonly Pick<PlannedImage, 'file'>[],
  root: string,
  onImage?: (done: number, of: number) => void,
): Promise<FileNotes[]> {
  const kept = keptValues<FileNotes>(root, `notes-1-${sharp.versions.sharp}`);
  const open = images.filter(({ file }) => !kept.values.has(file.sha256));
  let done = 0;
  await inFlight(open, async ({ file }) => {
    kept.values.set(file.sha256, await noted(file));
    onImage?.(++done, open.length);
  });
  if (open.length > 0) kept.write();
  return images.map(({ file }) => kept.values.get(file.sha256)!);
}

async function noted(file: ImageFile): Promise<FileNotes> {
  const bytes = await imageBytes(file);
  const { shape } = file.part ?? {};
  if (shape !== undefined) return { ...NO_NOTES, plain: isPlain(bytes, shape[2]) };
  try {
    const metadata = await sharp(bytes).metadata();
    return {
      ...{ camera: cameraOf(metadata.exif), oriented: isOriented(metadata) },
      profiled: metadata.icc !== undefined,
      largest: metadata.depth === 'ushort' ? await largestIn(bytes, metadata) : null,
      plain: metadata.depth === 'uchar' && (await isPlainFile(bytes)),
    };
  } catch {
    return NO_NOTES; // Decoding it says what is wrong with the file.
  }
}

/** A TIFF always says which side is up; only other answers than the usual one count. */
const isOriented = ({ format, orientation = 0 }: Metadata): boolean =>
  orientation > (format === 'tiff' ? 1 : 0);

async function largestIn(bytes: Buffer, { hasAlpha }: Metadata): Promise<number> {
  const { channels } = await sharp(bytes).stats();
  const colours = hasAlpha ? channels.slice(0, -1) : channels;
  return Math.max(...colours.map(({ max }) => max));
}

/** An image is small enough to be looked at when its noise is averaged away. */
const LOOKED_AT = 16;

async function isPlainFile(bytes: Buffer): Promise<boolean> {
  const { data, info } = await sharp(bytes)
    .resize(LOOKED_AT, LOOKED_AT, { fit: 'fill' })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return isPlain(data, info.channels);
}

/** Deviation of each channel up to which an image counts as plain, of 255. */
const PLAIN = 3;

/** Whether no channel varies, of `[pixels, channels]`. */
export function isPlain(values: Uint8Array, channels: number): boolean {
  const pixels = values.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    let [sum, squares] = [0, 0];
    for (let at = channel; at < values.length; at += channels) {
      sum += values[at]!;
      squares += values[at]! ** 2;
    }
    if (squares / pixels - (sum / pixels) ** 2 > PLAIN ** 2) return false;
  }
  return true;
}
