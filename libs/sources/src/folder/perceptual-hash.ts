const SIDE = 8;

/**
 * 64 bits (16 hex digits) of what an image looks like: whether each of 8 × 8 places is lighter than the place to its right, of the
 * means over 9 × 8 parts. Resizing, compression and small changes of light change few bits. `pixels` is `[size, size, 3]`.
 */
export function perceptualHash(pixels: Uint8Array, size: number): string {
  const means = partMeans(pixels, size, SIDE + 1, SIDE);
  let hash = '';
  for (let row = 0; row < SIDE; row++) {
    let byte = 0;
    for (let column = 0; column < SIDE; column++) {
      const at = row * (SIDE + 1) + column;
      byte = byte * 2 + (means[at]! > means[at + 1]! ? 1 : 0);
    }
    hash += byte.toString(16).padStart(2, '0');
  }
  return hash;
}

/** Sum of the channels, in the mean over each of `columns` × `rows` parts of an image. */
function partMeans(pixels: Uint8Array, size: number, columns: number, rows: number): number[] {
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

/** Hashes as four numbers of 16 bits each, `[count · 4]`. */
export const hashParts = (hashes: readonly string[]): Uint16Array =>
  Uint16Array.from({ length: hashes.length * 4 }, (_, at) =>
    parseInt(hashes[at >> 2]!.slice((at & 3) * 4, (at & 3) * 4 + 4), 16),
  );

/** Bits in which two hashes differ. */
export function hashDistance(a: Uint16Array, i: number, b: Uint16Array, j: number): number {
  let bits = 0;
  for (let part = 0; part < 4; part++) bits += BITS[a[i * 4 + part]! ^ b[j * 4 + part]!]!;
  return bits;
}
