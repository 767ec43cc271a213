import { bitsIn } from './bits-in';

/** Rows of bits in numbers of 32 bits, `[rows · words]`, and how many bits are set in each row. */
export interface BitRows {
  words: Uint32Array;
  counts: Uint16Array;
}

export interface SimilarOptions {
  /** Numbers of 32 bits in a row. */
  wordsOfRow: number;
  /** The most bits in which two rows with so many bits set, both together, may differ. */
  most(both: number): number;
}

/**
 * Finds for each row of `tested` those of `others` that differ from it in few bits, in the order of `others`. Rows are compared word by
 * word and left at the first one that makes the difference too large; those whose counts of bits differ by more are not compared at all. 10,000 rows
 * and 60,000 others of 512 bits are compared in some seconds.
 */
export function* similarRows(
  { words, counts }: BitRows,
  tested: readonly number[],
  others: readonly number[],
  { wordsOfRow, most }: SimilarOptions,
): Generator<[row: number, found: SimilarRow[]]> {
  const sorted = Uint32Array.from(others).sort((a, b) => counts[a]! - counts[b]! || a - b);
  const seen = new Uint32Array(sorted.length * wordsOfRow);
  sorted.forEach((row, at) => {
    seen.set(words.subarray(row * wordsOfRow, (row + 1) * wordsOfRow), at * wordsOfRow);
  });
  const groups = groupsOf(sorted.map((row) => counts[row]!));
  for (const row of tested) {
    const found: SimilarRow[] = [];
    const own = words.subarray(row * wordsOfRow, (row + 1) * wordsOfRow);
    const ownCount = counts[row]!;
    for (const { count, first, end } of groups) {
      const limit = most(ownCount + count);
      if (Math.abs(count - ownCount) > limit) continue;
      for (let at = first; at < end; at++) {
        const differing = differenceUpTo(limit, own, seen, at * wordsOfRow);
        if (differing <= limit) found.push({ row: sorted[at]!, differing });
      }
    }
    yield [row, found.sort((a, b) => a.row - b.row)];
  }
}

export interface SimilarRow {
  row: number;
  differing: number;
}

/** Where rows with equally many bits lie among those that are sorted by them. */
function groupsOf(counts: Uint32Array): { count: number; first: number; end: number }[] {
  const groups: { count: number; first: number; end: number }[] = [];
  counts.forEach((count, at) => {
    const last = groups.at(-1);
    if (last?.count === count) last.end = at + 1;
    else groups.push({ count, first: at, end: at + 1 });
  });
  return groups;
}

/** Bits in which a row differs from the one at `from`; where these are more than `most`, any number above it. */
function differenceUpTo(most: number, own: Uint32Array, seen: Uint32Array, from: number): number {
  let differing = 0;
  for (let word = 0; word < own.length && differing <= most; word++) {
    differing += bitsIn(own[word]! ^ seen[from + word]!);
  }
  return differing;
}
