import { placementOf } from './augment-plan';
import type { AugmentPlan } from './augment-plan';
import { walk } from './rotate90';

/** How the images of a batch were moved: as a plan places their pixels, then by quarter turns. */
export interface Movement {
  plan?: AugmentPlan;
  /** `[count]`: quarter turns counter-clockwise, as `rotate90` takes them. */
  turns?: ArrayLike<number>;
}

/**
 * Maps `[count, size, size]` (masks, depth) as they lie under their images after these were moved, at `side` pixels a
 * side: `[count, side, side]`. Pixel (x, y) of the result is pixel (⌊x · size / side⌋, ⌊y · size / side⌋) of the moved
 * map (PyTorch's `interpolate(mode="nearest")`); what comes from outside the image is 0. Only the pixels that are
 * kept are looked up.
 */
export function readMaps(
  maps: Uint8Array,
  { count, size }: { count: number; size: number },
  side: number,
  { plan, turns }: Movement = {},
): Uint8Array {
  const out = new Uint8Array(count * side * side);
  const places = Int32Array.from({ length: side }, (_, at) => Math.floor((at * size) / side));
  let to = 0;
  for (let i = 0; i < count; i++) {
    const first = i * size * size;
    const { origin, right, down } = walk(turns?.[i] ?? 0, size);
    const placement = placementOf(plan, i);
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++, to++) {
        const turned = origin + places[column]! * right + places[row]! * down;
        const x = Math.round(placement.left + placement.across * (turned % size));
        const y = Math.round(placement.top + placement.down * Math.floor(turned / size));
        if (x < 0 || x >= size || y < 0 || y >= size) continue;
        out[to] = maps[first + y * size + x]!;
      }
    }
  }
  return out;
}
