import { readFileSync, writeFileSync } from 'node:fs';

/** Changes one bit of a file. `seed` decides which: equal seeds change the same place of equal files. */
export function flipBit(path: string, seed: number): void {
  const bytes = readFileSync(path);
  // Multiples of the golden section lie apart from each other, whatever the size.
  const place = Math.floor(((seed * 0.6180339887498949) % 1) * bytes.length * 8);
  bytes[place >> 3]! ^= 1 << (place & 7);
  writeFileSync(path, bytes);
}
