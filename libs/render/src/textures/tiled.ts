import type { Family } from './pattern';
import { clamp, fraction, ramp } from './pattern';
import { clouds } from './noise';

const floor = Math.floor;

/** A number in [0, 1] for each cell of a `columns` × `rows` grid that repeats. */
function cellTones(random: { next(): number }, columns: number, rows: number) {
  const tones = Float64Array.from({ length: columns * rows }, () => random.next());
  return (column: number, row: number): number =>
    tones[(((row % rows) + rows) % rows) * columns + (((column % columns) + columns) % columns)]!;
}

/** A chequerboard, its fields perhaps of unequal tone. */
export const checks: Family = (random) => {
  const count = 2 * (1 + random.integer(5));
  const tone = cellTones(random, count, count);
  const spread = random.chance(0.4) ? 0.4 : 0;
  return (u, v) => {
    const x = floor(u * count);
    const y = floor(v * count);
    const even = (((x + y) % 2) + 2) % 2 === 0;
    return even ? spread * tone(x, y) : 1 - spread * tone(x, y);
  };
};

/** Courses of bricks of unequal tone in mortar. */
export const bricks: Family = (random) => {
  const rows = 2 * (2 + random.integer(4));
  const columns = Math.max(2, floor(rows / 2));
  const tone = cellTones(random, columns, rows);
  const rough = clouds(random, 8, 3);
  const joint = random.uniform(0.06, 0.16);
  return (u, v) => {
    const row = floor(v * rows);
    const x = u * columns + (row % 2) * 0.5;
    const along = fraction(x);
    const up = fraction(v * rows);
    if (along < joint * 0.5 || up < joint) return 0;
    return clamp(0.45 + 0.4 * tone(floor(x), row) + 0.3 * (rough(u, v) - 0.5));
  };
};

/** Six-sided cells. */
export const honeycomb: Family = (random) => {
  const columns = 3 + random.integer(5);
  const rows = 2 * Math.max(1, floor(columns / 1.9));
  const tone = cellTones(random, columns, rows);
  const wall = random.uniform(0.06, 0.2);
  return (u, v) => {
    let best = 9;
    let second = 9;
    let shade = 0;
    const row = floor(v * rows);
    for (let j = row - 1; j <= row + 1; j++) {
      const shift = j & 1 ? 0.5 : 0;
      const nearest = floor(u * columns - shift);
      for (let i = nearest - 1; i <= nearest + 1; i++) {
        const dx = u * columns - i - shift - 0.5;
        const dy = (v * rows - j - 0.5) * 0.866;
        const distance = Math.sqrt(dx * dx + dy * dy);
        if (distance < best) {
          second = best;
          best = distance;
          shade = tone(i, j);
        } else if (distance < second) {
          second = distance;
        }
      }
    }
    return second - best < wall ? 0 : 0.5 + 0.5 * shade;
  };
};

/** Rows of overlapping round scales or roof tiles. */
export const scales: Family = (random) => {
  const rows = 2 * (3 + random.integer(4));
  const columns = rows / 2;
  const tone = cellTones(random, columns, rows);
  const rim = random.uniform(0.08, 0.25);
  return (u, v) => {
    const base = floor(v * rows);
    for (let row = base + 1; row >= base - 1; row--) {
      const x = u * columns + (row & 1 ? 0.5 : 0);
      const dx = fraction(x) - 0.5;
      const dy = (row + 0.2 - v * rows) * 0.5;
      const distance = Math.sqrt(dx * dx + dy * dy);
      if (distance > 0.56 || dy < -0.3) continue;
      return ramp(0.56, 0.56 - rim, distance) * (0.5 + 0.5 * tone(floor(x), row));
    }
    return 0;
  };
};
