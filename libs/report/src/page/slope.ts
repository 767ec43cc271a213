import { panelName } from '../naming';
import { count, list, percent, utility } from '../number-format';
import type { Comparison, Panel, Report } from '../report';
import { html } from './markup';
import type { Content, Markup } from './markup';
import type { Section } from './section';
import { table } from './table';

/** How utility changes with the number of labels; absent where no comparison has two budgets. */
export const slope: Section = { id: 'slope', title: 'Utility and labels', render };

function render(report: Report): Markup | null {
  const rows = report.panels.flatMap((panel) =>
    panel.comparisons.flatMap((comparison) => row(report, panel, comparison)),
  );
  if (rows.length === 0) return null;
  return html`${table(
      'Slope of log2(1 + U) against log2(n), in doublings per doubling of the labels. Below 0 utility falls with labels; at −1 n̂ does not grow with n.',
      [
        { heading: 'data', text: true, wraps: true },
        { heading: 'method', text: true },
        { heading: 'slope', strong: true },
        { heading: `${percent(report.coverage, 0)} interval` },
        { heading: 'budgets' },
        { heading: 'left out' },
        { heading: 'networks' },
      ],
      rows,
      { groupBy: 1 },
    )}
    <p class="note">
      Left out: budgets where more than a fifth of the draws lie beyond the curve from scratch. All
      budgets of a row share the scratch curve of each draw, so the slope is surer than its points.
    </p>`;
}

function row(
  report: Report,
  panel: Panel,
  { method, slope, pretrained, reads }: Comparison,
): Content[][] {
  if (slope === null) return [];
  const { estimate, low, high, budgets, leftOut, thisNetworkOnly } = slope;
  return [
    [
      ...[panelName(report, panel), method, utility(estimate)],
      `${utility(low)} to ${utility(high)}`,
      list(budgets.map(count)),
      leftOut.length > 0 ? list(leftOut.map(count)) : '–',
      reads ? '–' : thisNetworkOnly ? 'this network' : String(pretrained),
    ],
  ];
}
