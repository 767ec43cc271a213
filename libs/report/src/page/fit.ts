import type { FitGap } from '@nhat/claims';
import { armStyles } from '../charts/theme';
import { gapText, isShare, metricText } from '../metric';
import { panelName, unique } from '../naming';
import { percent } from '../number-format';
import { scatterSvg } from '../overview/scatter';
import type { Report } from '../report';
import { ends } from './freezing';
import { keyedPlot } from './keyed-plot';
import { html } from './markup';
import type { Content, Markup } from './markup';
import type { Section } from './section';
import { table } from './table';

/** How much better networks are on their training images than on test images; absent where that was not measured. */
export const fit: Section = {
  id: 'fit',
  title: 'Training and test images',
  render: (report) =>
    report.overview && report.overview.fit.length > 0 ? body(report, report.overview.fit) : null,
};

function body(report: Report, gaps: readonly FitGap[]): Markup {
  const methods = unique(gaps.map(({ method }) => method));
  const styleOf = armStyles(methods);
  const shares = gaps.filter(({ cell }) => isShare(report.panels[cell]!));
  const svg = scatterSvg({
    description:
      'The gap between training and test images, of finetuning against scratch. The table has the numbers.',
    ...{ x: 'gap from scratch', y: 'gap finetuned' },
    points: shares.map(({ cell, method, scratch, finetuned }) => ({
      ...{ x: scratch.gap, y: finetuned.gap, ...styleOf(method) },
      title: `${method} on ${panelName(report, report.panels[cell]!)}`,
    })),
  });
  const numbers = tableOf(report, gaps);
  const isDrawn = shares.length >= 2;
  return html`<p>
      The gap is the metric on the labelled training images minus that on test images, as a mean
      over
      budgets.${isDrawn ? ' Below the dashed line the pretrained network has the smaller gap.' : null}
    </p>
    ${isDrawn ? keyedPlot(methods, styleOf, svg) : null}
    ${
      gaps.length > MOST_ROWS
        ? html`<details>
            <summary>Numbers</summary>
            ${numbers}
          </details>`
        : numbers
    }`;
}

/** Longer tables are folded. */
const MOST_ROWS = 12;

function tableOf(report: Report, gaps: readonly FitGap[]): Markup {
  const arm = (name: string) => [{ heading: `${name}: training` }, { heading: 'test' }];
  return table(
    'Means over the budgets and seeds that both arms have. Narrowed: the gap of scratch minus that of finetuning, paired by seed; above 0 pretraining narrows it.',
    [
      { heading: 'data', text: true },
      { heading: 'method', text: true },
      ...arm('scratch'),
      ...arm('finetuned'),
      { heading: 'gap narrowed', strong: true },
      { heading: `${percent(report.coverage, 0)} interval` },
    ],
    gaps.map(({ cell, method, scratch, finetuned, narrowed }): Content[] => {
      const panel = report.panels[cell]!;
      const text = (value: number) =>
        metricText(panel, panel.scratch.higherIsBetter ? value : -value);
      return [
        ...[panelName(report, panel), method],
        ...[scratch, finetuned].flatMap(({ train, test }) => [text(train), text(test)]),
        ...[gapText(panel, narrowed.estimate), ...ends(panel, narrowed)],
      ];
    }),
  );
}
