import type { JsonObject } from '@nhat/documents';
import { imageScores } from './image-scores';
import { runScores } from './run-scores';

const images: JsonObject = {
  classes: ['chair', 'table'],
  counts: { train: 20, validation: 0, test: 10 },
  resolution: 16,
  truths: ['label'],
  lab: { mean: [50, 0, 0], std: [10, 1, 1] },
  borderRotationAccuracy: 0.4,
  borderRotationAccuracyOfCnn: null,
};
const run: JsonObject = { n: 10, seed: 0, test: 0.5, train: 1, fitted: true };

describe('scores of a node', () => {
  it('are returned with their types', () => {
    const without = { labelled: 20, hidesSamples: false, testGroups: null };
    expect(imageScores('images-x', images)).toEqual({ ...images, ...without });
    const own = { ...images, labelled: 12, hidesSamples: true, testGroups: 'AAABAA==' };
    expect(imageScores('images-x', own)).toEqual(own);
    expect(runScores('scratch-x', { ...run, precision: 'float32' })).toEqual({
      ...{ ...run, metric: 'accuracy', higherIsBetter: true },
      ...{ chance: null, classes: null, precision: 'float32' },
      ...{ validation: null, labelledClasses: null, chosen: null, answers: null },
    });
    const chosen = { inversePenalty: 10 };
    expect(runScores('scratch-x', { ...run, chosen, validation: 0.4 })).toMatchObject({
      ...{ chosen, validation: 0.4 },
    });
  });

  it.each([
    ['a field that is missing', () => runScores('scratch-x', { seed: 0, test: 0.5 }), 'scores.n '],
    ['a number as text', () => runScores('scratch-x', { ...run, test: 'half' }), 'scores.test '],
    ['null for a number', () => runScores('scratch-x', { ...run, test: null }), 'scores.test '],
    ['a number for an object', () => runScores('scratch-x', { ...run, chosen: 3 }), 'chosen '],
    ['a list with another type', () => imageScores('x', { ...images, classes: [1] }), 'classes '],
    ['a field of an object', () => imageScores('x', { ...images, lab: {} }), 'scores.lab.mean '],
  ])('are refused with node and key: %s', (_, read, key) => {
    expect(read).toThrow(expect.objectContaining({ name: 'UserError' }) as Error);
    expect(read).toThrow(key);
    expect(read).toThrow(/^(scratch-)?x: /);
  });
});
