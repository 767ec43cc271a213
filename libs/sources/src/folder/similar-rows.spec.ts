import { stream } from '@nhat/random';
import { HASH_BITS } from './perceptual-hash';
import { bitsIn } from './bits-in';
import { similarRows } from './similar-rows';

const WORDS = 8;
const COUNT = 300;

/** Rows of random bits; each fifth one is the row before it with some bits changed. */
function rows() {
  const random = stream('similar rows');
  const words = new Uint32Array(COUNT * WORDS);
  for (let row = 0; row < COUNT; row++) {
    for (let word = 0; word < WORDS; word++) {
      words[row * WORDS + word] =
        row % 5 === 4 ? words[(row - 1) * WORDS + word]! : random.integer(2 ** 32);
    }
    if (row % 5 !== 4) continue;
    for (let change = 0; change < row % 14; change++) {
      words[row * WORDS + random.integer(WORDS)]! ^= 1 << random.integer(32);
    }
  }
  const ones = (row: number) =>
    words.subarray(row * WORDS, (row + 1) * WORDS).reduce((sum, word) => sum + bitsIn(word), 0);
  return { words, counts: Uint16Array.from({ length: COUNT }, (_, row) => ones(row)) };
}

it.each([
  ['a number of bits', () => 8],
  ['a share of the bits that are set', (both: number) => Math.floor(0.15 * both)],
])('finds all rows that differ by no more than %s, in order', (_, most) => {
  const { words, counts } = rows();
  const numbers = Array.from({ length: COUNT }, (__, row) => row);
  const [tested, others] = [
    numbers.filter((row) => row % 5 === 4),
    numbers.filter((row) => row % 5 !== 4),
  ];
  const differing = (a: number, b: number) =>
    words
      .subarray(a * WORDS, (a + 1) * WORDS)
      .reduce((sum, word, at) => sum + bitsIn(word ^ words[b * WORDS + at]!), 0);
  const expected = tested.map((row) => [
    row,
    others
      .map((other) => ({ row: other, differing: differing(row, other) }))
      .filter((one) => one.differing <= most(counts[row]! + counts[one.row]!)),
  ]);
  const found = [...similarRows({ words, counts }, tested, others, { wordsOfRow: WORDS, most })];
  expect(found).toEqual(expected);
  expect(found.filter(([, [first]]) => first !== undefined).length).toBeGreaterThan(20);
  expect(WORDS * 32).toBe(HASH_BITS);
});

it('counts the bits of a word', () => {
  expect([0, 1, 0x80000000, 0xffffffff, 0x0f0f1000].map(bitsIn)).toEqual([0, 1, 1, 32, 9]);
});
