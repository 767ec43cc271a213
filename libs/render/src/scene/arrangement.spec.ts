import { stream } from '@nhat/random';
import { drawArrangement } from './arrangement';

const arrangements = (count: number, draws: number) => {
  const random = stream(2, 'arrangements', count);
  return Array.from({ length: draws }, () => drawArrangement(random, count));
};

const distance = (a: readonly number[], b: readonly number[]) =>
  Math.hypot(...a.map((value, k) => value - b[k]!));

const pairs = <T>(list: readonly T[]) =>
  list.flatMap((a, at) => list.slice(at + 1).map((b) => [a, b] as const));

describe('an arrangement of four', () => {
  const drawn = arrangements(4, 4000);
  const flat = drawn.flatMap((places) => places.flatMap(([x, y]) => [x - 0.05, y]));

  it('scatters as simulations of the paper code do: 0.22 along x and y, 95 % within ±0.43', () => {
    const square = flat.reduce((sum, value) => sum + value * value, 0) / flat.length;
    expect(Math.abs(Math.sqrt(square) - 0.22)).toBeLessThan(0.005);
    const within = flat.filter((value) => Math.abs(value) < 0.43).length / flat.length;
    expect(Math.abs(within - 0.95)).toBeLessThan(0.01);
  });

  it('has pairs 0.48 apart; the nearest two mostly 0.25 or more, in the middle of all 0.32', () => {
    const apart = drawn.flatMap((places) => pairs(places).map(([a, b]) => distance(a, b)));
    const mean = apart.reduce((sum, value) => sum + value, 0) / apart.length;
    expect(Math.abs(mean - 0.48)).toBeLessThan(0.01);
    const nearest = drawn
      .map((places) => Math.min(...pairs(places).map(([a, b]) => distance(a, b))))
      .sort((a, b) => a - b);
    expect(Math.abs(nearest[2000]! - 0.32)).toBeLessThan(0.01);
    expect(nearest[200]!).toBeGreaterThan(0.25);
  });

  it('is centred off the origin, with heights of its own, and in no order', () => {
    for (const places of drawn.slice(0, 50)) {
      const mean = (k: number) => places.reduce((sum, place) => sum + place[k]!, 0) / 4;
      expect(mean(0)).toBeCloseTo(0.05, 12);
      expect(mean(1)).toBeCloseTo(0, 12);
    }
    const heights = drawn.flatMap((places) => places.map(([, , z]) => z - 0.05));
    const square = heights.reduce((sum, z) => sum + z * z, 0) / heights.length;
    expect(Math.abs(Math.sqrt(square) - 0.05)).toBeLessThan(0.002);
    const first = drawn.reduce((sum, [a, b]) => sum + distance(a!, b!), 0) / drawn.length;
    expect(Math.abs(first - 0.48)).toBeLessThan(0.02);
  });
});

describe('arrangements of other numbers', () => {
  it('are steps of 0.35 ± 10 %', () => {
    const steps = arrangements(2, 2000).map(([a, b]) => Math.hypot(a![0] - b![0], a![1] - b![1]));
    const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
    const variance = steps.reduce((sum, step) => sum + (step - mean) ** 2, 0) / steps.length;
    expect(Math.abs(mean - 0.35)).toBeLessThan(0.003);
    expect(Math.abs(Math.sqrt(variance) - 0.035)).toBeLessThan(0.002);
  });

  it('end even where there is little room', () => {
    for (const places of arrangements(8, 200)) expect(places).toHaveLength(8);
  });
});
