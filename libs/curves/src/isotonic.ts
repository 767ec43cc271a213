import { significant } from './ladder';

/**
 * Weighted isotonic regression by pooling adjacent violators: the non-decreasing sequence f that minimises
 * Σ weights[i] · (values[i] − f[i])². Weights must be positive. Levels that
 * were averaged are given to 12 significant digits, so that rounding decides no comparison with them. O(count).
 */
export function isotonic(values: readonly number[], weights: readonly number[]): number[] {
  if (ascends(values)) return [...values];
  const blocks: Block[] = [];
  values.forEach((value, at) => {
    let block = { level: value, weight: weights[at]!, count: 1 };
    for (let last = blocks.at(-1); last && last.level >= block.level; last = blocks.at(-1)) {
      block = pooled(last, block);
      blocks.pop();
    }
    blocks.push(block);
  });
  return blocks.flatMap(({ level, count }) => new Array<number>(count).fill(level));
}

/** Nothing violates the order: true of most draws, which need no blocks. */
function ascends(values: readonly number[]): boolean {
  for (let at = 1; at < values.length; at++) {
    if (!(values[at]! > values[at - 1]!)) return false;
  }
  return true;
}

type Block = { level: number; weight: number; count: number };

function pooled(a: Block, b: Block): Block {
  const weight = a.weight + b.weight;
  // Equal levels stay exactly equal: a mean of them could differ in the last digit.
  const average = (a.level * a.weight + b.level * b.weight) / weight;
  const level = a.level === b.level ? a.level : significant(average);
  return { level, weight, count: a.count + b.count };
}
