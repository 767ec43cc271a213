import sharp from 'sharp';
import type { Split } from '@nhat/artifacts';
import { decodeImage } from './decode-image';
import type { ImageFacts } from './decode-image';
import { differingEdges, edgeCounts, edgeSigns, signWords } from './edge-signs';
import { GREY } from './examine-images';
import type { ExamineOptions } from './examine-images';
import { inFlight } from './in-flight';
import { keptValues } from './kept';
import { nearCopies } from './near-copies';
import type { NearCopy } from './near-copies';
import type { PlannedImage } from './plan-import';

interface LookOptions extends Pick<ExamineOptions, 'size' | 'range' | 'root'> {
  /** What `edgeSigns` gives for images that were decoded just now, by digest. */
  signs: ReadonlyMap<string, string>;
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
  const near = new Map(nearCopies(images, facts).map((pair) => [pair.test, pair]));
  const words = signWords(await signsOf(images, options));
  const pixels = pixelsOnce(options);
  for (const [at, others] of sameEdges(images, words)) {
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

/** For each test image the other images whose edges are nearly the same, the most similar first. */
function* sameEdges(
  images: readonly SplitImage[],
  words: Uint32Array,
): Generator<[number, number[]]> {
  const edges = edgeCounts(words);
  const rowsOf = (isTest: boolean) =>
    images.flatMap(({ split }, at) =>
      (split === 'test') === isTest && edges[at]! >= LEAST_EDGES ? [at] : [],
    );
  const seen = rowsOf(false);
  for (const at of rowsOf(true)) {
    const found: [share: number, other: number][] = [];
    for (const other of seen) {
      const both = edges[at]! + edges[other]!;
      const most = MOST_DIFFERING * both;
      if (Math.abs(edges[at]! - edges[other]!) > most) continue;
      const differing = differingEdges(words, at, other, most);
      if (differing <= most) found.push([differing / both, other]);
    }
    found.sort(([a], [b]) => a - b);
    yield [at, found.slice(0, MOST_COMPARED).map(([, other]) => other)];
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
