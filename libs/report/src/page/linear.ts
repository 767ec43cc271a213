import type { LinearAndFinetunedMeans } from '@nhat/claims';
import { armStyles } from '../charts/theme';
import { isShare, metricText } from '../metric';
import { panelName, unique } from '../naming';
import { count, percent, signed } from '../number-format';
import { scatterSvg } from '../overview/scatter';
import type { Panel, Report } from '../report';
import { keyedPlot } from './keyed-plot';
import { html } from './markup';
import type { Markup } from './markup';
import type { Section } from './section';
import { table } from './table';

/** Linear evaluation beside finetuning; absent where no method has both. */
export const linear: Section = {
  id: 'linear',
  title: 'Linear evaluation and finetuning',
  render: (report) => (report.overview?.linear ? body(report, report.overview.linear) : null),
};

function body(report: Report, { points, correlation }: LinearAndFinetunedMeans): Markup {
  const methods = unique(points.map(({ method }) => method));
  const shares = points.filter(({ cell }) => isShare(report.panels[cell]!));
  const styleOf = armStyles(methods);
  const svg = scatterSvg({
    description: `Finetuning against linear evaluation of ${methods.join(', ')} at equal numbers of labels. The table has the numbers.`,
    ...{ x: 'linear head', y: 'finetuned' },
    points: shares.map(({ cell, method, n, ...means }) => ({
      ...{ x: means.linear, y: means.finetuned, ...styleOf(method) },
      title: `${method} on ${panelName(report, report.panels[cell]!)}, ${count(n)} labels`,
    })),
  });
  const text = (panel: Panel, value: number) =>
    metricText(panel, panel.scratch.higherIsBetter ? value : -value);
  return html`${correlation === null ? null : correlationText(correlation)}
    ${shares.length === 0 ? null : keyedPlot(methods, styleOf, svg)}
    <details>
      <summary>Numbers</summary>
      ${table(
        'Means on test images by a linear head on frozen features and by finetuning.',
        [
          { heading: 'data', text: true },
          { heading: 'method', text: true },
          { heading: 'labels' },
          { heading: 'linear head' },
          { heading: 'finetuned' },
        ],
        points.map(({ cell, method, n, ...means }) => {
          const panel = report.panels[cell]!;
          return [
            ...[panelName(report, panel), method, count(n)],
            ...[text(panel, means.linear), text(panel, means.finetuned)],
          ];
        }),
        { groupBy: 2 },
      )}
    </details>`;
}

const correlationText = ({
  effect,
  low,
  high,
  points,
  meaning,
}: NonNullable<LinearAndFinetunedMeans['correlation']>): Markup =>
  html`<p>
    Do both order the methods alike? Kendall’s τ is <b>${signed(effect.toFixed(2))}</b>
    (${low === high ? 'the same in every draw' : `${percent(0.95, 0)} interval ${signed(low.toFixed(2))} to ${signed(high.toFixed(2))}`}),
    the mean over datasets and numbers of labels, of ${count(points)} methods × datasets: 1 for the
    same order, −1 for the reversed one.${meaning === '' ? null : ` ${meaning}`} On the dashed line
    both are equally good.
  </p>`;
