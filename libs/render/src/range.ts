import type { RenderConfig } from '@nhat/spec';
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
  /** `[count]` each. */
  label: Uint8Array;
  bucket: Uint8Array;
  shape: Uint16Array;
  pose: Uint8Array;
  /** `[count, 9]`, row-major. */
  rotation: Float32Array;
  /** `[count, h, w]` each. */
  mask: Uint8Array;
  depth: Uint8Array;
}

export function renderRange(
  renderer: Renderer,
  { resolution }: Pick<RenderConfig, 'resolution'>,
  split: Split,
  first: number,
  count: number,
): RenderedRange {
  const area = resolution * resolution;
  const range: RenderedRange = {
    split,
    first,
    count,
    resolution,
    pixels: new Uint8Array(count * area * 3),
    label: new Uint8Array(count),
    bucket: new Uint8Array(count),
    shape: new Uint16Array(count),
    pose: new Uint8Array(count),
    rotation: new Float32Array(count * 9),
    mask: new Uint8Array(count * area),
    depth: new Uint8Array(count * area),
  };
  for (let at = 0; at < count; at++) {
    const truth = renderer.render(split, first + at, range, at);
    range.label[at] = truth.label;
    range.bucket[at] = truth.bucket;
    range.shape[at] = truth.shape;
    range.pose[at] = truth.pose;
    range.rotation.set(truth.rotation, at * 9);
  }
  return range;
}
