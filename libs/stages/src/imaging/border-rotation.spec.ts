import { stream } from '@nhat/random';
import { borderPixels, borderSides } from './border-pixels';
import { borderRotationAccuracy } from './border-rotation';

const SIZE = 16;
/** Lightness and its deviation of every dataset of these tests, in LAB. */
const [MIDDLE, DEVIATIONS] = [50, [10, 10, 10]];

type Shade = (row: number, column: number, noise: number) => number;

/** Borders in LAB of `count` images; `draw` makes the shade of each of them, in deviations. */
function borders(count: number, seed: string, draw: (random: () => number) => Shade) {
  const random = stream(seed);
  const pixels = borderPixels(SIZE);
  return Array.from({ length: count }, () => {
    const shade = draw(() => random.next());
    return Float32Array.from({ length: pixels.length * 3 }, (_, at) => {
      const pixel = pixels[Math.floor(at / 3)]!;
      if (at % 3 !== 0) return 0;
      return MIDDLE + 10 * shade(Math.floor(pixel / SIZE), pixel % SIZE, random.normal());
    });
  });
}

function accuracies(
  counts: [train: number, heldOut: number],
  draw: (random: () => number) => Shade,
) {
  const [train, heldOut] = [borders(counts[0], 'train', draw), borders(counts[1], 'test', draw)];
  return borderRotationAccuracy({ train, heldOut }, SIZE, DEVIATIONS, stream(1));
}

describe('border rotation accuracy', () => {
  it('is 1 for images that darken downwards', () => {
    const found = accuracies([80, 50], () => (row, _, noise) => 1 - (2 * row) / SIZE + 0.3 * noise);
    expect(found).toEqual({ linear: 1, cnn: 1 });
  });

  it('is a quarter for noise', () => {
    const { linear, cnn } = accuracies([150, 400], () => (_, __, noise) => noise);
    expect(Math.abs(linear - 0.25)).toBeLessThan(0.03);
    // 400 images, not 1,600 turns: a standard deviation of 0.022.
    expect(Math.abs(cnn - 0.25)).toBeLessThan(0.08);
  });

  it('is a quarter for images without any contrast, because all sides are equal', () => {
    expect(accuracies([40, 40], () => () => 0)).toEqual({ linear: 0.25, cnn: 0.25 });
  });

  it('is between when the gradient is faint, and the same every time', () => {
    const faint = () => (row: number, _: number, noise: number) =>
      0.12 * (1 - (2 * row) / SIZE) + noise;
    const found = accuracies([150, 200], faint);
    expect(found.linear).toBeGreaterThan(0.35);
    expect(found.linear).toBeLessThan(0.9);
    expect(accuracies([150, 200], faint)).toEqual(found);
  });

  it('finds a texture with a direction by the CNN, where the linear classifier sees nothing', () => {
    // Sawtooth waves: each is brighter towards its lower edge. Neither its phase nor its sign on average tells more.
    const { linear, cnn } = accuracies([300, 100], (random) => {
      const phase = random();
      return (row) => 2 * ((row / 5 + phase) % 1) - 1;
    });
    expect(linear).toBeLessThan(0.45);
    expect(cnn).toBeGreaterThan(0.9);
  });

  it('looks at colour too', () => {
    const coloured = (seed: string, count: number) =>
      borders(count, seed, () => () => 0).map((lab) => {
        const pixels = borderPixels(SIZE);
        return lab.map((value, at) =>
          at % 3 === 1 ? 10 - (20 * Math.floor(pixels[Math.floor(at / 3)]! / SIZE)) / SIZE : value,
        );
      });
    const all = { train: coloured('train', 80), heldOut: coloured('test', 50) };
    const { linear, cnn } = borderRotationAccuracy(all, SIZE, DEVIATIONS, stream(1));
    expect(linear).toBe(0.25);
    expect(cnn).toBe(1);
  });
});

describe('the border', () => {
  it('holds the outer three pixels', () => {
    expect(borderPixels(32)).toHaveLength(32 * 32 - 26 * 26);
    expect([...borderPixels(8)].filter((pixel) => pixel === 3 * 8 + 3)).toEqual([]);
    expect(borderPixels(8)).toContain(2 * 8 + 3);
  });

  it('has four sides that follow each other when the image is turned by a quarter', () => {
    const pixels = borderPixels(SIZE);
    const rank = new Map(Array.from(pixels, (pixel, at) => [pixel, at]));
    // Where each border pixel of the image comes from when it was turned anticlockwise.
    const turned = Array.from(pixels, (pixel) => {
      const [row, column] = [Math.floor(pixel / SIZE), pixel % SIZE];
      return rank.get(column * SIZE + (SIZE - 1 - row))!;
    });
    const sides = borderSides(SIZE);
    const length = sides.length / 4;
    const moved = [...sides.subarray(length), ...sides.subarray(0, length)];
    expect([...sides].map((place) => turned[place])).toEqual(moved);
    expect(new Set(sides).size).toBe(pixels.length);
  });
});
