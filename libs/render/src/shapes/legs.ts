import type { Stream } from '@nhat/random';
import type { MeshBuilder, Pair } from '../geometry';
import { frustum, hexahedron } from '../geometry';
import { SIDES } from './shape';

interface Legs {
  /** Half depth and half width of the rectangle that the legs stand under. */
  reach: Pair;
  /** Floor and underside. */
  z: Pair;
  /** Half thickness at the top. */
  thickness: number;
  /** How far the feet stand out. */
  splay?: number;
  /** Foot thickness as a share of the top's. */
  taper?: number;
  round?: boolean;
}

/** Four legs at the corners of a rectangle around the z axis. */
export function fourLegs(mesh: MeshBuilder, legs: Legs): void {
  const { reach, z, thickness: top, splay = 0, taper = 1, round = false } = legs;
  const foot = top * taper;
  for (const front of SIDES) {
    for (const left of SIDES) {
      const [x, y] = [front * (reach[0] - top), left * (reach[1] - top)];
      const [footX, footY] = [x + front * splay, y + left * splay];
      if (round) {
        frustum(mesh, [footX, footY, z[0]], [x, y, z[1]], [foot, top], 7);
        continue;
      }
      hexahedron(mesh, square(footX, footY, foot, z[0]), square(x, y, top, z[1]));
    }
  }
}

const square = (x: number, y: number, half: number, z: number) =>
  [
    [x - half, y - half, z],
    [x + half, y - half, z],
    [x + half, y + half, z],
    [x - half, y + half, z],
  ] as const;

/** Splay, taper and section of a random set of legs. */
export const legStyle = (random: Stream): Pick<Legs, 'splay' | 'taper' | 'round'> => ({
  splay: random.chance(0.4) ? random.uniform(0.01, 0.06) : 0,
  taper: random.chance(0.5) ? random.uniform(0.45, 0.9) : 1,
  round: random.chance(0.4),
});
