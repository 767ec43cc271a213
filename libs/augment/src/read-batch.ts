import { placementOf } from './augment-plan';
import type { AugmentPlan } from './augment-plan';
import { pixelsOf } from './images';
import type { ImageBatch, ImageSet } from './images';
import type { LabReader } from './lab';
import { move } from './placement';

/**
 * The images `indices` of a set as normalised LAB, augmented as `plan` says (none: as they are). Zero, which fills what
 * comes from outside an image, is the mean of the dataset.
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
      read(pixelsOf(images, indices[i]!), 0, area, values, i * area * 3);
    return { count, size, channels: 3, values };
  }
  const readStored = recolouredReader(images, read, plan);
  const stored = new Float32Array(area * 3);
  // What one recolouring gives reaches the next unrounded.
  const pixels = new Float64Array(area * 3);
  for (let i = 0; i < count; i++) {
    readStored(indices[i]!, stored, i);
    pixels.set(stored);
    for (const { module, draws } of plan.drawn) module.recolour?.(pixels, draws, i);
    const first = i * area * 3;
    move(pixels, size, placementOf(plan, i), { into: values, at: first, channels: 3 });
    for (const { module, draws } of plan.drawn) module.cover?.(values, first, draws, i);
  }
  return { count, size, channels: 3, values };
}

/** Reads image `index` as number `i` of the batch, after its bytes were recoloured. */
function recolouredReader(images: ImageSet, read: LabReader, { drawn }: AugmentPlan) {
  const area = images.size * images.size;
  if (!drawn.some(({ module }) => module.recolourBytes)) {
    return (index: number, into: Float32Array) => read(pixelsOf(images, index), 0, area, into, 0);
  }
  const bytes = new Uint8Array(area * 3);
  return (index: number, into: Float32Array, i: number) => {
    bytes.set(pixelsOf(images, index));
    for (const { module, draws } of drawn) module.recolourBytes?.(bytes, draws, i);
    read(bytes, 0, area, into, 0);
  };
}
