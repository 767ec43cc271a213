import type { LabelChoice } from '@nhat/curves';
import { fallbackNext } from './next-advice';
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
