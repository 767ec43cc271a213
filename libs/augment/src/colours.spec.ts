import { stream } from '@nhat/random';
import { colourJitter } from './colour-jitter';
import type { ColourJitterDraws } from './colour-jitter';
import { desaturate } from './desaturate';
import { labReader } from './lab';
import { readBatch } from './read-batch';
import { solarize } from './solarize';
import { drawsOf, nothing, planOf } from './testing/plans';

/** Colours on whole steps of 17, with greys and pure ones among them. */
const colours = Uint8Array.from(
  { length: 3 * 16 ** 3 },
  (_, at) => 17 * (Math.floor(at / 3 / 16 ** (at % 3)) % 16),
);

/** The colours after one change of colour-jitter: 0 brightness, 1 contrast, 2 saturation, 3 hue. */
function changed(which: number, amount: number, pixels = colours): Uint8Array {
  const bytes = pixels.slice();
  const draws: ColourJitterDraws = {
    chosen: Uint8Array.of(1),
    amounts: Float32Array.from([1, 1, 1, 0].map((same, i) => (i === which ? amount : same))),
    order: Uint8Array.of(0, 1, 2, 3),
  };
  colourJitter.recolourBytes!(bytes, draws, 0);
  return bytes;
}

type Pixel = [number, number, number];
const pixelsOf = (bytes: Uint8Array): Pixel[] =>
  Array.from({ length: bytes.length / 3 }, (_, i) => [
    bytes[3 * i]!,
    bytes[3 * i + 1]!,
    bytes[3 * i + 2]!,
  ]);

/** HSV by its definition: hue in turns. */
function hsvOf(pixel: Pixel): Pixel {
  const [r, g, b] = pixel;
  const [most, least] = [Math.max(...pixel), Math.min(...pixel)];
  const chroma = most - least;
  if (chroma === 0) return [0, 0, most];
  const hue =
    most === r ? (g - b) / chroma : most === g ? 2 + (b - r) / chroma : 4 + (r - g) / chroma;
  return [(hue / 6 + 1) % 1, chroma / most, most];
}

function rgbOf([hue, saturation, value]: Pixel): Pixel {
  const sector = Math.floor(hue * 6);
  const f = hue * 6 - sector;
  const [p, q, t] = [1, f, 1 - f].map((part) => value * (1 - part * saturation)) as Pixel;
  const table: Pixel[] = [
    [value, t, p],
    [q, value, p],
    [p, value, t],
    [p, q, value],
    [t, p, value],
    [value, p, q],
  ];
  return table[sector % 6]!;
}

const farthest = (a: Uint8Array, b: Pixel[]): number =>
  Math.max(...b.flat().map((value, at) => Math.abs(Math.min(255, Math.max(0, value)) - a[at]!)));

const lumaOf = ([r, g, b]: Pixel) => 0.299 * r + 0.587 * g + 0.114 * b;

describe('colour-jitter', () => {
  it('leaves every colour as it is at its neutral amounts', () => {
    for (const [which, same] of [1, 1, 1, 0].entries()) {
      expect(changed(which, same)).toEqual(colours);
    }
    expect(changed(3, 1)).toEqual(colours);
  });

  it.each([0.6, 1.4])('does brightness, contrast and saturation by their formulas: %s', (f) => {
    const pixels = pixelsOf(colours);
    const mean = Math.round(pixels.reduce((sum, one) => sum + lumaOf(one), 0) / pixels.length);
    const blend = (origin: (pixel: Pixel) => number) =>
      pixels.map((pixel) => pixel.map((v) => origin(pixel) + f * (v - origin(pixel))) as Pixel);
    expect(
      farthest(
        changed(0, f),
        blend(() => 0),
      ),
    ).toBeLessThanOrEqual(0.501);
    expect(
      farthest(
        changed(1, f),
        blend(() => mean),
      ),
    ).toBeLessThanOrEqual(0.501);
    expect(farthest(changed(2, f), blend(lumaOf))).toBeLessThanOrEqual(0.501);
  });

  it.each([-0.1, 0.04, 0.1, 0.5])('moves the hue on the circle of HSV: %s', (turns) => {
    const expected = pixelsOf(colours).map((pixel) => {
      const [hue, saturation, value] = hsvOf(pixel);
      return rgbOf([(((hue + turns) % 1) + 1) % 1, saturation, value]);
    });
    expect(farthest(changed(3, turns), expected)).toBeLessThanOrEqual(0.51);
  });

  it('draws factors in their ranges, in every order, for 4 of 5 images', () => {
    const plan = planOf(
      { ...nothing, 'colour-jitter': true },
      { count: 5000, size: 8, stream: stream('colours') },
    );
    const { chosen, amounts, order } = drawsOf(plan, colourJitter)!;
    const rows = [...chosen.keys()].filter((i) => chosen[i] === 1);
    expect(Math.abs(rows.length / 5000 - 0.8)).toBeLessThan(0.02);
    const of = (which: number) => rows.map((i) => amounts[4 * i + which]!);
    for (const [which, [middle, reach]] of [
      [1, 0.4],
      [1, 0.4],
      [1, 0.2],
      [0, 0.1],
    ].entries()) {
      const values = of(which);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(middle! - reach! - 1e-6);
      expect(Math.max(...values)).toBeLessThanOrEqual(middle! + reach! + 1e-6);
      expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(1.9 * reach!);
    }
    const orders = new Set(rows.map((i) => order.subarray(4 * i, 4 * i + 4).join()));
    expect(orders.size).toBe(24);
  });
});

describe('desaturate and solarize', () => {
  it('give the grey of the same luma, and invert bright values', () => {
    const bytes = colours.slice();
    desaturate.recolourBytes!(bytes, Uint8Array.of(1), 0);
    expect(
      farthest(
        bytes,
        pixelsOf(colours).map((p) => [lumaOf(p), lumaOf(p), lumaOf(p)]),
      ),
    ).toBeLessThanOrEqual(0.501);
    const values = Uint8Array.of(0, 127, 128, 129, 255, 5);
    const draws = solarize.draw(
      { probability: 1, threshold: 128 },
      { count: 1, size: 1, stream: stream('solarize') },
    );
    solarize.recolourBytes!(values, draws, 0);
    expect([...values]).toEqual([0, 127, 127, 126, 0, 5]);
  });

  it('change the chosen images alone, and no byte that is stored', () => {
    const size = 8;
    const count = 40;
    const s = stream('stored');
    const pixels = Uint8Array.from({ length: count * size * size * 3 }, () => s.integer(256));
    const stored = pixels.slice();
    const read = labReader({ mean: [50, 2, 3], std: [20, 10, 12] });
    const order = Uint32Array.from({ length: count }, (_, i) => count - 1 - i);
    const batch = { count, size, stream: stream('batch') };
    const plain = readBatch({ count, size, pixels }, order, read).values;
    for (const name of ['colour-jitter', 'desaturate', 'solarize']) {
      const plan = planOf({ ...nothing, [name]: true }, batch);
      const { draws } = plan.drawn[0]!;
      const chosen = draws instanceof Uint8Array ? draws : (draws as ColourJitterDraws).chosen;
      const { values } = readBatch({ count, size, pixels }, order, read, plan);
      const area = size * size * 3;
      for (let i = 0; i < count; i++) {
        const [got, was] = [values, plain].map((all) => all.subarray(i * area, (i + 1) * area));
        expect(Buffer.from(got!.slice().buffer).equals(Buffer.from(was!.slice().buffer))).toBe(
          chosen[i] === 0,
        );
      }
    }
    expect(pixels).toEqual(stored);
  });
});
