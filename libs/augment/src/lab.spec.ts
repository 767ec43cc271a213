import { stream } from '@nhat/random';
import { chromaShare, labReader, labStatistics } from './lab';

/** The formula as published (CIE 15, sRGB IEC 61966-2-1), written without tables. */
function naiveLab(rgb: readonly number[]): number[] {
  const [r, g, b] = rgb.map((byte) => {
    const x = byte / 255;
    return x > 0.04045 ? Math.pow((x + 0.055) / 1.055, 2.4) : x / 12.92;
  }) as [number, number, number];
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.412453 * r + 0.35758 * g + 0.180423 * b) / 0.95047);
  const y = f(0.212671 * r + 0.71516 * g + 0.072169 * b);
  const z = f((0.019334 * r + 0.119193 * g + 0.950227 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const plain = labReader({ mean: [0, 0, 0], std: [1, 1, 1] });

function labOf(rgb: readonly number[]): number[] {
  const into = new Float32Array(3);
  plain(Uint8Array.from(rgb), 0, 1, into, 0);
  return [...into];
}

describe('labReader', () => {
  // scikit-image 0.22, rgb2lab, to two places.
  it.each([
    ['black', [0, 0, 0], [0, 0, 0]],
    ['white', [255, 255, 255], [100, 0, 0]],
    ['red', [255, 0, 0], [53.24, 80.09, 67.2]],
    ['green', [0, 255, 0], [87.73, -86.18, 83.18]],
    ['blue', [0, 0, 255], [32.3, 79.2, -107.86]],
    ['middle grey', [119, 119, 119], [50.03, 0, 0]],
  ])('gives the known values of %s', (_, rgb, expected) => {
    labOf(rgb).forEach((value, c) => expect(Math.abs(value - expected[c]!)).toBeLessThan(0.02));
  });

  it('follows the formula within 0.002 for any colour, dark ones too', () => {
    const s = stream('lab');
    let worst = 0;
    for (let i = 0; i < 20_000; i++) {
      const limit = i % 2 ? 256 : 20;
      const rgb = [s.integer(limit), s.integer(limit), s.integer(limit)];
      const expected = naiveLab(rgb);
      labOf(rgb).forEach((value, c) => {
        worst = Math.max(worst, Math.abs(value - expected[c]!));
      });
    }
    expect(worst).toBeLessThan(0.002);
  });

  it('subtracts the mean, divides by the standard deviation, and touches no other element', () => {
    const read = labReader({ mean: [38, 3, 5], std: [17, 9, 11] });
    const into = new Float32Array(9).fill(-7);
    read(Uint8Array.of(0, 0, 0, 200, 30, 90, 1, 1, 1), 1, 1, into, 3);
    const [l, a, b] = naiveLab([200, 30, 90]) as [number, number, number];
    expect([...into.subarray(0, 3), ...into.subarray(6)]).toEqual(new Array(6).fill(-7));
    [(l - 38) / 17, (a - 3) / 9, (b - 5) / 11].forEach((value, c) =>
      expect(into[3 + c]).toBeCloseTo(value, 3),
    );
  });
});

describe('images without colours', () => {
  const greys = Uint8Array.from({ length: 3 * 256 }, (_, at) => Math.floor(at / 3));
  const oneColour = Uint8Array.from({ length: 3 * 256 }, (_, at) => [200, 30, 90][at % 3]!);
  const normalised = (pixels: Uint8Array) => {
    const into = new Float32Array(pixels.length);
    labReader(labStatistics([pixels]))(pixels, 0, pixels.length / 3, into, 0);
    return into;
  };

  it('keep colours of zero when they are greys, in place of enlarged rounding errors', () => {
    const values = normalised(greys);
    const colours = values.filter((_, at) => at % 3 !== 0);
    expect(Math.max(...colours.map(Math.abs))).toBeLessThan(0.01);
    const lightness = values.filter((_, at) => at % 3 === 0);
    expect(lightness.reduce((sum, x) => sum + x * x, 0) / 256).toBeCloseTo(1, 3);
  });

  it('are zero everywhere when they have one colour', () => {
    expect(Math.max(...normalised(oneColour).map(Math.abs))).toBeLessThan(1e-3);
  });

  it('have no share of colour, and other images have one', () => {
    const share = (pixels: Uint8Array) => chromaShare(labStatistics([pixels]));
    expect([share(greys), share(oneColour)]).toEqual([0, 0]);
    expect(chromaShare({ std: [3, 0.9, 4] })).toBeCloseTo(16 / 25, 12);
    const mixed = Uint8Array.from([...greys, ...oneColour]);
    expect(share(mixed)).toBeGreaterThan(0.1);
  });
});

describe('labStatistics', () => {
  it('makes the pixels it was measured on have mean 0 and variance 1', () => {
    const s = stream('statistics');
    const chunks = [1500, 1, 700].map((pixels) =>
      Uint8Array.from({ length: pixels * 3 }, (_, at) => s.integer(at % 3 ? 256 : 90)),
    );
    const read = labReader(labStatistics(chunks));
    const all = Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
    const lab = new Float32Array(all.length);
    read(all, 0, all.length / 3, lab, 0);
    for (const c of [0, 1, 2]) {
      const channel = lab.filter((_, at) => at % 3 === c);
      const mean = channel.reduce((sum, x) => sum + x) / channel.length;
      const variance = channel.reduce((sum, x) => sum + (x - mean) ** 2, 0) / channel.length;
      expect(mean).toBeCloseTo(0, 4);
      expect(variance).toBeCloseTo(1, 4);
    }
  });
});
