/** Draws from a seed: the same seed gives the same numbers. */
export interface Draw {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [0, count). */
  below(count: number): number;
  /** Whether something with this probability happens. */
  happens(probability: number): boolean;
  /** One member of a list that is not empty. */
  pick<Member>(members: readonly Member[]): Member;
}

/** Numbers from a seed (mulberry32). They only choose a schedule, so their quality matters little. */
export function drawFrom(seed: number): Draw {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return {
    next,
    below,
    happens: (probability) => probability > 0 && next() < probability,
    pick: (members) => members[below(members.length)]!,
  };
}
