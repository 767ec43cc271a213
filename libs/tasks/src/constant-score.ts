import type { Targets } from './task';

/** The share of the most frequent class among class targets. */
export function commonestShare(targets: Targets): number {
  if (targets.kind !== 'classes') throw new Error('commonest share: the targets are no classes');
  const counts = new Float64Array(targets.classes);
  for (const label of targets.of) counts[label]! += 1;
  return Math.max(...counts) / targets.of.length;
}

/** Keeps values at the limit out despite rounding, because a network's answers are float32. */
const MARGIN = 1 - 1e-6;

/**
 * The largest share of positive values g with max(p / g, g / p) < `limit` for one p: those values lie in a window whose
 * ends differ by a factor below limit².
 */
export function largestShareNear(values: Float32Array, limit: number): number {
  const sorted = values.slice().sort();
  const ratio = limit * limit * MARGIN;
  let most = 0;
  for (let first = 0, end = 0; first < sorted.length; first++) {
    while (end < sorted.length && sorted[end]! < sorted[first]! * ratio) end += 1;
    most = Math.max(most, end - first);
  }
  return most / sorted.length;
}
