/** A row of square pictures side by side, as a stage publishes it. */
export interface DecodedRow {
  /** Pixels per side. */
  size: number;
  count: number;
  /** `[size, count · size, 3]` */
  pixels: Uint8Array;
}

/** Pixels of a picture for each pixel of the gap behind it. */
const CELL_PER_GAP = 8;

/** Decodes a PNG of square pictures side by side. Throws for one of another shape. */
export async function decodedRow(png: Uint8Array): Promise<DecodedRow> {
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height: size, channels } = info;
  if (channels !== 3 || width % size !== 0) throw new Error('no row of square pictures');
  return { size, count: width / size, pixels: data };
}

/** The row with every picture enlarged to `cell` pixels a side by the nearest pixel, and transparent gaps between them: a PNG. */
export async function pictureStrip(
  { size, count, pixels }: DecodedRow,
  cell: number,
): Promise<{ png: Buffer; width: number; height: number }> {
  const step = cell + Math.max(1, Math.round(cell / CELL_PER_GAP));
  const width = count * step - (step - cell);
  const canvas = Buffer.alloc(width * cell * 4);
  for (let row = 0; row < cell; row++) {
    const line = Math.floor((row * size) / cell) * count;
    for (let at = 0; at < count * cell; at++) {
      const [picture, column] = [Math.floor(at / cell), at % cell];
      const from = 3 * ((line + picture) * size + Math.floor((column * size) / cell));
      const to = 4 * (row * width + picture * step + column);
      canvas.set(pixels.subarray(from, from + 3), to);
      canvas[to + 3] = 255;
    }
  }
  const { default: sharp } = await import('sharp');
  const raw = { width, height: cell, channels: 4 as const };
  const png = await sharp(canvas, { raw }).png({ compressionLevel: 9 }).toBuffer();
  return { png, width, height: cell };
}
