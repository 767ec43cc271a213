import { stream } from '@nhat/random';
import { borderPixels, borderRotationAccuracy } from './border-rotation';

const SIZE = 16;

function borders(
  count: number,
  seed: string,
  lightness: (row: number, noise: number) => number,
): Float32Array[] {
  const random = stream(seed);
  const pixels = borderPixels(SIZE);
  return Array.from({ length: count }, () =>
    Float32Array.from(pixels, (pixel) => lightness(Math.floor(pixel / SIZE), random.normal())),
  );
}

describe('border rotation accuracy', () => {
  it('counts the outer three pixels', () => {
    expect(borderPixels(32)).toHaveLength(32 * 32 - 26 * 26);
    expect([...borderPixels(8)].filter((pixel) => pixel === 3 * 8 + 3)).toEqual([]);
    expect(borderPixels(8)).toContain(2 * 8 + 3);
  });

  it('is 1 for images that darken downwards', () => {
    const gradient = (row: number, noise: number) => 1 - (2 * row) / SIZE + 0.3 * noise;
    const [train, heldOut] = [borders(200, 'train', gradient), borders(100, 'test', gradient)];
    expect(borderRotationAccuracy(train, heldOut, SIZE, stream(1))).toBe(1);
  });

  it('is a quarter for noise', () => {
    const noise = (_: number, value: number) => value;
    const [train, heldOut] = [borders(600, 'train', noise), borders(500, 'test', noise)];
    expect(Math.abs(borderRotationAccuracy(train, heldOut, SIZE, stream(1)) - 0.25)).toBeLessThan(
      0.03,
    );
  });

  it('is between when the gradient is faint, and the same every time', () => {
    const faint = (row: number, noise: number) => 0.12 * (1 - (2 * row) / SIZE) + noise;
    const [train, heldOut] = [borders(600, 'train', faint), borders(400, 'test', faint)];
    const accuracy = borderRotationAccuracy(train, heldOut, SIZE, stream(1));
    expect(accuracy).toBeGreaterThan(0.35);
    expect(accuracy).toBeLessThan(0.9);
    expect(borderRotationAccuracy(train, heldOut, SIZE, stream(1))).toBe(accuracy);
  });
});
