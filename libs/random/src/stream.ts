import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { cos, log, sin } from './portable';

/** Seeds and fork labels; both are hashed, so `1` and `'1'` name different streams. */
export type Label = string | number;

/**
 * A seeded source of random numbers. Forks are derived from the *name* of a stream, not from its position:
 * drawing more numbers in one fork never shifts another (so a new factor leaves the old ones alone).
 * A name is hashed to 64 bits, the generator is seeded with 32 of them: among about 80,000 forks two are as likely as not
 * to be the same stream. That is harmless for images; do not rest an argument of independence on more forks.
 * The first values are frozen by a test: a changed generator is a change of every result.
 */
export interface Stream {
  /** An independent stream, named by this stream's name and `labels`. */
  fork(...labels: Label[]): Stream;
  /** Uniform in [0, 1), 32 bits. */
  next(): number;
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  /** Uniform integer in [0, count). */
  integer(count: number): number;
  /** True with probability `p`. */
  chance(p: number): boolean;
  /** Standard normal (Box–Muller, portable functions). */
  normal(): number;
  /** One element, uniformly. Throws on an empty list. */
  pick<T>(items: readonly T[]): T;
  /** The integers 0 … count−1 in uniformly random order (Fisher–Yates). */
  permutation(count: number): Uint32Array;
}

const FNV_PRIME = 0x01000193;

/** 2 × 32-bit FNV-1a with different offsets, over type-tagged, terminated labels. */
function hashLabels(low: number, high: number, labels: readonly Label[]): [number, number] {
  for (const label of labels) {
    const text = typeof label === 'number' ? `n${label}\u0000` : `s${label}\u0000`;
    for (let i = 0; i < text.length; i++) {
      low = Math.imul(low ^ text.charCodeAt(i), FNV_PRIME);
      high = Math.imul(high ^ (text.charCodeAt(i) + i), 0x85ebca6b);
      high ^= high >>> 13;
    }
  }
  return [low | 0, high | 0];
}

/** Final avalanche (murmur3), so that neighbouring names give unrelated seeds. */
function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function fromHash(low: number, high: number): Stream {
  const generator = xoroshiro128plus(mix(low ^ mix(high)));
  const next = () => (generator.next() >>> 0) / 4294967296;
  let spare: number | undefined;
  return {
    fork: (...labels) => fromHash(...hashLabels(low, high, labels)),
    next,
    uniform: (from, to) => from + (to - from) * next(),
    integer: (count) => Math.floor(next() * count),
    chance: (p) => next() < p,
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * log(1 - next()));
      const angle = 2 * Math.PI * next();
      spare = radius * sin(angle);
      return radius * cos(angle);
    },
    pick(items) {
      if (items.length === 0) throw new Error('random.pick: the list is empty');
      return items[Math.floor(next() * items.length)]!;
    },
    permutation(count) {
      const order = Uint32Array.from({ length: count }, (_, i) => i);
      for (let i = count - 1; i > 0; i--) {
        const j = Math.floor(next() * (i + 1));
        const kept = order[i]!;
        order[i] = order[j]!;
        order[j] = kept;
      }
      return order;
    },
  };
}

/** The stream named by `seed` and `labels`. */
export const stream = (seed: Label, ...labels: Label[]): Stream =>
  fromHash(...hashLabels(0x811c9dc5, 0x9747b28c, [seed, ...labels]));
