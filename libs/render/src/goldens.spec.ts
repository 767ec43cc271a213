import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { renderRange } from './range';
import { createRenderer } from './renderer';

const FOLDER = join(__dirname, '../goldens');
const [SIZE, COLUMNS, ROWS] = [64, 5, 10];

/** Five images of each class side by side, `[ROWS · SIZE, COLUMNS · SIZE, 3]`. */
function sheet(factors: string): Buffer {
  const [texture, colour, viewpoint, lighting] = [...factors].map((letter) => letter !== '-');
  const config = {
    dataset: factors,
    factors: { texture: texture!, colour: colour!, viewpoint: viewpoint!, lighting: lighting! },
    background: 'lit' as const,
    resolution: SIZE,
    counts: { train: 1000, validation: 100, test: 100 },
    shapesPerBucket: 40,
    seed: 0,
  };
  const { pixels } = renderRange(createRenderer(config), config, 'train', 0, COLUMNS * ROWS);
  const all = Buffer.alloc(pixels.length);
  for (let image = 0; image < COLUMNS * ROWS; image++) {
    const [column, row] = [Math.floor(image / ROWS), image % ROWS];
    for (let line = 0; line < SIZE; line++) {
      const from = (image * SIZE + line) * SIZE * 3;
      all.set(
        pixels.subarray(from, from + SIZE * 3),
        ((row * SIZE + line) * COLUMNS + column) * SIZE * 3,
      );
    }
  }
  return all;
}

/** Difference, in 8-bit levels, that `share` of all values stay below. */
function quantile(a: Uint8Array, b: Uint8Array, share: number): number {
  const differences = a.map((value, at) => Math.abs(value - b[at]!)).sort();
  return differences[Math.floor(share * (differences.length - 1))]!;
}

describe.each(['----', '--V-', 'T---', 'TC--', 'TCVL'])('contact sheet of %s', (factors) => {
  const name = factors.replaceAll('-', '') || 'plain';
  const golden = join(FOLDER, `${name}.png`);

  it('looks like its golden; if the change is right, put the -changed file in its place', async () => {
    const pixels = sheet(factors);
    const seen = existsSync(golden)
      ? await sharp(golden).removeAlpha().raw().toBuffer()
      : Buffer.alloc(pixels.length);
    const errors = [0.5, 0.99, 1].map((share) => quantile(pixels, seen, share));
    if (errors[0]! > 0 || errors[1]! > 2 || errors[2]! > 40) {
      const raw = { width: COLUMNS * SIZE, height: ROWS * SIZE, channels: 3 as const };
      await sharp(pixels, { raw })
        .png({ compressionLevel: 9 })
        .toFile(join(FOLDER, `${name}-changed.png`));
    }
    expect(errors[0]).toBe(0);
    expect(errors[1]).toBeLessThanOrEqual(2);
    expect(errors[2]).toBeLessThanOrEqual(40);
  });
});
