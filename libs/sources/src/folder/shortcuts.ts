import type { ImageFacts } from './decode-image';

/** A fact of files that tells classes apart, so that a network may learn it instead of what the images show. */
export interface Shortcut {
  /** The fact, e.g. `the kind of file`. */
  fact: string;
  /** Share of the labelled images whose class it gives away: that of the most frequent class at each of its values. */
  accuracy: number;
  /** Share of the most frequent class. */
  majority: number;
}

/** Facts of files that must not tell classes apart, each as a value for an image. */
const FACTS: Readonly<Record<string, (facts: ImageFacts) => string>> = {
  'the kind of file': ({ type }) => type,
  'being grey': ({ grey }) => String(grey),
  transparency: ({ transparent }) => String(transparent),
  'the turn in the EXIF tag': ({ turned }) => String(turned),
  'the size': ({ width, height }) => String(Math.round(2 * Math.log2(Math.sqrt(width * height)))),
  'the shape of the frame': ({ width, height }) =>
    String(Math.round(3 * Math.log2(width / height))),
};

/** A fact must give away so much more than the most frequent class does, and more than chance explains. */
const LEAST_GAIN = 0.1;
/** Standard errors above what a fact without meaning would reach. */
const ERRORS = 3;

interface Labelled {
  label: number | null;
  facts: ImageFacts;
}

/** Facts from which the class can be guessed clearly better than without them, the clearest first. */
export function shortcutsOf(images: readonly Labelled[]): Shortcut[] {
  if (images.length === 0) return [];
  const majority = guessed(images, () => '');
  return Object.entries(FACTS)
    .map(([fact, value]) => ({
      fact,
      accuracy: guessed(images, value),
      majority,
      values: valuesOf(images, value),
    }))
    .filter(({ accuracy, values }) => {
      // Each value may fit its few images by luck.
      const luck = Math.sqrt(values / images.length);
      const error = Math.sqrt((majority * (1 - majority)) / images.length);
      return accuracy - majority > LEAST_GAIN + ERRORS * error * luck;
    })
    .map(({ fact, accuracy }) => ({ fact, accuracy, majority }))
    .sort((a, b) => b.accuracy - a.accuracy);
}

const valuesOf = (images: readonly Labelled[], value: (facts: ImageFacts) => string): number =>
  new Set(images.map(({ facts }) => value(facts))).size;

/** The share of images that have the most frequent class of their value. */
function guessed(images: readonly Labelled[], value: (facts: ImageFacts) => string): number {
  const counts = new Map<string, Map<number, number>>();
  for (const { label, facts } of images) {
    const key = value(facts);
    const classes = counts.get(key) ?? new Map<number, number>();
    counts.set(key, classes.set(label!, (classes.get(label!) ?? 0) + 1));
  }
  const right = [...counts.values()].reduce((sum, one) => sum + Math.max(...one.values()), 0);
  return right / images.length;
}
