import { decodeShard, pixelsStart } from '@nhat/artifacts';
import type { ImageShard } from '@nhat/artifacts';
import type { ImageReader, ImageSet } from '@nhat/augment';
import { userError } from '@nhat/documents';
import type { BlobReader, StageRun } from '@nhat/runner/stage';

/** The pixels of a split, taken from one shard after the other. */
export interface StoredPixels {
  /** Takes those of the next shard, and returns the shard. */
  add(digest: string): Promise<ImageShard>;
  pixels: ImageSet['pixels'];
}

type Blobs = Pick<StageRun<unknown>, 'readBlob' | 'openBlob'>;

/** MiB of images of a split that are in memory where NHAT_IMAGE_MEMORY does not say it. */
const MEMORY = 256;

/**
 * `count` images of `perImage` bytes: in memory, or where that takes more than NHAT_IMAGE_MEMORY (MiB, default 256), read one by one
 * from the files of the shards, of which the system keeps in memory what there is room for. Both give the same bytes.
 */
export function storedPixels(
  run: Blobs,
  { count, perImage }: { count: number; perImage: number },
): StoredPixels {
  const isHeld = count * perImage <= memoryOf(process.env) * 2 ** 20;
  return isHeld ? heldPixels(run, count * perImage) : filedPixels(run, perImage);
}

function memoryOf({ NHAT_IMAGE_MEMORY: given }: NodeJS.ProcessEnv): number {
  if (!given) return MEMORY;
  if (/^\d{1,9}$/.test(given)) return Number(given);
  throw userError('NHAT_IMAGE_MEMORY', 'not a number of MiB', {
    got: given,
    expected: 'a whole number from 0',
  });
}

function heldPixels({ readBlob }: Blobs, length: number): StoredPixels {
  const pixels = new Uint8Array(length);
  let filled = 0;
  return {
    pixels,
    async add(digest) {
      const shard = decodeShard(await readBlob(digest));
      pixels.set(shard.pixels, filled);
      filled += shard.pixels.length;
      return shard;
    },
  };
}

/** A shard that stays open. */
interface OpenShard {
  /** Place of its first image in the split. */
  first: number;
  /** Place of its first pixel in the blob. */
  start: number;
  read: BlobReader;
}

function filedPixels({ openBlob }: Blobs, perImage: number): StoredPixels {
  const shards: OpenShard[] = [];
  const image = new Uint8Array(perImage);
  const pixels: ImageReader = (index) => {
    const { first, start, read } = shards.findLast((shard) => shard.first <= index)!;
    read(image, start + (index - first) * perImage);
    return image;
  };
  return {
    pixels,
    async add(digest) {
      const { bytes, read } = await openBlob(digest);
      const shard = decodeShard(bytes);
      shards.push({ first: shard.first, start: pixelsStart(bytes, shard), read });
      return shard;
    },
  };
}
