import type { ImageFacts } from './decode-image';
import type { FileNotes } from './file-notes';

/** A fact of files that tells classes apart, so that a network may learn it instead of what the images show. */
export interface Shortcut {
  /** The fact, e.g. `the kind of file`. */
  fact: string;
  /**
   * Share of the labelled images whose class it gives away: the most frequent class at its value among the other half of the images, so
   * that values which few images share give nothing away by luck.
   */
  accuracy: number;
  /** Share of the most frequent class. */
  majority: number;
}

/** What is known of a file without looking at the picture. */
export type FileFacts = ImageFacts & Pick<FileNotes, 'camera'>;

/** Facts of files that must not tell classes apart, each as a value for an image. */
const FACTS: Readonly<Record<string, (facts: FileFacts) => string>> = {
  'the kind of file': ({ type }) => type,
  'being grey': ({ grey }) => String(grey),
  transparency: ({ transparent }) => String(transparent),
  'the camera in the EXIF tags': ({ camera }) => camera,
  'the turn in the EXIF tag': ({ turned }) => String(turned),
  'the size': ({ width, height }) => String(Math.round(2 * Math.log2(Math.sqrt(width * height)))),
  'the shape of the frame': ({ width, height }) =>
    String(Math.round(3 * Math.log2(width / height))),
};

/** A fact must give away so much more than the most frequent class does, and more than chance explains. */
const LEAST_GAIN = 0.1;
/** Standard errors above what a fact without meaning reaches. */
const ERRORS = 3;

interface Labelled {
  label: number | null;
  facts: FileFacts;
}

/** Facts from which the class can be guessed clearly better than without them, the clearest first. */
export function shortcutsOf(images: readonly Labelled[]): Shortcut[] {
  if (images.length === 0) return [];
  const majority = Math.max(...countsOf(images).values()) / images.length;
  const error = Math.sqrt((majority * (1 - majority)) / images.length);
  const halves = halvesOf(images);
  return Object.entries(FACTS)
    .map(([fact, value]) => ({ fact, accuracy: guessed(halves, value), majority }))
    .filter(({ accuracy }) => accuracy - majority > LEAST_GAIN + ERRORS * error)
    .sort((a, b) => b.accuracy - a.accuracy);
}

/** Two halves of the images, with half of the images of each class. */
function halvesOf(images: readonly Labelled[]): [Labelled[], Labelled[]] {
  const halves: [Labelled[], Labelled[]] = [[], []];
  const seen = new Map<number | null, number>();
  for (const image of images) {
    const before = seen.get(image.label) ?? 0;
    seen.set(image.label, before + 1);
    halves[before % 2 === 0 ? 0 : 1].push(image);
  }
  return halves;
}

/** The share of images of each half whose class is the most frequent one at their value in the other half. */
function guessed(
  [first, second]: [Labelled[], Labelled[]],
  value: (facts: FileFacts) => string,
): number {
  const right = rightIn(first, second, value) + rightIn(second, first, value);
  return right / (first.length + second.length);
}

/** How many images have the class that `known` images have most often at their value; at a value that is new there, at any. */
function rightIn(
  images: readonly Labelled[],
  known: readonly Labelled[],
  value: (facts: FileFacts) => string,
): number {
  const byValue = new Map<string, Labelled[]>();
  for (const image of known) {
    const key = value(image.facts);
    const alike = byValue.get(key);
    if (alike === undefined) byValue.set(key, [image]);
    else alike.push(image);
  }
  const classes = new Map([...byValue].map(([key, alike]) => [key, mostFrequent(alike)]));
  const otherwise = mostFrequent(known);
  return images.filter(({ label, facts }) => label === (classes.get(value(facts)) ?? otherwise))
    .length;
}

function countsOf(images: readonly Labelled[]): Map<number | null, number> {
  const counts = new Map<number | null, number>();
  for (const { label } of images) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

/** Of equally frequent classes the first. */
const mostFrequent = (images: readonly Labelled[]): number | null =>
  [...countsOf(images)].reduce((best, one) => (one[1] > best[1] ? one : best), [null, 0])[0];
