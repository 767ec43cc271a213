import { stream } from '@nhat/random';
import { placementOf } from './augment-plan';
import { labReader } from './lab';
import { move } from './placement';
import { readBatch } from './read-batch';
import { readMaps } from './read-maps';
import { rotate90 } from './rotate90';
import { everything, movedPlan, planOf } from './testing/plans';

const [count, size] = [60, 24];
const plan = planOf({ ...everything, cutout: false }, { count, size, stream: stream('maps') });
const s = stream('values');
const maps = Uint8Array.from({ length: count * size * size }, () => 1 + s.integer(255));
const turns = Uint8Array.from({ length: count }, () => s.integer(4));

/** The maps moved by what moves images, as floats. */
function movedAsImages(): Float32Array {
  const values = new Float32Array(maps.length);
  for (let i = 0; i < count; i++) {
    const map = Float32Array.from(maps.subarray(i * size * size, (i + 1) * size * size));
    move(map, size, placementOf(plan, i), { into: values, at: i * size * size, channels: 1 });
  }
  return rotate90({ count, size, channels: 1, values }, turns).values;
}

describe('readMaps', () => {
  it('leaves maps alone when nothing moved', () => {
    expect(readMaps(maps, { count, size }, size)).toEqual(maps);
  });

  it.each([
    [32, [0, 6, 12, 19, 25]],
    [48, [0, 6, 13, 20, 27, 34, 41]],
    [24, [0, 1, 3, 4, 6, 7, 9, 10, 12, 13, 15, 16, 18, 19, 21, 22]],
  ])('takes from %d columns those that PyTorch 2.15 takes', (columns, expected) => {
    const ramp = Uint8Array.from({ length: columns * columns }, (_, at) => at % columns);
    const small = readMaps(ramp, { count: 1, size: columns }, expected.length);
    expect([...small.subarray(0, expected.length)]).toEqual(expected);
  });

  it('moves a hand-worked map: mirrored, then one from the right and two from below, then turned', () => {
    const map = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
    const moved = (shift: [number, number], quarter: number) => [
      ...readMaps(map, { count: 1, size: 3 }, 3, {
        plan: movedPlan(3, { mirrored: true, shift }),
        turns: [quarter],
      }),
    ];
    expect(moved([0, 0], 0)).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7]);
    expect(moved([1, 2], 0)).toEqual([8, 7, 0, 0, 0, 0, 0, 0, 0]);
    expect(moved([1, 2], 1)).toEqual([0, 0, 0, 7, 0, 0, 8, 0, 0]);
  });

  it('moves maps as images are moved, at every side, with the rule floor(x · size / side)', () => {
    const whole = movedAsImages();
    for (const side of [24, 12, 8, 7, 5, 3, 1]) {
      const small = readMaps(maps, { count, size }, side, { plan, turns });
      const naive = Array.from({ length: count * side * side }, (_, at) => {
        const [i, row, column] = [
          Math.floor(at / (side * side)),
          Math.floor(at / side) % side,
          at % side,
        ];
        const y = Math.floor(row * (size / side));
        return whole[(i * size + y) * size + Math.floor(column * (size / side))]!;
      });
      expect([...small]).toEqual(naive);
    }
    expect(whole.includes(0)).toBe(true);
  });

  it('stays under its image: a mask of the bright pixels is a mask of the bright pixels of the batch', () => {
    const pixels = new Uint8Array(count * size * size * 3);
    maps.forEach((value, at) => pixels.fill(value > 128 ? 255 : 0, at * 3, at * 3 + 3));
    const mask = maps.map((value) => (value > 128 ? 1 : 0));
    const read = labReader({ mean: [-1, 0, 0], std: [1, 1, 1] });
    const isMoving = ({ module }: (typeof plan.drawn)[number]) => module.place !== undefined;
    const moving = { ...plan, drawn: plan.drawn.filter(isMoving) };
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    const { values } = readBatch({ count, size, pixels }, order, read, moving);
    const moved = readMaps(mask, { count, size }, size, { plan });
    moved.forEach((bright, at) => expect(values[at * 3]! > 50).toBe(bright === 1));
  });
});
