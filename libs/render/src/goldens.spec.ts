import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { renderRange } from './range';
import { createRenderer } from './renderer';

const FOLDER = join(__dirname, '../goldens');
const [SIZE, COLUMNS, ROWS] = [64, 5, 10];

const config = (factors: string, objects: number) => {
  const [texture, colour, viewpoint, lighting] = [...factors].map((letter) => letter !== '-');
  return {
    dataset: factors,
    factors: { texture: texture!, colour: colour!, viewpoint: viewpoint!, lighting: lighting! },
    background: 'lit' as const,
    objects,
    resolution: SIZE,
    counts: { train: 1000, validation: 100, test: 100 },
    shapesPerBucket: 40,
    seed: 0,
  };
};

/** Five images of each class side by side, `[ROWS · SIZE, COLUMNS · SIZE, 3]`. */
function sheet(factors: string): Buffer {
  const wanted = config(factors, 1);
  const { pixels } = renderRange(createRenderer(wanted), wanted, 'train', 0, COLUMNS * ROWS);
  return columns(pixels);
}

/** Two columns of scenes; beside the second its classes, its instances and its depth as shades of grey. */
function sceneSheet(): Buffer {
  const wanted = config('TCVL', 4);
  const { pixels, ...truth } = renderRange(createRenderer(wanted), wanted, 'train', 0, 2 * ROWS);
  const grey = (map: Uint8Array, scale: number) =>
    map.subarray(map.length / 2).reduce(
      (out, value, at) => {
        return out.fill(value * scale, at * 3, at * 3 + 3);
      },
      new Uint8Array((map.length / 2) * 3),
    );
  return columns(
    Buffer.concat([
      pixels,
      grey(truth.mask, 25),
      grey(truth.scene!.instance, 60),
      grey(truth.depth, 1),
    ]),
  );
}

/** `[COLUMNS · ROWS, SIZE, SIZE, 3]`, column by column. */
function columns(pixels: Uint8Array): Buffer {
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

describe.each(['----', '--V-', 'T---', 'TC--', 'TCVL', 'scenes'])('contact sheet of %s', (kind) => {
  const name = kind.replaceAll('-', '') || 'plain';
  const golden = join(FOLDER, `${name}.png`);

  it('looks like its golden; if the change is right, put the -changed file in its place', async () => {
    const pixels = kind === 'scenes' ? sceneSheet() : sheet(kind);
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
