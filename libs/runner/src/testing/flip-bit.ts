import { readFileSync, writeFileSync } from 'node:fs';

/** Flips one bit of a file. `seed` selects it: equal seeds flip the same bit of equal files. */
export function flipBit(path: string, seed: number): void {
  const bytes = readFileSync(path);
  // Multiples of the golden ratio are spread evenly, whatever the size of the file.
  const bit = Math.floor(((seed * 0.6180339887498949) % 1) * bytes.length * 8);
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  writeFileSync(path, bytes);
}
