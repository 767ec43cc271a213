import { stream } from '@nhat/random';
import { labReader } from './lab';
import { rgbPixels } from './pictures';
import { readBatch } from './read-batch';

const lab = { mean: [50, 3, -4], std: [20, 10, 0.2] };

it('gives back the pixels that were read', () => {
  const draws = stream(0, 'pixels');
  const count = 8;
  const pixels = Uint8Array.from({ length: count * 16 * 16 * 3 }, () => draws.integer(256));
  pixels.set([0, 0, 0, 255, 255, 255, 128, 128, 128, 255, 0, 0]);
  const images = { count, size: 16, pixels };
  const batch = readBatch(
    images,
    Uint32Array.from({ length: count }, (_, i) => i),
    labReader(lab),
  );
  const back = rgbPixels(batch, lab);
  const furthest = back.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - pixels[at]!)),
    0,
  );
  expect(back).toHaveLength(pixels.length);
  expect(furthest).toBeLessThanOrEqual(1);
});

it('clamps colours that no screen shows', () => {
  const values = Float32Array.of(10, 0, 0, -10, 0, 0, 0, 40, 0);
  const [white, black, red] = [0, 1, 2].map((pixel) =>
    rgbPixels(
      { count: 1, size: 1, channels: 3, values: values.slice(3 * pixel, 3 * pixel + 3) },
      lab,
    ),
  );
  expect([...white!]).toEqual([255, 255, 255]);
  expect([...black!]).toEqual([0, 0, 0]);
  expect(red![0]).toBe(255);
  expect(red![1]).toBe(0);
});
