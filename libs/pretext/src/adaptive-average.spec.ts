import { memory, openEngine, tensor4d, tidy } from '@nhat/engine';
import { adaptiveAverage } from './adaptive-average';

beforeAll(async () => {
  await openEngine();
});

const pooled = (values: number[], shape: [number, number, number, number], side: number) =>
  tidy(() => Array.from(adaptiveAverage(tensor4d(values, shape), side).dataSync()));

describe('adaptiveAverage', () => {
  it('divides evenly where it can, channels apart', () => {
    const values = Array.from({ length: 32 }, (_, i) => (i % 2 ? 100 * i : Math.floor(i / 2)));
    const [first, second] = [
      [2.5, 4.5, 10.5, 12.5],
      [600, 1000, 2200, 2600],
    ];
    expect(pooled(values, [1, 4, 4, 2], 2)).toEqual(first.flatMap((x, i) => [x, second[i]!]));
  });

  // torch.nn.AdaptiveAvgPool2d of the numbers 0, 1, 2, … (PyTorch 2.15).
  it.each([
    [4, 5, [0, 0.5, 1.5, 2.5, 3, 2, 2.5, 3.5, 4.5, 5, 6, 6.5, 7.5, 8.5, 9]],
    [8, 7, [4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 12.5, 13.5, 14.5, 15.5, 16.5, 17.5, 18.5]],
    [4, 7, [0, 0.5, 1, 1.5, 2, 2.5, 3, 2, 2.5, 3, 3.5, 4, 4.5, 5]],
  ])('is PyTorch’s from %d to %d', (size, side, expected) => {
    const values = Array.from({ length: size * size }, (_, i) => i);
    const found = pooled(values, [1, size, size, 1], side);
    expect(found).toHaveLength(side * side);
    found.slice(0, expected.length).forEach((x, i) => expect(x).toBeCloseTo(expected[i]!, 5));
  });

  it('leaves no tensors behind', () => {
    const before = memory().numTensors;
    pooled([1, 2, 3, 4], [1, 2, 2, 1], 3);
    expect(memory().numTensors).toBe(before);
  });
});
