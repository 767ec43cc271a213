import { stream } from '@nhat/random';
import { linearTable, toLinear } from '../raster/srgb';
import { sampleTile, tileLevel } from '../raster/tile-sampler';
import { FAMILIES, TEXTURE_COUNT, TILE_LEVELS, TILE_SIZE, tileCollection } from '.';

const families = Object.keys(FAMILIES);

describe.each(families)('%s', (name) => {
  const draws = Array.from({ length: 6 }, (_, at) => FAMILIES[name]!(stream(at, name)));

  it('stays in [0, 1] and repeats with period 1', () => {
    const random = stream(2, 'places');
    const values: number[] = [];
    let seam = 0;
    for (const pattern of draws) {
      for (let at = 0; at < 300; at++) {
        // Multiples of 2⁻²⁰, so that adding 1 is exact.
        const [u, v] = [random.integer(1 << 20) / (1 << 20), random.integer(1 << 20) / (1 << 20)];
        const value = pattern(u, v);
        values.push(value);
        seam = Math.max(
          seam,
          Math.abs(pattern(u + 1, v) - value),
          Math.abs(pattern(u, v + 1) - value),
        );
      }
    }
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(1);
    expect(seam).toBeLessThan(1e-6);
  });

  it('is no flat colour, and each draw is another', () => {
    const rasters = draws.map((pattern) =>
      Array.from({ length: 1024 }, (_, at) =>
        pattern((at % 32) / 32 + 0.01, Math.floor(at / 32) / 32 + 0.01),
      ),
    );
    for (const raster of rasters) {
      const mean = raster.reduce((sum, value) => sum + value, 0) / raster.length;
      const spread = Math.sqrt(
        raster.reduce((sum, value) => sum + (value - mean) ** 2, 0) / raster.length,
      );
      expect(spread).toBeGreaterThan(0.05);
    }
    expect(new Set(rasters.map((raster) => raster.join())).size).toBeGreaterThan(3);
  });
});

describe('tiles', () => {
  const tiles = tileCollection(1);

  it('come in as many of each family', () => {
    expect(families.length).toBeGreaterThanOrEqual(10);
    expect(TEXTURE_COUNT % families.length).toBe(0);
  });

  it('are the same for the same seed and number, others for others', () => {
    expect(tileCollection(1)(30)[0]).toEqual(tiles(30)[0]);
    expect(tileCollection(2)(30)[0]).not.toEqual(tiles(30)[0]);
    expect(tiles(31)[0]).not.toEqual(tiles(30)[0]);
  });

  it('keep their mean light at every size', () => {
    const table = linearTable();
    for (const number of [0, 5, 11, 40]) {
      const tile = tiles(number);
      expect(tile).toHaveLength(TILE_LEVELS);
      const means = tile.map((texels) => {
        const light = Array.from(texels, (texel) => table[(texel & 255) * 16]!);
        return light.reduce((sum, value) => sum + value, 0) / light.length;
      });
      tile.forEach((texels, level) => expect(texels).toHaveLength((TILE_SIZE >> level) ** 2));
      for (const mean of means) expect(Math.abs(mean - means[0]!)).toBeLessThan(0.012);
    }
  });

  it('are sampled as plain bilinear interpolation says, across the seam too', () => {
    const table = linearTable();
    const out = new Float64Array(3);
    const random = stream(1, 'sample');
    for (let round = 0; round < 500; round++) {
      const level = random.integer(TILE_LEVELS);
      const side = TILE_SIZE >> level;
      const texels = tiles(round % 7)[level]!;
      const [u, v] = [random.uniform(-2, 2), random.uniform(-2, 2)];
      sampleTile(tiles(round % 7), level, u, v, table, out);
      const [x, y] = [u * side - 0.5, v * side - 0.5];
      const [i, j] = [Math.floor(x), Math.floor(y)];
      const wrap = (k: number) => ((k % side) + side) % side;
      for (let channel = 0; channel < 3; channel++) {
        const texel = (di: number, dj: number) =>
          (texels[wrap(j + dj) * side + wrap(i + di)]! >> (8 * channel)) & 255;
        const low = texel(0, 0) + (texel(1, 0) - texel(0, 0)) * (x - i);
        const high = texel(0, 1) + (texel(1, 1) - texel(0, 1)) * (x - i);
        const level8 = low + (high - low) * (y - j);
        expect(Math.abs(out[channel]! - toLinear(level8 / 255))).toBeLessThan(0.02);
      }
    }
  });

  it('are looked up at about one texel a pixel', () => {
    expect([0.2, 1, 1.4, 1.5, 2.8, 2.9, 100, 1e6].map(tileLevel)).toEqual([0, 0, 0, 1, 1, 2, 7, 7]);
  });
});
