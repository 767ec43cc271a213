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
  /** `[count]`, class 0–9. This, shape, rotation and pose are of each object, `[count, objects, …]`, in scenes. */
  label: Uint8Array;
  /** `[count]`, shape bucket 0–11. */
  bucket: Uint8Array;
  /** `[count]`, index of the shape ('CAD model') within class and bucket. */
  shape: Uint16Array;
  /** `[count, 9]`, world rotation of the object, row-major. */
  rotation: Float32Array;
  /** `[count]`, pose class 0–4 (of the paper's code). */
  pose: Uint8Array;
  /** `[count, h, w]`: 0 background, class + 1. */
  mask: Uint8Array;
  /** `[count, h, w]`: 100 per scene unit along the view axis, 255 background. */
  depth: Uint8Array;
  /** Present only for images of several objects. */
  scene?: SceneTruth;
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
    shape: bytesOf(shard.shape),
    rotation: bytesOf(shard.rotation),
    ...(shard.scene && {
      scene: { ...shard.scene, position: bytesOf(shard.scene.position) },
    }),
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
    ...(content['scene'] !== undefined && { scene: decodeScene(content['scene'] as Content) }),
  };
  checkSizes(shard);
  return shard;
}

type Content = Record<string, unknown>;

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
    const { length } = content[name] as ArrayLike<number>;
    if (length !== count * size) {
      throw new FormatError(`image-shard.${name}: got ${length} values; expected ${count * size}`);
    }
  }
}
