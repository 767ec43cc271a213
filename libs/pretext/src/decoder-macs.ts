import { LADDER, decodedSize } from './decoder';
import type { DecoderShape } from './decoder';

/** Multiply–accumulates of the decoder's forward pass for one image: whole kernels, also where padding cuts them. */
export function decoderMacs({ code, width, size, channels }: DecoderShape): number {
  const side = decodedSize(size);
  let [from, at, total] = [code, 1, 0];
  for (const base of LADDER.slice(0, Math.log2(side / 2))) {
    const out = Math.max(1, Math.round(base * width));
    total += at ** 2 * 16 * from * out;
    [from, at] = [out, at === 1 ? 4 : 2 * at];
  }
  return total + side ** 2 * from * channels;
}
