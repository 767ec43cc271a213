import { stream } from '@nhat/random';
import { imageCovariance, unitsOf } from './run-answers';
import type { RunAnswers } from './run-answers';

const draws = stream('answers');
const counts = [70, 0, 1, 40];
const images = 111;
const labels = counts.flatMap((count, label) => new Array<number>(count).fill(label));
const groups = Uint32Array.from({ length: images }, () => draws.integer(17) * 5);

function answersOf(right: number[], given: Partial<RunAnswers>): RunAnswers {
  const bits = new Uint8Array(14);
  right.forEach((one, at) => (bits[at >> 3]! |= one << (7 - (at & 7))));
  return { images: 'x', counts, bits, groups: null, mean: 'over images', ...given };
}
const ability = Array.from({ length: images }, () => draws.next());
const rightOf = () => ability.map((chance) => Number(draws.next() < chance));
const [one, other] = [rightOf(), rightOf()];

const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const ofClass = (values: readonly number[], label: number) =>
  values.filter((_, at) => labels[at] === label);
const covariance = (a: readonly number[], b: readonly number[]) => {
  const [x, y] = [meanOf(a), meanOf(b)];
  return a.reduce((sum, value, at) => sum + (value - x) * (b[at]! - y), 0) / (a.length - 1);
};

describe('the covariance of two runs over the choice of test images', () => {
  const of = (given: Partial<RunAnswers>) =>
    imageCovariance(answersOf(one, given), answersOf(other, given));

  it('is that of their answers, divided by the number of images', () => {
    expect(of({})).toBeCloseTo(covariance(one, other) / images, 12);
  });

  it('of a run with itself is the binomial variance', () => {
    const answers = answersOf(one, {});
    const p = meanOf(one);
    expect(imageCovariance(answers, answers)).toBeCloseTo((p * (1 - p)) / (images - 1), 12);
  });

  it('is taken within classes for a mean over classes; a class of one image has the spread of the others', () => {
    const [many, few] = [0, 3].map((label) =>
      covariance(ofClass(one, label), ofClass(other, label)),
    );
    const pooled = (69 * many! + 39 * few!) / 108;
    expect(of({ mean: 'over classes' })).toBeCloseTo(
      (many! / 70 + few! / 40 + pooled) / 3 ** 2,
      12,
    );
  });

  it('counts the images of a group as one where there are groups', () => {
    const names = [...new Set(groups)];
    const sums = (
      right: readonly number[],
      weight: (label: number) => number,
      centre: (label: number) => number,
    ) =>
      names.map((group) =>
        right.reduce(
          (sum, value, at) =>
            groups[at] === group ? sum + weight(labels[at]!) * (value - centre(labels[at]!)) : sum,
          0,
        ),
      );
    const products = (a: number[], b: number[]) =>
      (a.reduce((sum, value, at) => sum + value * b[at]!, 0) * names.length) / (names.length - 1);
    const ofImages = (right: number[]) =>
      sums(
        right,
        () => 1 / images,
        () => meanOf(right),
      );
    expect(of({ groups })).toBeCloseTo(products(ofImages(one), ofImages(other)), 12);
    const ofClasses = (right: number[]) =>
      sums(
        right,
        (label) => 1 / (3 * counts[label]!),
        (label) => meanOf(ofClass(right, label)),
      );
    expect(of({ groups, mean: 'over classes' })).toBeCloseTo(
      products(ofClasses(one), ofClasses(other)),
      12,
    );
    expect(unitsOf(answersOf(one, { groups }))).toBe(names.length);
    expect(unitsOf(answersOf(one, {}))).toBe(images);
  });
});
