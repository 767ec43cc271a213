import type { RenderConfig } from './render-config';
import type { Renderer } from './renderer';
import type { Split } from './scene/scene';

/** Consecutive images of a split with their truth, as an image shard holds them. */
export interface RenderedRange {
  split: Split;
  first: number;
  count: number;
  resolution: number;
  /** `[count, h, w, 3]`, sRGB. */
  pixels: Uint8Array;
  /** `[count]`, or `[count, objects]` of scenes, each. */
  label: Uint8Array;
  shape: Uint16Array;
  pose: Uint8Array;
  /** `[count, 9]`, row-major; `[count, objects, 9]` of scenes. */
  rotation: Float32Array;
  /** `[count]` */
  bucket: Uint8Array;
  /** `[count, h, w]` each. */
  mask: Uint8Array;
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

export function renderRange(
  renderer: Renderer,
  config: Pick<RenderConfig, 'resolution' | 'objects'>,
  split: Split,
  first: number,
  count: number,
): RenderedRange {
  const { objects } = config;
  const range = emptyRange(config, split, first, count);
  const pictures = { ...range, ...(range.scene && { instance: range.scene.instance }) };
  for (let at = 0; at < count; at++) {
    const truth = renderer.render(split, first + at, pictures, at);
    range.bucket[at] = truth[0]!.bucket;
    truth.forEach(({ label, shape, pose, rotation, position }, k) => {
      const index = at * objects + k;
      range.label[index] = label;
      range.shape[index] = shape;
      range.pose[index] = pose;
      range.rotation.set(rotation, index * 9);
      range.scene?.position.set(position, index * 3);
    });
  }
  return range;
}

function emptyRange(
  { resolution, objects }: Pick<RenderConfig, 'resolution' | 'objects'>,
  split: Split,
  first: number,
  count: number,
): RenderedRange {
  const area = count * resolution * resolution;
  const total = count * objects;
  const position = new Float32Array(total * 3);
  return {
    ...{ split, first, count, resolution },
    pixels: new Uint8Array(area * 3),
    label: new Uint8Array(total),
    bucket: new Uint8Array(count),
    shape: new Uint16Array(total),
    pose: new Uint8Array(total),
    rotation: new Float32Array(total * 9),
    mask: new Uint8Array(area),
    depth: new Uint8Array(area),
    ...(objects > 1 && { scene: { objects, position, instance: new Uint8Array(area) } }),
  };
}
