import { FormatError, bytesOf, float32, pack, uint16, uint8, unpack } from './message-pack';

export type Split = 'train' | 'validation' | 'test';

/** Up to 1,000 consecutive images of one split. Each kind of truth is there for all of them, or absent. */
export interface ImageShard extends ShardTruth {
  split: Split;
  /** Index of the first image within its split. */
  first: number;
  count: number;
  /** Pixels per side, h = w. */
  resolution: number;
  /** `[count, h, w, 3]`, sRGB. */
  pixels: Uint8Array;
  /** Present only for images of several objects. */
  scene?: SceneTruth;
}

/** What may be known of images beside their pixels. */
export interface ShardTruth {
  /** `[count]`, class from 0. This, shape, rotation and pose are of each object, `[count, objects, …]`, in scenes. */
  label?: Uint8Array;
  /** `[count]`, number of the group of shapes that no other split has. */
  bucket?: Uint8Array;
  /** `[count]`, index of the shape ('CAD model') within class and bucket. */
  shape?: Uint16Array;
  /** `[count, 9]`, world rotation of the object, row-major. */
  rotation?: Float32Array;
  /** `[count]`, pose class 0–4 (of the paper's code). */
  pose?: Uint8Array;
  /** `[count, h, w]`: 0 background, class + 1. */
  mask?: Uint8Array;
  /** `[count, h, w]`: 100 per scene unit along the view axis, 255 background. */
  depth?: Uint8Array;
}

export interface SceneTruth {
  /** Objects in an image. */
  objects: number;
  /** `[count, objects, 3]`, the centres of the objects in world coordinates. */
  position: Float32Array;
  /** `[count, h, w]`: 0 background, 1 + index of the object. */
  instance: Uint8Array;
}

export const SHARD_LIMIT = 1000;

export function encodeShard(shard: ImageShard): Uint8Array {
  checkSizes(shard);
  return pack('image-shard', {
    ...shard,
    ...(shard.shape && { shape: bytesOf(shard.shape) }),
    ...(shard.rotation && { rotation: bytesOf(shard.rotation) }),
    ...(shard.scene && {
      scene: { ...shard.scene, position: bytesOf(shard.scene.position) },
    }),
  });
}

/** Pixels and maps are views of the bytes. */
export function decodeShard(bytes: Uint8Array): ImageShard {
  const content = unpack('image-shard', bytes);
  const shard: ImageShard = {
    split: content['split'] as Split,
    first: Number(content['first']),
    count: Number(content['count']),
    resolution: Number(content['resolution']),
    pixels: uint8(content['pixels']),
    ...decodeTruth(content),
    ...(content['scene'] !== undefined && { scene: decodeScene(content['scene'] as Content) }),
  };
  checkSizes(shard);
  return shard;
}

/** The place of the first pixel in the bytes of a shard. */
export function pixelsStart(bytes: Uint8Array, { pixels }: ImageShard): number {
  if (pixels.buffer !== bytes.buffer) throw new TypeError('not the bytes of this shard');
  return pixels.byteOffset - bytes.byteOffset;
}

type Content = Record<string, unknown>;

/** The array that each kind of truth is made of, in the order in which shards hold them. */
const TRUTH_ARRAYS = {
  ...{ label: uint8, bucket: uint8, shape: uint16, rotation: float32 },
  ...{ pose: uint8, mask: uint8, depth: uint8 },
} as const;

const decodeTruth = (content: Content): ShardTruth =>
  Object.fromEntries(
    Object.entries(TRUTH_ARRAYS).flatMap(([kind, arrayOf]) =>
      content[kind] === undefined ? [] : [[kind, arrayOf(content[kind])]],
    ),
  );

const decodeScene = ({ objects, position, instance }: Content): SceneTruth => ({
  objects: Number(objects),
  position: float32(position),
  instance: uint8(instance),
});

function checkSizes(shard: ImageShard): void {
  const { count, resolution, scene } = shard;
  const area = resolution * resolution;
  const objects = scene?.objects ?? 1;
  const perImage = {
    pixels: area * 3,
    label: objects,
    bucket: 1,
    shape: objects,
    rotation: objects * 9,
    pose: objects,
    mask: area,
    depth: area,
    ...(scene && { position: objects * 3, instance: area }),
  };
  const content = { ...shard, ...scene } as Content;
  for (const [name, size] of Object.entries(perImage)) {
    if (content[name] === undefined && name in TRUTH_ARRAYS) continue;
    const { length } = content[name] as ArrayLike<number>;
    if (length !== count * size) {
      throw new FormatError(`image-shard.${name}: got ${length} values; expected ${count * size}`);
    }
  }
}
