import { answerAt } from '@nhat/curves';
import { stream } from '@nhat/random';
import { answersIn, decodeAnswers, encodeAnswers } from './test-answers';

const draws = stream('answers');
const count = 1003;
const labels = Uint8Array.from({ length: count }, () => (draws.next() < 0.9 ? 0 : 3));
const right = Uint8Array.from({ length: count }, () => draws.integer(2));
const split = { images: 'label-1', right, labels, classes: 4 };
const rows = [0, 1, 2, 3].flatMap((label) =>
  [...labels.keys()].filter((row) => labels[row] === label),
);
const sorted = (values: ArrayLike<number>) => rows.map((row) => values[row]!);

describe('answers to test images', () => {
  it('come back ordered by class, with the images and the right answers of each class', () => {
    const answers = encodeAnswers({ ...split, groups: null });
    const decoded = decodeAnswers(answers);
    const found = rows.map((_, at) => answerAt(decoded, at));
    expect(found).toEqual(sorted(right));
    expect(decoded.groups).toBeNull();
    const ofClass = (label: number) =>
      sorted(labels).flatMap((one, at) => (one === label ? at : []));
    expect(answers.counts).toEqual([0, 1, 2, 3].map((label) => ofClass(label).length));
    expect(answers.right).toEqual(
      [0, 1, 2, 3].map((label) => ofClass(label).filter((at) => found[at] === 1).length),
    );
    expect(answers.bits.length).toBeLessThan(count / 5);
  });

  it.each([100, 70_000])('keep groups, of %i too', (many) => {
    const groups = Uint32Array.from({ length: count }, () => draws.integer(many));
    groups[5] = many - 1;
    expect([...decodeAnswers(encodeAnswers({ ...split, groups })).groups!]).toEqual(sorted(groups));
  });

  it('are read from scores as they were written, and are absent from older ones', () => {
    const groups = Uint32Array.from(labels);
    const answers = encodeAnswers({ ...split, groups });
    expect(answersIn('run-1', JSON.parse(JSON.stringify({ answers })))).toEqual(answers);
    expect(answersIn('run-1', {})).toBeNull();
    expect(() => answersIn('run-1', { answers: { images: 1 } })).toThrow(/run-1.*images/);
  });
});
