import { stream } from '@nhat/random';
import type { AugmentPlan } from './augment-plan';
import { placementOf } from './augment-plan';
import type { AugmentationModule } from './augmentation';
import { crop } from './crop';
import { cutout } from './cutout';
import { flip } from './flip';
import { grey } from './grey';
import { jitter } from './jitter';
import { labReader } from './lab';
import { mirrored, move } from './placement';
import { copiedPixels, imagesAt } from './images';
import { readBatch } from './read-batch';
import { drawsOf, everything, nothing, planOf } from './testing/plans';

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

/** Every augmentation of the paper step by step, one image at a time, on nested arrays. */
function naive(image: Image, plan: AugmentPlan, i: number): Image {
  const size = image.length;
  const black = [0, 0, 0];
  const { scale, offset } = drawsOf(plan, jitter) ?? {};
  const jittered = image.map((row) =>
    row.map((pixel) =>
      pixel.map((x, c) => x * (scale?.[i * 3 + c] ?? 1) + (offset?.[i * 3 + c] ?? 0)),
    ),
  );
  const greyed = jittered.map((row) =>
    row.map((pixel) =>
      drawsOf(plan, grey)?.[i] ? pixel.map(() => (pixel[0]! + pixel[1]! + pixel[2]!) / 3) : pixel,
    ),
  );
  const flipped = greyed.map((row) => (drawsOf(plan, flip)?.flip[i] ? [...row].reverse() : row));
  const shift = drawsOf(plan, crop);
  const [dx, dy] = [shift?.[i * 2] ?? 0, shift?.[i * 2 + 1] ?? 0];
  const shifted = flipped.map((row, y) => row.map((_, x) => flipped[y + dy]?.[x + dx] ?? black));
  const corner = drawsOf(plan, cutout)?.corner;
  const [left, top] = [corner?.[i * 2] ?? -1, corner?.[i * 2 + 1] ?? -1];
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

  it('gives the same for images that are read one by one into the same memory', () => {
    const images = randomImages(20, 8);
    const memory = new Uint8Array(8 * 8 * 3);
    const reader = {
      ...images,
      pixels(index: number) {
        memory.set(images.pixels.subarray(index * 192, (index + 1) * 192));
        return memory;
      },
    };
    const order = Uint32Array.of(7, 3, 3, 19, 0);
    const rows = Uint32Array.of(4, 1);
    const all = { ...everything, 'colour-jitter': { probability: 1 }, solarize: true };
    const plan = planOf(all, { count: 5, size: 8, stream: stream('reader') });
    for (const plans of [undefined, plan]) {
      const expected = readBatch(images, order, read, plans).values;
      expect(readBatch(reader, order, read, plans).values).toEqual(expected);
    }
    expect(copiedPixels(reader, order)).toEqual(copiedPixels(images, order));
    const [some, same] = [imagesAt(reader, order), imagesAt(images, order)];
    expect(some.count).toBe(5);
    expect(readBatch(some, rows, read).values).toEqual(readBatch(same, rows, read).values);
  });

  const paper = Object.keys(everything).filter((name) => everything[name] !== false);

  // The others have a spec of their own.
  it.each([...paper, 'all'])('does %s as a naive version on nested arrays does', (name) => {
    const size = 16;
    const images = randomImages(40, size);
    const order = Uint32Array.from({ length: 40 }, (_, i) => 39 - i);
    const chosen = name === 'all' ? everything : { ...nothing, [name]: true };
    const plan = planOf(chosen, { count: 40, size, stream: stream('naive') });
    const plain = readBatch(images, order, read).values;
    const { values } = readBatch(images, order, read, plan);
    expect(values).not.toEqual(plain);
    for (let i = 0; i < 40; i++) {
      const expected = naive(toRows(plain, i, size), plan, i).flat(2);
      const got = toRows(values, i, size).flat(2);
      const errors = got.map((value, at) => Math.abs(value - expected[at]!));
      expect(Math.max(...errors)).toBeLessThan(1e-5);
    }
  });

  it('fills what comes from outside on all four sides alike', () => {
    const size = 16;
    const count = 4000;
    const images = { count: 1, size, pixels: new Uint8Array(size * size * 3).fill(255) };
    const on = { ...everything, jitter: false, grey: false };
    const plan = planOf(on, { count, size, stream: stream('sides') });
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
    const plan = planOf(
      { ...nothing, flip: true, crop: true },
      { count: 30, size, stream: stream('map') },
    );
    const order = Uint32Array.from({ length: 30 }, (_, i) => i);
    const { values } = readBatch(images, order, read, plan);
    const plain = readBatch(images, order, read).values;
    for (let i = 0; i < 30; i++) {
      const map = Float32Array.from({ length: 64 }, (_, at) => plain[(i * 64 + at) * 3]!);
      const into = new Float32Array(64);
      move(map, size, placementOf(plan, i), { into, at: 0, channels: 1 });
      expect([...into]).toEqual(Array.from(into, (_, at) => values[(i * 64 + at) * 3]));
    }
  });
});

/** Its parts that change pixels, in any order of the phases. */
describe('an augmentation of any kind', () => {
  const size = 4;
  const images = randomImages(1, size);
  const module = (parts: Partial<AugmentationModule>): AugmentationModule => ({
    name: 'any',
    options: { type: 'object', description: 'Any.', properties: {} },
    default: false,
    draw: () => undefined,
    ...parts,
  });
  const batch = (...modules: AugmentationModule[]) =>
    readBatch(images, Uint32Array.of(0), read, {
      ...{ count: 1, size },
      drawn: modules.map((one) => ({ module: one, draws: undefined })),
    }).values;
  const [plain] = [readBatch(images, Uint32Array.of(0), read).values];

  it('recolours before pixels are moved and covers after, whatever the order of the list', () => {
    const first = (value: number) => (pixels: Float32Array | Float64Array, at?: unknown) => {
      pixels[typeof at === 'number' ? at : 0] = value;
    };
    const mirror = module({ place: (placement) => mirrored(placement, size) });
    const before = module({ recolour: (pixels) => first(100)(pixels) });
    const after = module({ cover: (pixels, at) => first(200)(pixels, at) });
    const values = batch(after, mirror, before);
    expect(values[0]).toBe(200);
    expect(values[(size - 1) * 3]).toBe(100);
    expect(values.subarray(1, 3)).toEqual(plain.subarray((size - 1) * 3 + 1, size * 3));
  });

  it('may mirror top and bottom, and what was mirrored twice is where it was', () => {
    const upsideDown = module({
      place: ({ top, down, ...rest }) => ({
        ...rest,
        top: top + down * (size - 1),
        down: -down,
      }),
    });
    const row = size * 3;
    expect(batch(upsideDown).subarray(0, row)).toEqual(plain.subarray(3 * row));
    expect(batch(upsideDown, upsideDown)).toEqual(plain);
  });
});
