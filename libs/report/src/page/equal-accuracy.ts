import { csv } from '../csv';
import { equalAccuracyCells, equalAccuracyRows } from '../equal-accuracy';
import type { EqualAccuracyCell } from '../equal-accuracy';
import { commonNoun, metricText } from '../metric';
import { panelName } from '../naming';
import { bound, count, percent, utility } from '../number-format';
import type { Report } from '../report';
import { download } from './download';
import { html } from './markup';
import type { Markup } from './markup';
import type { Section } from './section';
import { table } from './table';

/** The second reading: U where training from scratch is equally good; absent where one dataset has no other to compare with. */
export const equalAccuracy: Section = {
  id: 'equal-accuracy',
  title: 'At equal scratch accuracy',
  render,
};

function render(report: Report): Markup | null {
  const readings = byLevel(equalAccuracyCells(report));
  if (readings.length === 0) return null;
  const noun = commonNoun(report);
  return html`<p>
      At equal numbers of labels, datasets stand at different places of their learning curves. Here
      they are compared where training from scratch reaches the same ${noun}. A difference that is
      there at equal labels and not here comes from that place.
    </p>
    ${table(
      `Utility where scratch reaches a ${noun}, interpolated between the finetuned budgets.`,
      [
        { heading: 'method', text: true },
        { heading: `scratch ${noun}` },
        { heading: 'data', text: true },
        { heading: 'labels' },
        { heading: 'U', strong: true },
        { heading: `${percent(report.coverage, 0)} interval` },
      ],
      readings.map((cell) => row(report, cell)),
      { groupBy: 2 },
    )}
    <p class="note">
      Download:
      ${download('equal-accuracy.csv', 'text/csv', csv(equalAccuracyRows(report)), 'this table')} as
      CSV; it lies beside this page as CSV and JSON.
    </p>`;
}

/** Datasets side by side at each level of a method. */
const byLevel = (readings: readonly EqualAccuracyCell[]): EqualAccuracyCell[] => {
  const group = ({ panel, comparison, reading }: EqualAccuracyCell) =>
    JSON.stringify([panel.task, panel.backbone, comparison.method, reading.level]);
  const groups = [...new Set(readings.map(group))];
  return groups.flatMap((name) => readings.filter((reading) => group(reading) === name));
};

const row = (report: Report, { panel, comparison, reading }: EqualAccuracyCell) => {
  const { level, n, utility: value, low, high, lowOpen, highOpen } = reading;
  const ends = [
    lowOpen ? `< ${bound(low)}` : utility(low),
    highOpen ? `> ${bound(high)}` : utility(high),
  ];
  return [
    comparison.method,
    metricText(panel, level),
    panelName(report, panel),
    count(n),
    value === null ? '–' : utility(value),
    ends.join(' to '),
  ];
};
