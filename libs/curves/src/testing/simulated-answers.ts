import type { Stream } from '@nhat/random';
import { answerAt, imagesOf } from '../images/run-answers';
import type { RunAnswers } from '../images/run-answers';
import { panelDraws } from '../panel/panel-draws';
import type { Panel, PanelRun } from '../panel/panel';
import { studySpread } from '../panel/spread';
import { utilityInterval } from '../panel/utility-interval';
import type { UtilityInterval } from '../panel/utility-interval';

/**
 * Studies whose runs answer images one by one. Each image has a difficulty, uniform from 0 to 1; a run of accuracy a is right for
 * sure below a − 0.15 and wrong for sure above a + 0.15, so that its expected accuracy over all images that could be drawn is a.
 */
export interface AnsweredDesign {
  /** Test images, and groups of them that have one difficulty; 1 in a group where absent. */
  images: number;
  perGroup?: number;
  seeds: number;
  /** Choices of test images without a common image, which the seeds have in turn; one for all where absent. */
  splits?: number;
  /** The share of images that are as difficult for one arm as for the other; others have two difficulties. */
  shared: number;
  /** U of the arm. */
  utility: number;
}

/** Between sure and sure not, to both sides. */
const DOUBT = 0.15;
const SCRATCH = [50, 100, 200, 400, 800, 1600];
const FINETUNED = [100, 200, 400];
const CLASSES = 4;

/** Accuracy from scratch with n labels, expected over images and runs. */
const accuracyAt = (n: number): number => 0.92 - 1.6 * n ** -0.33;

/** Draws test images, and the answers of all runs of a study with one arm. */
export function simulateAnswers(design: AnsweredDesign, stream: Stream): Panel {
  const { images, perGroup = 1, seeds, splits = 1, shared, utility } = design;
  const groups = Uint32Array.from({ length: images }, (_, image) => Math.floor(image / perGroup));
  const tests = Array.from({ length: splits }, () => testImages(groups, shared, stream));
  const answers = (accuracy: number, split: number, arm: keyof TestImages): RunAnswers => {
    const difficulty = tests[split]![arm];
    const right = Uint8Array.from(groups, (group) => {
      const chance = (accuracy + DOUBT - difficulty[group]!) / (2 * DOUBT);
      return Number(stream.next() < chance);
    });
    const given = answersOf(right, perGroup > 1 ? groups : null);
    return split === 0 ? given : { ...given, images: `images of split ${split}` };
  };
  const runs = (budgets: readonly number[], gain: number, arm: keyof TestImages) =>
    Array.from({ length: seeds }, (_, seed) => {
      const common = stream.normal();
      return budgets.map((n): PanelRun => {
        const error = Math.SQRT1_2 * (common + stream.normal());
        const noise = Math.hypot(0.008, 0.1 / Math.sqrt(n)) * error;
        const given = answers(accuracyAt(n * gain) + noise, seed % splits, arm);
        return { n, seed, value: shareOf(given), network: null, answers: given };
      });
    }).flat();
  return {
    name: 'answered',
    scratch: runs(SCRATCH, 1, 'scratch'),
    arms: [{ name: 'arm', runs: runs(FINETUNED, 1 + utility, 'arm') }],
  };
}

/** The difficulty of each group of test images for each arm. */
type TestImages = Record<'scratch' | 'arm', Float64Array>;

function testImages(groups: Uint32Array, shared: number, stream: Stream): TestImages {
  const scratch = difficulties(groups, stream);
  const others = difficulties(groups, stream);
  const isShared = Float64Array.from(scratch, () => Number(stream.next() < shared));
  return { scratch, arm: scratch.map((own, group) => (isShared[group] ? own : others[group]!)) };
}

const difficulties = (groups: Uint32Array, stream: Stream): Float64Array =>
  Float64Array.from({ length: groups.at(-1)! + 1 }, () => stream.next());

/** Answers of images in four classes of equal size, in whose order the images are given. */
export function answersOf(right: Uint8Array, groups: Uint32Array | null = null): RunAnswers {
  const bits = new Uint8Array(Math.ceil(right.length / 8));
  right.forEach((one, at) => (bits[at >> 3]! |= one << (7 - (at & 7))));
  const counts = new Array<number>(CLASSES).fill(right.length / CLASSES);
  return { images: 'images', counts, bits, groups, mean: 'over images' };
}

function shareOf(answers: RunAnswers): number {
  const images = imagesOf(answers);
  let right = 0;
  for (let image = 0; image < images; image++) right += answerAt(answers, image);
  return right / images;
}

/** How often 95 % intervals hold the true λ, and their median width in doublings. */
export interface AnsweredCoverage {
  held: number;
  width: number;
}

/** With intervals of label seeds alone, and with those that hold the choice of test images too. */
export function answeredCoverage(
  design: AnsweredDesign,
  { repetitions, draws, stream }: { repetitions: number; draws: number; stream: Stream },
): Record<'seeds' | 'images', AnsweredCoverage> {
  const truth = Math.log2(1 + design.utility);
  const found: Record<'seeds' | 'images', UtilityInterval[]> = { seeds: [], images: [] };
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const random = stream.fork(repetition);
    const panel = simulateAnswers(design, random);
    const [spread] = studySpread([panel]);
    const options = { draws, stream: random };
    const intervals = (images: boolean) =>
      panelDraws(panel, images ? spread! : { ...spread!, images: null }, options)!
        .arms.flatMap(({ utilities }) => utilities)
        .map((utility) => utilityInterval(utility, 0.95));
    found.seeds.push(...intervals(false));
    found.images.push(...intervals(true));
  }
  return { seeds: coverageOf(found.seeds, truth), images: coverageOf(found.images, truth) };
}

function coverageOf(intervals: readonly UtilityInterval[], truth: number): AnsweredCoverage {
  const held = intervals.filter(
    ({ low, high, lowOpen, highOpen }) => (lowOpen || truth >= low) && (highOpen || truth <= high),
  );
  const widths = intervals.map(({ low, high }) => high - low).sort((a, b) => a - b);
  return { held: held.length / intervals.length, width: widths[Math.floor(widths.length / 2)]! };
}
