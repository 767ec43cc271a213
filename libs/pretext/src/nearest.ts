import type { ImageBatch } from '@nhat/augment';

/** Images at another size by the nearest pixel: row and column ⌊i · size / side⌋, PyTorch's rule. */
export function nearest(images: ImageBatch, side: number): ImageBatch {
  const { count, size, channels, values } = images;
  if (side === size) return images;
  const from = Uint32Array.from({ length: side }, (_, i) => Math.floor((i * size) / side));
  const out = new Float32Array(count * side * side * channels);
  let at = 0;
  for (let image = 0; image < count; image++) {
    for (const row of from) {
      for (const column of from) {
        const first = ((image * size + row) * size + column) * channels;
        for (let c = 0; c < channels; c++) out[at++] = values[first + c]!;
      }
    }
  }
  return { count, size: side, channels, values: out };
}
