import { inPlace, mirrored, move, shifted, zoomed } from './placement';
import type { Placement } from './placement';
import { augmentations } from './registry';
import { readMaps } from './read-maps';

const size = 4;
/** Pixel (x, y) is 10 y + x + 1, so that its value names it and 0 is outside. */
const image = Float64Array.from({ length: 16 }, (_, at) => 10 * Math.floor(at / 4) + (at % 4) + 1);

function moved(placement: Placement): number[] {
  const into = new Float32Array(16);
  move(image, size, placement, { into, at: 0, channels: 1 });
  return [...into];
}

describe('placements', () => {
  it('are what came before, mirrored, and then shifted', () => {
    expect(moved(inPlace)).toEqual([...image]);
    const flip = mirrored(inPlace, size);
    expect(moved(flip).slice(0, 4)).toEqual([4, 3, 2, 1]);
    expect(moved(shifted(flip, 1, 2)).slice(0, 8)).toEqual([23, 22, 21, 0, 33, 32, 31, 0]);
    expect(moved(mirrored(flip, size))).toEqual([...image]);
  });

  it('zoom into a part: a quarter is interpolated, the whole stays, between the middles of pixels', () => {
    const whole = { x: 0, y: 0, width: size, height: size };
    expect(moved(zoomed(inPlace, whole, size))).toEqual([...image]);
    const corner = { x: 2, y: 2, width: 2, height: 2 };
    const values = moved(zoomed(inPlace, corner, size));
    // Columns 1.75, 2.25, 2.75 and 3.25, of which the last lies between the last middle and the edge.
    const columns = [1.75, 2.25, 2.75, 3];
    const expected = columns.flatMap((row) => columns.map((column) => 10 * row + column + 1));
    values.forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 5));
  });

  it('zoom out with nothing around, and zoom into what was mirrored', () => {
    const around = { x: -2, y: -2, width: 8, height: 8 };
    const small = moved(zoomed(inPlace, around, size));
    expect(small.map((value) => value !== 0)).toEqual(
      [0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0].map(Boolean),
    );
    const left = { x: 0, y: 0, width: 2, height: 4 };
    const values = moved(zoomed(mirrored(inPlace, size), left, size));
    [4, 3.75, 3.25, 2.75].forEach((value, at) => expect(values[at]).toBeCloseTo(value, 5));
  });

  it('move maps to the nearest pixel of a zoom', () => {
    const corner = { x: 2, y: 2, width: 2, height: 2 };
    const plan = {
      ...{ count: 1, size },
      drawn: [
        {
          module: { ...augmentations.flip, place: (p: Placement) => zoomed(p, corner, size) },
          draws: undefined,
        },
      ],
    };
    const maps = Uint8Array.from(image);
    expect([...readMaps(maps, { count: 1, size }, size, { plan })].slice(0, 4)).toEqual([
      23, 23, 24, 24,
    ]);
  });
});
