import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { sha256 } from '@nhat/artifacts';

/** Classes of drawn pictures: a shape at a random place in colours that say nothing of the class. */
const SHAPES: Readonly<Record<string, (x: number, y: number, r: number) => string>> = {
  disc: (x, y, r) => `<circle cx="${x}" cy="${y}" r="${r}"/>`,
  square: (x, y, r) => `<rect x="${x - r}" y="${y - r}" width="${2 * r}" height="${2 * r}"/>`,
  bar: (x, y, r) =>
    `<rect x="${x - 1.5 * r}" y="${y - r / 3}" width="${3 * r}" height="${r / 1.5}"/>`,
};

export const SHAPE_NAMES: readonly string[] = Object.keys(SHAPES).sort();

/** The bytes of a drawn picture of a class, `width` × `height` pixels; other numbers give other pictures. */
export function picture(
  shape: string,
  number: number,
  { width = 40, height = 32, format = 'png' as 'png' | 'jpeg' | 'webp' } = {},
): Promise<Buffer> {
  const digits = Buffer.from(sha256(`${shape} ${number}`), 'hex');
  const colour = (at: number) => `rgb(${digits[at]},${digits[at + 1]},${digits[at + 2]})`;
  const spread = (at: number, length: number) => length * (0.35 + (0.3 * digits[at]!) / 255);
  const [x, y] = [spread(6, width), spread(7, height)];
  const r = Math.min(width, height) * (0.15 + (0.1 * digits[8]!) / 255);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${colour(0)}"/><g fill="${colour(3)}">${SHAPES[shape]!(x, y, r)}</g></svg>`;
  return sharp(Buffer.from(svg)).removeAlpha().toFormat(format).toBuffer();
}

/** Writes a file and the folders above it. */
export function put(folder: string, name: string, bytes: Uint8Array | string): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/** Writes `<class>/<number>.png` for each class and number. */
export async function putClasses(
  folder: string,
  count: number,
  options: { width?: number; height?: number; first?: number } = {},
): Promise<void> {
  const { first = 0, ...size } = options;
  for (const shape of SHAPE_NAMES) {
    for (let number = first; number < first + count; number++) {
      put(folder, `${shape}/${number}.png`, await picture(shape, number, size));
    }
  }
}
