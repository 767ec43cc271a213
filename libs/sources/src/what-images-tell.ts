import type { Split } from '@nhat/artifacts';
import { count } from '@nhat/documents/count';
import type { BorderAccuracy } from './folder/border-sample';

/** What is known of the images of a dataset when it is asked what they can tell. */
export interface KnownImages {
  /** Images with a label in the first split. */
  labelled: Record<Split, number>;
  /** Test images of each split; one number where all runs have the same. */
  splits: readonly number[];
  /** Whether the files say which images are for testing. */
  testIsGiven: boolean;
  /** How well the outer border of an image alone gives away how it is turned; null where it was not measured. */
  border: BorderAccuracy | null;
}

/** With fewer test images than this, several splits are worth their pretrainings. */
const ENOUGH_TESTS = 500;
/** With no more test images than this, simulated intervals of U span more than two doublings with two to five seeds. */
export const TOO_FEW_TESTS = 100;
/** So many splits are advised; more would make a study of few images too long. */
const [LEAST_SPLITS, MOST_SPLITS] = [3, 5];

/** The test images of all splits. */
export const testedIn = (splits: readonly number[]): number =>
  splits.reduce((sum, tests) => sum + tests, 0);

/**
 * How many splits give the seeds of a study test images enough, each its own: 1 where one has enough or the files fix which they are.
 * `possible`: the most that the images allow.
 */
export function advisedSplits(
  { labelled: { test }, testIsGiven }: Pick<KnownImages, 'labelled' | 'testIsGiven'>,
  possible = MOST_SPLITS,
): number {
  if (testIsGiven || test >= ENOUGH_TESTS) return 1;
  const wanted = Math.ceil(ENOUGH_TESTS / Math.max(1, test));
  return Math.min(Math.max(LEAST_SPLITS, wanted), MOST_SPLITS, possible);
}

/** Half of Wilson's interval of an accuracy of 50 % on so many test images, in points. */
const halfInterval = (tests: number): string =>
  (100 * 1.96 * Math.sqrt(0.25 / (tests + 1.96 ** 2))).toFixed(1);

/** How precisely an accuracy on so many test images is known, as a sentence. */
export const precisionText = (tests: number): string =>
  `An accuracy of 50 % on ${count(tests)} test ${tests === 1 ? 'image' : 'images'} is known to ± ${halfInterval(tests)} points`;

/** What so many test images, in all splits together, let a row say; null where they are enough. */
export function fewTestsText(tests: number): string | null {
  if (tests >= ENOUGH_TESTS) return null;
  const shown = count(tests);
  return tests <= TOO_FEW_TESTS
    ? `With ${shown} test images in all, no answer is to be expected: in simulations with ${TOO_FEW_TESTS} the interval of U spans about three doublings with two to five seeds, and a row states a number where it spans two at most.`
    : `With ${shown} test images in all, expect intervals with wide ends and few numbers or none: in simulations the interval of U spans about three doublings with 100 test images and 1.5 to 2 with 500, at five seeds, and a row states a number where it spans two at most.`;
}

/** From this accuracy on, rotation can be learned without looking at what an image shows. */
const TRIVIAL = 0.6;

/** The larger of the accuracies with which the border alone gives away how an image is turned. */
export const borderText = (border: BorderAccuracy): string =>
  `The outer border alone gives away how an image is turned with accuracy ${Math.round(100 * accuracyOf(border))} % (chance 25 %).`;

const accuracyOf = ({ linear, cnn }: BorderAccuracy): number => Math.max(linear, cnn);

/** The method that suits images: rotation, or another one where the border alone solves that task. */
export const suitingMethod = (border: BorderAccuracy | null): 'rotation' | 'simclr' =>
  border !== null && accuracyOf(border) >= TRIVIAL ? 'simclr' : 'rotation';
