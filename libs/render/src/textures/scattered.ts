import type { Stream } from '@nhat/random';
import type { Family } from './pattern';
import { clamp, ramp } from './pattern';
import { clouds } from './noise';

const floor = Math.floor;

/** One random point with a random tone in each cell of a repeating grid. */
class Scatter {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly tone: Float64Array;

  constructor(
    random: Stream,
    readonly cells: number,
    spread: number,
  ) {
    const place = () => 0.5 + spread * (random.next() - 0.5);
    const count = { length: cells * cells };
    this.x = Float64Array.from(count, place);
    this.y = Float64Array.from(count, place);
    this.tone = Float64Array.from(count, () => random.next());
  }

  /** Distances, in cells, to the nearest and second nearest point, and the nearest one's tone. */
  nearest(u: number, v: number, nearest: Float64Array): void {
    const { cells } = this;
    const px = u * cells;
    const py = v * cells;
    const ci = floor(px);
    const cj = floor(py);
    let first = 9;
    let second = 9;
    let tone = 0;
    for (let j = cj - 1; j <= cj + 1; j++) {
      const row = (((j % cells) + cells) % cells) * cells;
      for (let i = ci - 1; i <= ci + 1; i++) {
        const cell = row + (((i % cells) + cells) % cells);
        const dx = px - i - this.x[cell]!;
        const dy = py - j - this.y[cell]!;
        const distance = dx * dx + dy * dy;
        if (distance < first) {
          second = first;
          first = distance;
          tone = this.tone[cell]!;
        } else if (distance < second) {
          second = distance;
        }
      }
    }
    nearest[0] = Math.sqrt(first);
    nearest[1] = Math.sqrt(second);
    nearest[2] = tone;
  }
}

/** Round spots, in rows or strewn. */
export const dots: Family = (random) => {
  const scatter = new Scatter(random, 3 + random.integer(7), random.chance(0.4) ? 0 : 0.8);
  const [radius, spread] = [random.uniform(0.2, 0.34), random.uniform(0, 0.5)];
  const nearest = new Float64Array(3);
  return (u, v) => {
    scatter.nearest(u, v, nearest);
    const size = radius * (1 - spread * nearest[2]!);
    return nearest[0]! < size ? 0.6 + 0.4 * nearest[2]! : 0;
  };
};

/** Cells of unequal tone with dark cracks between them. */
export const crackle: Family = (random) => {
  const scatter = new Scatter(random, 3 + random.integer(6), 1);
  const width = random.uniform(0.03, 0.12);
  const nearest = new Float64Array(3);
  return (u, v) => {
    scatter.nearest(u, v, nearest);
    return nearest[1]! - nearest[0]! < width ? 0 : 0.4 + 0.6 * nearest[2]!;
  };
};

/** Rounded stones, light in the middle. */
export const pebbles: Family = (random) => {
  const scatter = new Scatter(random, 4 + random.integer(6), 0.9);
  const nearest = new Float64Array(3);
  return (u, v) => {
    scatter.nearest(u, v, nearest);
    return ramp(0, 0.5, nearest[1]! - nearest[0]!) * (0.55 + 0.45 * nearest[2]!);
  };
};

/** Flakes on a cloudy ground, as of terrazzo. */
export const terrazzo: Family = (random) => {
  const scatter = new Scatter(random, 6 + random.integer(6), 0.95);
  const ground = clouds(random, 4, 3);
  const part = random.uniform(0.35, 0.7);
  const nearest = new Float64Array(3);
  return (u, v) => {
    scatter.nearest(u, v, nearest);
    const flake = nearest[2]! < part && nearest[1]! - nearest[0]! > 0.18;
    return flake ? 0.5 + nearest[2]! / (2 * part) : clamp(0.35 * ground(u, v));
  };
};
