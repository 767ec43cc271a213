import { stream } from '@nhat/random';
import { drawAugmentation } from './augment-plan';
import type { AugmentPlan, Augmentations } from './augment-plan';
import { labReader } from './lab';
import { move, readBatch } from './read-batch';

const read = labReader({ mean: [50, 2, 3], std: [20, 10, 12] });

function randomImages(count: number, size: number) {
  const s = stream('images', size);
  const pixels = Uint8Array.from({ length: count * size * size * 3 }, () => s.integer(256));
  return { count, size, pixels };
}

type Image = number[][][];

const toRows = (values: Float32Array, image: number, size: number): Image =>
  Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => {
      const at = ((image * size + y) * size + x) * 3;
      return [...values.subarray(at, at + 3)];
    }),
  );

/** Section 1.7 step by step, one image at a time, on nested arrays. */
function naive(image: Image, plan: AugmentPlan, i: number): Image {
  const size = image.length;
  const black = [0, 0, 0];
  const jitter = image.map((row) =>
    row.map((pixel) => pixel.map((x, c) => x * plan.scale[i * 3 + c]! + plan.offset[i * 3 + c]!)),
  );
  const grey = jitter.map((row) =>
    row.map((pixel) =>
      plan.grey[i] ? pixel.map(() => (pixel[0]! + pixel[1]! + pixel[2]!) / 3) : pixel,
    ),
  );
  const flipped = grey.map((row) => (plan.flip[i] ? [...row].reverse() : row));
  const [dx, dy] = [plan.shift[i * 2]!, plan.shift[i * 2 + 1]!];
  const shifted = flipped.map((row, y) => row.map((_, x) => flipped[y + dy]?.[x + dx] ?? black));
  const [left, top] = [plan.cut[i * 2]!, plan.cut[i * 2 + 1]!];
  const inside = (at: number, from: number) => from >= 0 && at >= from && at < from + size / 4;
  return shifted.map((row, y) =>
    row.map((pixel, x) => (inside(x, left) && inside(y, top) ? black : pixel)),
  );
}

describe('readBatch', () => {
  it('converts the chosen images when there is no plan', () => {
    const images = randomImages(5, 4);
    const batch = readBatch(images, Uint32Array.of(3, 0, 3), read);
    const expected = new Float32Array(48);
    read(images.pixels, 48, 16, expected, 0);
    expect(batch).toMatchObject({ count: 3, size: 4, channels: 3 });
    expect(batch.values.subarray(0, 48)).toEqual(expected);
    expect(batch.values.subarray(96)).toEqual(expected);
  });

  it.each<keyof Augmentations | 'all'>(['jitter', 'grey', 'flip', 'crop', 'cutout', 'all'])(
    'does %s as a naive version on nested arrays does',
    (name) => {
      const size = 16;
      const images = randomImages(40, size);
      const order = Uint32Array.from({ length: 40 }, (_, i) => 39 - i);
      const on = { jitter: false, grey: false, flip: false, crop: false, cutout: false };
      const chosen =
        name === 'all'
          ? { jitter: true, grey: true, flip: true, crop: true, cutout: true }
          : { ...on, [name]: true };
      const plan = drawAugmentation(chosen, { count: 40, size, stream: stream('naive') });
      const plain = readBatch(images, order, read).values;
      const { values } = readBatch(images, order, read, plan);
      expect(values).not.toEqual(plain);
      for (let i = 0; i < 40; i++) {
        const expected = naive(toRows(plain, i, size), plan, i).flat(2);
        const got = toRows(values, i, size).flat(2);
        const errors = got.map((value, at) => Math.abs(value - expected[at]!));
        expect(Math.max(...errors)).toBeLessThan(1e-5);
      }
    },
  );

  it('fills what comes from outside on all four sides alike', () => {
    const size = 16;
    const count = 4000;
    const images = { count: 1, size, pixels: new Uint8Array(size * size * 3).fill(255) };
    const on = { jitter: false, grey: false, flip: true, crop: true, cutout: true };
    const plan = drawAugmentation(on, { count, size, stream: stream('sides') });
    const { values } = readBatch(images, new Uint32Array(count), read, plan);
    const filled = new Array<number>(4).fill(0);
    for (let i = 0; i < count; i++) {
      const empty = (x: number, y: number) => values[((i * size + y) * size + x) * 3] === 0;
      for (let k = 0; k < size; k++) {
        [empty(k, 0), empty(size - 1, k), empty(k, size - 1), empty(0, k)].forEach((is, side) => {
          filled[side]! += is ? 1 : 0;
        });
      }
    }
    const mean = filled.reduce((a, b) => a + b) / 4;
    filled.forEach((side) => expect(Math.abs(side / mean - 1)).toBeLessThan(0.05));
  });
});

describe('move', () => {
  it('takes a one-channel map along with its image', () => {
    const size = 8;
    const images = randomImages(30, size);
    const on = { jitter: false, grey: false, flip: true, crop: true, cutout: false };
    const plan = drawAugmentation(on, { count: 30, size, stream: stream('map') });
    const order = Uint32Array.from({ length: 30 }, (_, i) => i);
    const { values } = readBatch(images, order, read, plan);
    const plain = readBatch(images, order, read).values;
    for (let i = 0; i < 30; i++) {
      const map = Float32Array.from({ length: 64 }, (_, at) => plain[(i * 64 + at) * 3]!);
      const into = new Float32Array(64);
      move(map, plan, i, { into, at: 0, channels: 1 });
      expect([...into]).toEqual(Array.from(into, (_, at) => values[(i * 64 + at) * 3]));
    }
  });
});
