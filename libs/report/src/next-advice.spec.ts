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
