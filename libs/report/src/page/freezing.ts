import type { FreezingLosses } from '@nhat/claims';
import { gapText } from '../metric';
import { panelName } from '../naming';
import { count, percent } from '../number-format';
import type { Panel, Report } from '../report';
import { html } from './markup';
import type { Content, Markup } from './markup';
import type { Section } from './section';
import { table } from './table';

/** What frozen stages cost; absent where none were frozen. */
export const freezing: Section = {
  id: 'freezing',
  title: 'Frozen stages',
  render: (report) =>
    report.overview && report.overview.freezing.length > 0
      ? body(report, report.overview.freezing)
      : null,
};

const body = (report: Report, losses: readonly FreezingLosses[]): Markup =>
  html`${table(
    'Finetuned minus frozen, in points of the metric: above 0 freezing costs. The network, the label list and the budget of each pair are the same; the interval is Student-t over seeds, or over networks where several have several seeds each, and holds the choice of test images where the runs kept their answers.',
    [
      { heading: 'data', text: true },
      { heading: 'method', text: true },
      { heading: 'frozen stages' },
      { heading: 'cost', strong: true },
      { heading: `${percent(report.coverage, 0)} interval` },
      { heading: 'seeds' },
    ],
    losses.flatMap(({ cell, method, depths }) =>
      depths.map(({ depth, seeds, ...loss }): Content[] => {
        const panel = report.panels[cell]!;
        const name = panelName(report, panel);
        return [
          name,
          method,
          count(depth),
          gapText(panel, loss.estimate),
          ...ends(panel, loss),
          count(seeds),
        ];
      }),
    ),
    { groupBy: 2 },
  )}`;

/** The ends of an interval in the unit of a gap; a dash with a single seed. */
export const ends = (
  panel: Panel,
  { low, high }: { low: number | null; high: number | null },
): [string] =>
  low === null || high === null ? ['–'] : [`${gapText(panel, low)} to ${gapText(panel, high)}`];
