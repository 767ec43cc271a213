import { FormatError, bytesOf, float32, pack, uint16, uint8, unpack } from './message-pack';

export type Split = 'train' | 'validation' | 'test';

/** Up to 1,000 consecutive images of one split with their ground truth. */
export interface ImageShard {
  split: Split;
  /** Index of the first image within its split. */
  first: number;
  count: number;
  /** Pixels per side, h = w. */
  resolution: number;
  /** `[count, h, w, 3]`, sRGB. */
  pixels: Uint8Array;
  /** `[count]`, class 0–9. */
  label: Uint8Array;
  /** `[count]`, shape bucket 0–11. */
  bucket: Uint8Array;
  /** `[count]`, index of the shape ('CAD model') within class and bucket. */
  shape: Uint16Array;
  /** `[count, 9]`, world rotation of the object, row-major. */
  rotation: Float32Array;
  /** `[count]`, pose class 0–4 (paper code, section 2.7 of the dossier). */
  pose: Uint8Array;
  /** `[count, h, w]`: 0 background, class + 1. */
  mask: Uint8Array;
  /** `[count, h, w]`: 100 per scene unit along the view axis, 255 background. */
  depth: Uint8Array;
}

export const SHARD_LIMIT = 1000;

export function encodeShard(shard: ImageShard): Uint8Array {
  checkSizes(shard);
  return pack('image-shard', {
    ...shard,
    shape: bytesOf(shard.shape),
    rotation: bytesOf(shard.rotation),
  });
}

export function decodeShard(bytes: Uint8Array): ImageShard {
  const content = unpack('image-shard', bytes);
  const shard: ImageShard = {
    split: content['split'] as Split,
    first: Number(content['first']),
    count: Number(content['count']),
    resolution: Number(content['resolution']),
    pixels: uint8(content['pixels']),
    label: uint8(content['label']),
    bucket: uint8(content['bucket']),
    shape: uint16(content['shape']),
    rotation: float32(content['rotation']),
    pose: uint8(content['pose']),
    mask: uint8(content['mask']),
    depth: uint8(content['depth']),
  };
  checkSizes(shard);
  return shard;
}

function checkSizes(shard: ImageShard): void {
  const { count, resolution } = shard;
  const area = resolution * resolution;
  const perImage = {
    pixels: area * 3,
    label: 1,
    bucket: 1,
    shape: 1,
    rotation: 9,
    pose: 1,
    mask: area,
    depth: area,
  };
  for (const [name, size] of Object.entries(perImage)) {
    const { length } = shard[name as keyof typeof perImage];
    if (length !== count * size) {
      throw new FormatError(`image-shard.${name}: got ${length} values; expected ${count * size}`);
    }
  }
}
