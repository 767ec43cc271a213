import type { LabelChoice } from '@nhat/curves';
import type { Panel } from './report';
import { decisionText } from './decision-text';
import { singleFixture } from './testing/fixture';

it('says of an arm that cannot be read which networks are the cause, what they reached and what counts', () => {
  const [panel] = singleFixture.panels;
  const [comparison] = panel!.comparisons;
  const arm = comparison!.method;
  const labels = comparison!.curve.points[0]!.n;
  const curve: Panel['scratch'] = {
    ...comparison!.curve,
    points: comparison!.curve.points.map((point) => ({
      ...point,
      runs: point.runs.map((run) => ({ ...run, train: 0.62, fitted: false })),
    })),
  };
  const choice: LabelChoice = {
    ...{ labels, outcome: 'open', because: 'left out', options: [], expectedLoss: null },
    leftOut: [{ arm, reason: 'not fitted' }],
  };
  const { headline } = decisionText({
    ...singleFixture,
    panels: [{ ...panel!, fittedAt: 0.9, comparisons: [{ ...comparison!, curve }] }],
    decision: {
      ...{ labels, labelPrice: 0.2, hourPrice: 0.5, hours: null, currency: '' },
      panels: [{ choice, clockSeconds: {}, hoursOfDocument: false }],
    },
  })!;
  expect(headline).toContain(
    `${arm} cannot be read at ${labels} labels, because finetuned networks at ${labels} labels did not learn their own training images (down to 62.0 %; learned from 90.0 % on)`,
  );
});
