import type { Family } from './pattern';
import { clamp, fraction, ramp, wave } from './pattern';
import { clouds, lattice } from './noise';

/** Soft blots of two colours running into each other. */
export const blotches: Family = (random) => {
  const noise = clouds(random, 2 + random.integer(4), 4);
  const contrast = random.uniform(1.2, 3);
  return (u, v) => clamp(0.5 + (noise(u, v) - 0.5) * contrast);
};

/** Two or three flat tones with ragged borders. */
export const camouflage: Family = (random) => {
  const noise = clouds(random, 2 + random.integer(4), 3);
  const spots = clouds(random, 3 + random.integer(4), 2);
  const threshold = random.uniform(-0.06, 0.06);
  return (u, v) => (noise(u, v) > 0.5 + threshold ? 1 : spots(u, v) > 0.56 ? 0.5 : 0);
};

/** Bands bent by turbulence. */
export const marble: Family = (random) => {
  const noise = clouds(random, 2 + random.integer(3), 4);
  const [along, across] = [random.integer(5), 1 + random.integer(4)];
  const turbulence = random.uniform(1.5, 4);
  return (u, v) => wave(u * along + v * across + turbulence * noise(u, v));
};

/** Thin bright veins on a dull ground. */
export const veins: Family = (random) => {
  const [coarse, fine] = [lattice(random, 2 + random.integer(3)), clouds(random, 5, 3)];
  const width = random.uniform(0.04, 0.12);
  return (u, v) => {
    const distance = Math.abs(coarse(u, v) + 0.25 * (fine(u, v) - 0.5));
    return clamp(1 - distance / width) * 0.8 + 0.2 * fine(u, v);
  };
};

/** Growth rings cut lengthwise, with fine fibres. */
export const wood: Family = (random) => {
  const bend = clouds(random, 2, 3);
  const fibre = lattice(random, 48);
  const rings = 3 + random.integer(6);
  const strength = random.uniform(0.5, 1.6);
  const upright = random.chance(0.5);
  return (u, v) => {
    const across = upright ? u : v;
    const along = upright ? v : u;
    const ring = fraction(across * rings + strength * bend(across, along));
    return clamp(ring * ring * 0.8 + 0.1 + 0.25 * fibre(across + 0.04 * bend(across, along), 0.5));
  };
};

/** Fine grains of stone or fabric. */
export const granite: Family = (random) => {
  const [fine, coarse] = [lattice(random, 24 + random.integer(24)), clouds(random, 4, 3)];
  const [low, high] = [random.uniform(-0.2, 0), random.uniform(0.1, 0.3)];
  return (u, v) => 0.7 * ramp(low, high, fine(u, v)) + 0.3 * coarse(u, v);
};
