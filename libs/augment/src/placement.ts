/**
 * Where the pixels of an image come from: pixel (x, y) of the result is pixel (left + across · x, top + down · y) of the
 * image, and zero where that lies outside. `across` and `down` are 1, or −1 for a mirrored axis.
 */
export interface Placement {
  left: number;
  across: 1 | -1;
  top: number;
  down: 1 | -1;
}

/** Every pixel stays. */
export const inPlace: Placement = { left: 0, across: 1, top: 0, down: 1 };

/** What `placement` gives, of `size` pixels a side, then mirrored left to right. */
export const mirrored = (placement: Placement, size: number): Placement => ({
  ...placement,
  left: placement.left + placement.across * (size - 1),
  across: placement.across === 1 ? -1 : 1,
});

/** What `placement` gives, then moved: pixel (x, y) comes from its pixel (x + right, y + below). */
export const shifted = (placement: Placement, right: number, below: number): Placement => ({
  ...placement,
  left: placement.left + placement.across * right,
  top: placement.top + placement.down * below,
});

/**
 * Copies the pixels of `image` `[size, size, channels]` to their places in `into`, from element `at` on. What comes from
 * outside the image is left as it is.
 */
export function move(
  image: ArrayLike<number>,
  size: number,
  { left, across, top, down }: Placement,
  { into, at, channels }: { into: Float32Array; at: number; channels: number },
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

/** Which x in 0 … size − 1, from the first to before the last, have `origin + step · x` in 0 … size − 1. */
const inside = (origin: number, step: 1 | -1, size: number): [first: number, last: number] =>
  step === 1
    ? [Math.max(0, -origin), Math.min(size, size - origin)]
    : [Math.max(0, origin - size + 1), Math.min(size, origin + 1)];
