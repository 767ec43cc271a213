/** Places along each side. */
export const SIDE = 16;

/** Bits of a hash. */
export const HASH_BITS = SIDE * SIDE;

/** Numbers of 16 bits that a hash is made of. */
const PARTS = HASH_BITS / 16;

/**
 * 256 bits (64 hex digits) of what an image looks like: whether each of 16 × 16 places is lighter than the place to its right, of
 * the means over 17 × 16 parts. Resizing, compression and small changes of light change few bits. `pixels` is `[size, size, 3]`.
 */
export function perceptualHash(pixels: Uint8Array, size: number): string {
  const means = partMeans(pixels, size, SIDE + 1, SIDE);
  let hash = '';
  for (let row = 0; row < SIDE; row++) {
    let bits = 0;
    for (let column = 0; column < SIDE; column++) {
      const at = row * (SIDE + 1) + column;
      bits = bits * 2 + (means[at]! > means[at + 1]! ? 1 : 0);
    }
    hash += bits.toString(16).padStart(4, '0');
  }
  return hash;
}

/** Sum of the channels times 16, in the mean over each of `columns` × `rows` parts of an image. */
export function partMeans(
  pixels: Uint8Array,
  size: number,
  columns: number,
  rows: number,
): number[] {
  const edge = (at: number, parts: number) => Math.floor((at * size) / parts);
  const means: number[] = [];
  for (let row = 0; row < rows; row++) {
    const [top, bottom] = [edge(row, rows), Math.max(edge(row + 1, rows), edge(row, rows) + 1)];
    for (let column = 0; column < columns; column++) {
      const [left, right] = [
        edge(column, columns),
        Math.max(edge(column + 1, columns), edge(column, columns) + 1),
      ];
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        for (let at = (y * size + left) * 3; at < (y * size + right) * 3; at++) sum += pixels[at]!;
      }
      means.push(Math.round((sum * 16) / ((bottom - top) * (right - left))));
    }
  }
  return means;
}

const BITS = Uint8Array.from({ length: 65_536 }, (_, value) => {
  let bits = 0;
  for (let rest = value; rest > 0; rest >>= 1) bits += rest & 1;
  return bits;
});

/** Hashes as numbers of 16 bits, `[count · 16]`. */
export const hashParts = (hashes: readonly string[]): Uint16Array =>
  Uint16Array.from({ length: hashes.length * PARTS }, (_, at) =>
    parseInt(hashes[Math.floor(at / PARTS)]!.slice((at % PARTS) * 4, (at % PARTS) * 4 + 4), 16),
  );

/** Bits in which two hashes differ; where these are more than `most`, any number above it. */
export function hashDistance(
  [a, i]: readonly [Uint16Array, number],
  [b, j]: readonly [Uint16Array, number],
  most: number = HASH_BITS,
): number {
  let bits = 0;
  for (let part = 0; part < PARTS && bits <= most; part++) {
    bits += BITS[a[i * PARTS + part]! ^ b[j * PARTS + part]!]!;
  }
  return bits;
}
