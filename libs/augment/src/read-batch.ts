import { cutoutSide } from './augment-plan';
import type { AugmentPlan } from './augment-plan';
import type { ImageBatch, ImageSet } from './images';
import type { LabReader } from './lab';

/**
 * The images `indices` of a set as normalised LAB, augmented as `plan` says (none: as they are), in the order
 * jitter, grey, flip, crop, cutout. Zero, with which crop and cutout fill, is the mean of the dataset.
 */
export function readBatch(
  images: ImageSet,
  indices: Uint32Array,
  read: LabReader,
  plan?: AugmentPlan,
): ImageBatch {
  const { size } = images;
  const area = size * size;
  const count = indices.length;
  const values = new Float32Array(count * area * 3);
  if (!plan) {
    for (let i = 0; i < count; i++)
      read(images.pixels, indices[i]! * area, area, values, i * area * 3);
    return { count, size, channels: 3, values };
  }
  const one = new Float32Array(area * 3);
  for (let i = 0; i < count; i++) {
    read(images.pixels, indices[i]! * area, area, one, 0);
    recolour(one, plan, i);
    move(one, plan, i, { into: values, at: i * area * 3, channels: 3 });
    cutOut(values, plan, i);
  }
  return { count, size, channels: 3, values };
}

/** Jitter and grey of image `i`, in place. */
function recolour(image: Float32Array, { scale, offset, grey }: AugmentPlan, i: number): void {
  const [s0, s1, s2] = [scale[i * 3]!, scale[i * 3 + 1]!, scale[i * 3 + 2]!];
  const [o0, o1, o2] = [offset[i * 3]!, offset[i * 3 + 1]!, offset[i * 3 + 2]!];
  const toGrey = grey[i] === 1;
  for (let at = 0; at < image.length; at += 3) {
    const a = image[at]! * s0 + o0;
    const b = image[at + 1]! * s1 + o1;
    const c = image[at + 2]! * s2 + o2;
    const mean = (a + b + c) / 3;
    image[at] = toGrey ? mean : a;
    image[at + 1] = toGrey ? mean : b;
    image[at + 2] = toGrey ? mean : c;
  }
}

/**
 * Flip and shift of image `i` of a plan, from `image` `[size, size, channels]` into `into` at element `at`. Maps
 * with one channel (masks, depth) follow their image by the same call. What comes from outside is left as it is.
 */
export function move(
  image: Float32Array,
  { size, flip, shift }: AugmentPlan,
  i: number,
  { into, at, channels }: { into: Float32Array; at: number; channels: number },
): void {
  const right = shift[i * 2]!;
  const down = shift[i * 2 + 1]!;
  const step = flip[i] === 1 ? -channels : channels;
  const firstX = Math.max(0, -right);
  const lastX = Math.min(size, size - right);
  const startX = flip[i] === 1 ? size - 1 - (firstX + right) : firstX + right;
  for (let y = Math.max(0, -down); y < Math.min(size, size - down); y++) {
    let from = ((y + down) * size + startX) * channels;
    let to = at + (y * size + firstX) * channels;
    const end = at + (y * size + lastX) * channels;
    for (; to < end; to += channels, from += step) {
      into[to] = image[from]!;
      for (let c = 1; c < channels; c++) into[to + c] = image[from + c]!;
    }
  }
}

function cutOut(values: Float32Array, { size, cut }: AugmentPlan, i: number): void {
  const left = cut[i * 2]!;
  const top = cut[i * 2 + 1]!;
  if (left < 0) return;
  const side = cutoutSide(size);
  for (let y = top; y < top + side; y++) {
    const at = ((i * size + y) * size + left) * 3;
    values.fill(0, at, at + side * 3);
  }
}
