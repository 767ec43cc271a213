import { stream } from '@nhat/random';
import { placementOf } from './augment-plan';
import { resizedCrop } from './resized-crop';
import { drawsOf, nothing, planOf } from './testing/plans';

const SIZE = 32;
const drawn = (count: number, options: object = {}) =>
  planOf(
    { ...nothing, 'resized-crop': { ...options } as never },
    { count, size: SIZE, stream: stream('crops') },
  );

const boxesOf = (plan: ReturnType<typeof drawn>) => {
  const { boxes } = drawsOf(plan, resizedCrop)!;
  return Array.from({ length: plan.count }, (_, i) => {
    const [x, y, width, height] = boxes.subarray(4 * i, 4 * i + 4);
    return { x: x!, y: y!, width: width!, height: height! };
  });
};

const share = (values: boolean[]) => values.filter(Boolean).length / values.length;

describe('resized-crop', () => {
  it('takes parts within the image of .2 to 1 of its area and ratios of 3/4 to 4/3, evenly', () => {
    const boxes = boxesOf(drawn(20_000));
    for (const { x, y, width, height } of boxes) {
      if (x + width > SIZE || y + height > SIZE) throw new Error(`outside: ${x} ${y} ${width}`);
    }
    const areas = boxes.map(({ width, height }) => (width * height) / SIZE ** 2);
    const ratios = boxes.map(({ width, height }) => width / height);
    // Sides are rounded to whole pixels.
    expect(Math.min(...areas)).toBeGreaterThan(0.18);
    expect(Math.max(...ratios)).toBeLessThan(4 / 3 + 0.1);
    expect(Math.min(...ratios)).toBeGreaterThan(3 / 4 - 0.1);
    // Large parts fit less often, because their sides are longer than the image.
    const small = share(areas.map((area) => area < 0.4));
    expect(small).toBeGreaterThan(0.25);
    expect(small).toBeLessThan(0.32);
    const narrow = boxes.filter(({ width }) => width === 16);
    expect(new Set(narrow.map(({ x }) => x)).size).toBe(17);
    const wider = share(ratios.map((ratio) => ratio > 1));
    expect(Math.abs(wider - share(ratios.map((ratio) => ratio < 1)))).toBeLessThan(0.02);
  });

  it('takes options: the whole image, and squares', () => {
    const whole = drawn(20, { leastArea: 1, stretch: 1 });
    expect(placementOf(whole, 7)).toEqual({ left: 0, across: 1, top: 0, down: 1 });
    const squares = boxesOf(drawn(200, { stretch: 1 }));
    expect(squares.every(({ width, height }) => width === height)).toBe(true);
  });

  it('takes the whole image where no part fits', () => {
    const boxes = boxesOf(drawn(500, { leastArea: 0.9, stretch: 10 }));
    const whole = boxes.filter(({ width, height }) => width === SIZE && height === SIZE);
    expect(whole.length).toBeGreaterThan(10);
  });

  it('draws the same from the same stream', () => {
    expect(boxesOf(drawn(50))).toEqual(boxesOf(drawn(50)));
  });
});
