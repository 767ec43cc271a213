import type { Stream } from '@nhat/random';
import type { Pattern } from './pattern';
import { TILE_SIZE, clamp } from './pattern';

const floor = Math.floor;

const DIAGONAL = Math.SQRT1_2;

/** Eight directions at 45° steps, x and y. */
const GRADIENTS = Float64Array.of(
  ...[1, 0, DIAGONAL, DIAGONAL, 0, 1, -DIAGONAL, DIAGONAL],
  ...[-1, 0, -DIAGONAL, -DIAGONAL, 0, -1, DIAGONAL, -DIAGONAL],
);

/** Gradient noise on a periodic lattice of `cells` × `cells`; about −0.7 … 0.7, mean 0. */
export function lattice(random: Stream, cells: number): Pattern {
  const texels = new Float32Array(TILE_SIZE * TILE_SIZE);
  addLattice(random, cells, 1, texels);
  return lookUp(texels);
}

/** Octaves of lattice noise, each twice as fine and half as strong; in [0, 1], mean about 0.5. */
export function clouds(random: Stream, cells: number, octaves: number): Pattern {
  const texels = new Float32Array(TILE_SIZE * TILE_SIZE).fill(0.5);
  for (let octave = 0; octave < octaves; octave++) {
    addLattice(random, cells << octave, 0.75 / (1 << octave), texels);
  }
  for (let at = 0; at < texels.length; at++) texels[at] = clamp(texels[at]!);
  return lookUp(texels);
}

/** Noise is computed once per texel of a tile; between them it is constant. */
const lookUp =
  (texels: Float32Array): Pattern =>
  (u, v) => {
    const column = floor(u * TILE_SIZE) & (TILE_SIZE - 1);
    const row = floor(v * TILE_SIZE) & (TILE_SIZE - 1);
    return texels[row * TILE_SIZE + column]!;
  };

function addLattice(random: Stream, cells: number, strength: number, texels: Float32Array): void {
  const directions = Uint8Array.from({ length: cells * cells }, () => random.integer(8));
  for (let row = 0, at = 0; row < TILE_SIZE; row++) {
    const v = ((row + 0.5) * cells) / TILE_SIZE;
    const below = floor(v);
    const fv = v - below;
    const sv = fv * fv * (3 - 2 * fv);
    const low = below * cells;
    const high = ((below + 1) % cells) * cells;
    for (let column = 0; column < TILE_SIZE; column++, at++) {
      const u = ((column + 0.5) * cells) / TILE_SIZE;
      const left = floor(u);
      const fu = u - left;
      const right = left + 1 === cells ? 0 : left + 1;
      const a = slope(directions[low + left]!, fu, fv);
      const b = slope(directions[low + right]!, fu - 1, fv);
      const c = slope(directions[high + left]!, fu, fv - 1);
      const d = slope(directions[high + right]!, fu - 1, fv - 1);
      const su = fu * fu * (3 - 2 * fu);
      const bottom = a + (b - a) * su;
      texels[at]! += strength * (bottom + (c + (d - c) * su - bottom) * sv);
    }
  }
}

const slope = (direction: number, x: number, y: number): number =>
  GRADIENTS[direction * 2]! * x + GRADIENTS[direction * 2 + 1]! * y;
