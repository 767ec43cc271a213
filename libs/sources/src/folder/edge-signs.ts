import { SIDE, partMeans } from './perceptual-hash';

/** A step between neighbouring places that is no larger, in levels of 0 to 255, may be noise of a compression. */
const NOISE = 2;

const WORD = 32;
/** Numbers of 32 bits that the signs of an image are. */
export const WORDS = (2 * SIDE * SIDE) / WORD;

/**
 * Where an image has edges: of each of 16 × 16 places whether it is lighter than the place to its right by more than noise, and whether
 * it is darker; 512 bits as 128 hex digits. Plain areas have no bits, however a file was compressed. `pixels` is `[size, size, 3]`.
 */
export function edgeSigns(pixels: Uint8Array, size: number): string {
  const means = partMeans(pixels, size, SIDE + 1, SIDE);
  const words = new Uint32Array(WORDS);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const at = row * (SIDE + 1) + column;
      const step = (means[at]! - means[at + 1]!) / LEVEL;
      const bit = 2 * (row * SIDE + column) + (step > 0 ? 0 : 1);
      if (Math.abs(step) > NOISE) words[Math.floor(bit / WORD)]! |= 1 << (bit % WORD);
    }
  }
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
}

/** What `partMeans` gives for one level of each of three channels. */
const LEVEL = 48;

/** The signs of several images as numbers of 32 bits, `[count · 16]`. */
export const signWords = (signs: readonly string[]): Uint32Array =>
  Uint32Array.from({ length: signs.length * WORDS }, (_, at) =>
    parseInt(signs[Math.floor(at / WORDS)]!.slice((at % WORDS) * 8, (at % WORDS) * 8 + 8), 16),
  );
