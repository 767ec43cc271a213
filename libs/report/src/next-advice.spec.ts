import type { LabelChoice, LearningCurve } from '@nhat/curves';
import { fallbackNext } from './next-advice';
import type { Comparison } from './report';
import { singleFixture } from './testing/fixture';

const leftOut = (reason: LabelChoice['leftOut'][number]['reason']): LabelChoice => ({
  ...{ labels: 100, outcome: 'open', because: 'left out', options: [], expectedLoss: null },
  leftOut: [{ arm: 'rotation', reason }],
});
const [panel] = singleFixture.panels;

it('where networks were trained too briefly, the next step is the key that trains them longer', () => {
  const text = fallbackNext(singleFixture, leftOut('not fitted'), panel!);
  expect(text).toContain(`"imagesSeen": … } in pipelines/${singleFixture.name}.json`);
  expect(fallbackNext(singleFixture, leftOut('at chance'), panel!)).not.toContain('imagesSeen');
  const foreign = { ...panel!, ofAnotherProgram: true } as const;
  expect(fallbackNext(singleFixture, leftOut('not fitted'), foreign)).not.toContain('imagesSeen');
});

it('where the fit of a linear head ended before its optimum, no longer training is advised', () => {
  const [comparison] = panel!.comparisons;
  const nextWith = (change: Partial<Comparison>, fitted: boolean, fittedScratch = true) => {
    const curve = (one: LearningCurve, isFitted: boolean): LearningCurve => ({
      ...one,
      points: one.points.map((point) => ({
        ...point,
        runs: point.runs.map((run) => ({ ...run, fitted: isFitted })),
      })),
    });
    const arm = { ...comparison!, method: 'rotation', curve: curve(comparison!.curve, fitted) };
    return fallbackNext(singleFixture, leftOut('not fitted'), {
      ...panel!,
      scratch: curve(panel!.scratch, fittedScratch),
      comparisons: [{ ...arm, ...change }],
    });
  };
  const reads = { name: 'image-statistics', title: '' } as unknown as Comparison['reads'] & object;
  expect(nextWith({ reads }, false)).toBe(
    'other arms or budgets, because the fit of a linear head ended before its optimum, and neither longer training nor more seeds change that.',
  );
  expect(nextWith({ reads }, true, false)).toMatch(/^longer training/);
  expect(nextWith({}, false)).toMatch(/^longer training/);
});

it('beyond the curve from scratch the next step is a budget that trainings can have', () => {
  const beyond: LabelChoice = { ...leftOut('flat'), because: 'beyond', leftOut: [] };
  const largest = Math.max(...panel!.scratch.points.map(({ n }) => n));
  const next = (most: number, step = 10) =>
    fallbackNext(singleFixture, beyond, {
      ...panel!,
      possibleBudgets: { step, least: 10, most },
    });
  expect(fallbackNext(singleFixture, beyond, panel!)).toContain(`e.g. ${2 * largest}.`);
  expect(next(10_000, 300)).toContain(`e.g. ${300 * Math.round((2 * largest) / 300)}.`);
  expect(next(largest * 1.5)).toContain(`e.g. ${largest * 1.5}.`);
  expect(next(largest + 10)).toMatch(
    new RegExp(`^more labelled images, .* ${largest} of ${largest + 10} `),
  );
});
