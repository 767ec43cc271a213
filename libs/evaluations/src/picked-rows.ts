import type { Targets } from '@nhat/tasks';
import type { Rows } from './solvers/linear-solution';

/** Copies of the rows at `positions`. */
export function pickedRows({ features, values }: Rows, positions: Uint32Array): Rows {
  const copies = new Float32Array(positions.length * features);
  positions.forEach((at, i) =>
    copies.set(values.subarray(at * features, (at + 1) * features), i * features),
  );
  return { count: positions.length, features, values: copies };
}

/** Copies of the targets at `positions`. */
export const pickedTargets = (targets: Targets, positions: ArrayLike<number>): Targets =>
  targets.kind === 'classes'
    ? { ...targets, of: Uint8Array.from(positions, (position) => targets.of[position]!) }
    : { ...targets, of: Float32Array.from(positions, (position) => targets.of[position]!) };
