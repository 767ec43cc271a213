import sharp from 'sharp';
import type { Split } from '@nhat/artifacts';
import { decodeImage } from './decode-image';
import type { ImageFacts } from './decode-image';
import { bitsIn } from './bits-in';
import { WORDS, edgeSigns, signWords } from './edge-signs';
import { GREY } from './examine-images';
import type { ExamineOptions } from './examine-images';
import { inFlight } from './in-flight';
import { keptValues } from './kept';
import { isPlainHash } from './near-copies';
import type { NearCopy } from './near-copies';
import { similarRows } from './similar-rows';
import type { PlannedImage } from './plan-import';

interface LookOptions extends Pick<ExamineOptions, 'size' | 'range' | 'root'> {
  /** What `edgeSigns` gives for images that were decoded just now, by digest. */
  signs: ReadonlyMap<string, string>;
  /** Called after each comparison of a test image with all others; there are two for each test image. */
  onCompared?: ((done: number, of: number) => void) | undefined;
}

type SplitImage = PlannedImage & { split: Split };

/** Pictures with fewer edges have too little to compare. */
const LEAST_EDGES = 24;
/** The same picture, compressed again, differs in no larger share of its edges. */
const MOST_DIFFERING = 0.15;
/** Nor in more levels of 0 to 255 in the mean of its pixels. */
const MOST_LEVELS = 8;

/** So many images with nearly the same edges are compared with a test image. */
const MOST_COMPARED = 5;

/**
 * Test images that look like a training or validation image, with one such image each: those whose hashes are near, and those that are
 * the same picture after a compression, which changes the hash of plain areas. For the second kind images without known
 * edges are decoded, and those with nearly the same edges again.
 */
export async function lookAlikes(
  images: readonly SplitImage[],
  facts: readonly Pick<ImageFacts, 'hash'>[],
  options: LookOptions,
): Promise<NearCopy[]> {
  const [tested, seen] = [rowsOf(images, true), rowsOf(images, false)];
  let done = 0;
  const onCompared = () => options.onCompared?.(++done, 2 * tested.length);
  const near = new Map<string, NearCopy>();
  for (const [at, other] of nearHashes(facts, tested, seen)) {
    onCompared();
    if (other === undefined) continue;
    near.set(images[at]!.where, { test: images[at]!.where, train: images[other]!.where });
  }
  const words = signWords(await signsOf(images, options));
  const pixels = pixelsOnce(options);
  for (const [at, others] of sameEdges(words, tested, seen)) {
    onCompared();
    const test = images[at]!;
    if (near.has(test.where)) continue;
    for (const other of others) {
      const train = images[other]!;
      if (meanLevels(await pixels(test.file), await pixels(train.file)) > MOST_LEVELS) continue;
      near.set(test.where, { test: test.where, train: train.where });
      break;
    }
  }
  return images.flatMap(({ where, split }) => (split === 'test' ? (near.get(where) ?? []) : []));
}

/** How many bits each row has. */
const countsOf = (words: Uint32Array, wordsOfRow: number): Uint16Array =>
  Uint16Array.from({ length: words.length / wordsOfRow }, (_, row) =>
    words
      .subarray(row * wordsOfRow, (row + 1) * wordsOfRow)
      .reduce((sum, word) => sum + bitsIn(word), 0),
  );

const rowsOf = (images: readonly SplitImage[], isTest: boolean): number[] =>
  images.flatMap(({ split }, at) => ((split === 'test') === isTest ? [at] : []));

/** Hashes that differ in no more bits are those of images that look alike, as an import counts them. */
const NEAR = 8;
const HASH_WORDS = 8;

/** For each test image the first other image with nearly the same hash; none for plain images. */
function* nearHashes(
  facts: readonly Pick<ImageFacts, 'hash'>[],
  tested: readonly number[],
  seen: readonly number[],
): Generator<[number, number | undefined]> {
  const words = Uint32Array.from({ length: facts.length * HASH_WORDS }, (_, at) =>
    parseInt(facts[Math.floor(at / HASH_WORDS)]!.hash.slice((at % HASH_WORDS) * 8).slice(0, 8), 16),
  );
  const rows = { words, counts: countsOf(words, HASH_WORDS) };
  const compared = similarRows(rows, tested, seen, { wordsOfRow: HASH_WORDS, most: () => NEAR });
  for (const [at, [first]] of compared) {
    yield [at, isPlainHash(facts[at]!.hash) ? undefined : first?.row];
  }
}

/** For each test image the other images whose edges are nearly the same, the most similar first. */
function* sameEdges(
  words: Uint32Array,
  tested: readonly number[],
  seen: readonly number[],
): Generator<[number, number[]]> {
  const counts = countsOf(words, WORDS);
  const hasEdges = (at: number) => counts[at]! >= LEAST_EDGES;
  const options = {
    wordsOfRow: WORDS,
    most: (both: number) => Math.floor(MOST_DIFFERING * both),
  };
  const rows = { words, counts };
  for (const [at, found] of similarRows(
    rows,
    tested.filter(hasEdges),
    seen.filter(hasEdges),
    options,
  )) {
    const share = ({ row, differing }: (typeof found)[number]) =>
      differing / (counts[at]! + counts[row]!);
    found.sort((a, b) => share(a) - share(b));
    yield [at, found.slice(0, MOST_COMPARED).map(({ row }) => row)];
  }
}

async function signsOf(
  images: readonly SplitImage[],
  { size, range, root, signs }: LookOptions,
): Promise<string[]> {
  const name = ['edges-1', sharp.versions.sharp, size, ...(range ?? [])].join('-');
  const kept = keptValues<string>(root, name);
  const { values } = kept;
  const open = images.filter(({ file }) => !values.has(file.sha256));
  await inFlight(open, async ({ file }) => {
    const known = signs.get(file.sha256);
    const signsOfPixels = async () =>
      edgeSigns((await decodeImage(file, size, GREY, range)).pixels, size);
    values.set(file.sha256, known ?? (await signsOfPixels()));
  });
  if (open.length > 0) kept.write();
  return images.map(({ file }) => values.get(file.sha256)!);
}

/** So many decoded images are held. */
const MOST_HELD = 1000;

type Decode = (file: PlannedImage['file']) => Promise<Uint8Array>;

function pixelsOnce({ size, range }: Pick<ExamineOptions, 'size' | 'range'>): Decode {
  const held = new Map<string, Uint8Array>();
  return async (file) => {
    const known = held.get(file.sha256) ?? (await decodeImage(file, size, GREY, range)).pixels;
    if (held.size >= MOST_HELD) held.clear();
    held.set(file.sha256, known);
    return known;
  };
}

const meanLevels = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0) / a.length;
