import { wilsonInterval } from '@nhat/curves';
import { csv } from '../csv';
import { panelName } from '../naming';
import { count, percent, plural } from '../number-format';
import { recallRows } from '../recall-rows';
import type { RecallCell, Recalls } from '../recalls';
import type { Panel, Report } from '../report';
import { download } from './download';
import { html } from './markup';
import type { Content, Markup } from './markup';
import type { Section } from './section';
import { table } from './table';

/** How well each class is recognised; absent where no run kept which test images it answers rightly. */
export const recall: Section = {
  id: 'recall',
  title: 'Recall by class',
  render: (report) => {
    const panels = report.panels.filter(({ recalls }) => recalls !== undefined);
    return panels.length === 0 ? null : body(report, panels);
  },
};

/** Classes that a table shows, those that are recognised worst. */
const MOST_CLASSES = 10;
/** Rows of all tables; of a larger study each arm has its largest budget alone. */
const MOST_ROWS = 120;

function body(report: Report, panels: readonly Panel[]): Markup {
  const rows = panels.reduce((sum, { recalls }) => sum + recalls!.cells.length, 0);
  const isLarge = rows > MOST_ROWS;
  return html`<p>
      The share of the test images of a class that are classified rightly, as a mean over seeds,
      with the ${percent(report.coverage, 0)} interval of Wilson for the choice of the test images
      of that class. Balanced accuracy is the mean of these
      shares.${
        panels.some(({ splits = 1 }) => splits > 1)
          ? ' Where seeds have test images of their own, a share is one over those of all seeds, and balanced accuracy a mean over seeds.'
          : null
      }${
        panels.some(({ testImages }) => (testImages?.groups ?? null) !== null)
          ? ' Test images of one group count as single ones here, so that these intervals are too narrow.'
          : null
      }${isLarge ? ' Each arm has its largest budget here, and all in the file.' : null}
    </p>
    ${panels.map((panel) => panelTable(report, panel, isLarge))}
    <p class="note">
      Download:
      ${download('recall.csv', 'text/csv', csv(recallRows(report)), 'every class and budget')} as
      CSV; it lies beside this page as <code>recall</code>, CSV and JSON.
    </p>`;
}

function panelTable(report: Report, panel: Panel, isLarge: boolean): Markup {
  const recalls = panel.recalls!;
  const shown = worstClasses(recalls);
  const images = recalls.classes.reduce((sum, one) => sum + one.images, 0);
  const cells = isLarge ? recalls.cells.filter(isLargest) : recalls.cells;
  const left = recalls.classes.length - shown.length;
  const name = panelName(report, panel);
  return html`<details>
    <summary>
      ${name}: ${plural(recalls.classes.length, 'class', 'classes')},
      ${plural(images, 'test image')}
    </summary>
    ${table(
      html`${name}.
      ${left > 0 ? `The classes that are recognised worst; ${left} others are in the file.` : 'All classes.'}`,
      [
        { heading: 'arm', text: true },
        { heading: 'labels' },
        { heading: 'accuracy' },
        { heading: 'balanced', strong: true },
        ...shown.map((at) => {
          const { name: label, images: own } = recalls.classes[at]!;
          return { heading: `${label} (${count(own)})` };
        }),
      ],
      cells.map((cell): Content[] => [
        ...[cell.arm, count(cell.n), percent(cell.accuracy), percent(cell.balancedAccuracy)],
        ...shown.map((at) => recallText(cell.recalls[at]!, cell.images[at]!, report)),
      ]),
      { wide: true, groupBy: 1, name: `Recall by class, ${name}` },
    )}
  </details>`;
}

function recallText(share: number | null, images: number, { coverage }: Report): Content {
  if (share === null) return '–';
  const [low, high] = wilsonInterval(share, images, coverage).map((end) => Math.round(100 * end));
  return html`${percent(share, 0)} <span class="whole">(${low!}–${high!})</span>`;
}

/** Places of the classes with the lowest recall over all cells, in the order of the classes. */
function worstClasses({ classes, cells }: Recalls): number[] {
  const known = (at: number) => cells.flatMap(({ recalls }) => recalls[at] ?? []);
  const total = (at: number) => known(at).reduce((sum, one) => sum + one, 0) / known(at).length;
  return classes
    .map((_, at) => at)
    .sort((a, b) => total(a) - total(b) || a - b)
    .slice(0, MOST_CLASSES)
    .sort((a, b) => a - b);
}

const isLargest = ({ arm, n }: RecallCell, _: number, cells: readonly RecallCell[]): boolean =>
  cells.every((other) => other.arm !== arm || other.n <= n);
