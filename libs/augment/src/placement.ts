import type { Placement, Target } from './placed-pixels';
import { resample } from './resample';

export type { Placement, Target } from './placed-pixels';

/** Every pixel stays. */
export const inPlace: Placement = { left: 0, across: 1, top: 0, down: 1 };

/** What `placement` gives, of `size` pixels a side, then mirrored left to right. */
export const mirrored = (placement: Placement, size: number): Placement => ({
  ...placement,
  left: placement.left + placement.across * (size - 1),
  across: -placement.across,
});

/** What `placement` gives, then moved: pixel (x, y) comes from its pixel (x + right, y + below). */
export const shifted = (placement: Placement, right: number, below: number): Placement => ({
  ...placement,
  left: placement.left + placement.across * right,
  top: placement.top + placement.down * below,
});

/** A part of an image in pixels, whole or not: its upper left corner, width and height. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The part `box` of what `placement` gives, scaled to `size` pixels a side (a resized crop). */
export function zoomed({ left, across, top, down }: Placement, box: Box, size: number): Placement {
  const [wide, high] = [box.width / size, box.height / size];
  // The middle of pixel x is x + ½.
  return {
    left: left + across * (box.x + wide / 2 - 0.5),
    across: across * wide,
    top: top + down * (box.y + high / 2 - 0.5),
    down: down * high,
  };
}

/**
 * Copies the pixels of `image` `[size, size, channels]` to their places; between pixels it interpolates linearly, and
 * where the image shrinks it averages. What comes from outside the image is left as it is.
 */
export function move(
  image: ArrayLike<number>,
  size: number,
  placement: Placement,
  target: Target,
): void {
  const { left, across, top, down } = placement;
  const isWhole = Number.isInteger(left) && Number.isInteger(top);
  if (isWhole && Math.abs(across) === 1 && Math.abs(down) === 1) {
    copy(image, size, placement, target);
  } else {
    resample(image, size, placement, target);
  }
}

/** By whole pixels. */
function copy(
  image: ArrayLike<number>,
  size: number,
  { left, across, top, down }: Placement,
  { into, at, channels }: Target,
): void {
  const [firstX, lastX] = inside(left, across, size);
  const [firstY, lastY] = inside(top, down, size);
  const step = across * channels;
  for (let y = firstY; y < lastY; y++) {
    let from = ((top + down * y) * size + left + across * firstX) * channels;
    let to = at + (y * size + firstX) * channels;
    const end = at + (y * size + lastX) * channels;
    for (; to < end; to += channels, from += step) {
      into[to] = image[from]!;
      for (let c = 1; c < channels; c++) into[to + c] = image[from + c]!;
    }
  }
}

/** Which x in 0 … size − 1, from the first to before the last, have `origin + step · x` in 0 … size − 1; step ±1. */
const inside = (origin: number, step: number, size: number): [first: number, last: number] =>
  step === 1
    ? [Math.max(0, -origin), Math.min(size, size - origin)]
    : [Math.max(0, origin - size + 1), Math.min(size, origin + 1)];
