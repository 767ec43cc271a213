import type { Family } from './pattern';
import { clamp, fraction, ramp, wave } from './pattern';
import { clouds } from './noise';

const floor = Math.floor;

/** Straight, slanted or wavy stripes. */
export const stripes: Family = (random) => {
  const bend = clouds(random, 2, 2);
  const [along, across] = random.pick([
    [1, 0],
    [0, 1],
    [1, 1],
    [1, -1],
    [2, 1],
  ] as const);
  const count = 2 + random.integer(7);
  const wobble = random.chance(0.5) ? random.uniform(0.3, 1.5) : 0;
  const duty = random.uniform(0.3, 0.7);
  const soft = random.chance(0.25);
  return (u, v) => {
    const phase = (u * along + v * across) * count + wobble * bend(u, v);
    return soft ? wave(phase) : fraction(phase) < duty ? 0 : 1;
  };
};

/** Crossing bands, darker where they meet. */
export const plaid: Family = (random) => {
  const count = 2 + random.integer(4);
  const [duty, thin] = [random.uniform(0.35, 0.6), random.uniform(0.06, 0.14)];
  const band = (x: number) => {
    const phase = fraction(x * count);
    return (phase < duty ? 0.4 : 0) + (Math.abs(phase - 0.8) < thin / 2 ? 0.3 : 0);
  };
  return (u, v) => clamp(band(u) + band(v));
};

/** Zigzag bands. */
export const zigzag: Family = (random) => {
  const [rows, teeth] = [3 + random.integer(6), 2 + random.integer(5)];
  const height = random.uniform(0.5, 1.4);
  const duty = random.uniform(0.35, 0.6);
  return (u, v) => {
    const tooth = Math.abs(2 * fraction(u * teeth) - 1) * height;
    return fraction(v * rows + tooth) < duty ? 0 : 1;
  };
};

/** Over-and-under ribbons. */
export const weave: Family = (random) => {
  const count = 2 * (2 + random.integer(5));
  const gap = random.uniform(0.02, 0.1);
  return (u, v) => {
    const x = u * count;
    const y = v * count;
    const over = (floor(x) + floor(y)) % 2 === 0;
    const across = fraction(over ? y : x);
    const along = fraction(over ? x : y);
    if (across < gap || across > 1 - gap) return 0;
    return (over ? 0.45 : 0.65) + 0.35 * wave(along) * wave(across);
  };
};

/** Ripples, as of sand or corrugated iron. */
export const ripples: Family = (random) => {
  const bend = clouds(random, 3, 2);
  const count = 5 + random.integer(9);
  const wobble = random.uniform(0.8, 2.5);
  return (u, v) => {
    const crest = wave(v * count + wobble * bend(u, v));
    return crest * (0.6 + 0.4 * ramp(0.35, 0.65, bend(v, u)));
  };
};
