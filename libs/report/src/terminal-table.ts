import { cellText } from './cell-text';
import { restsOnUnfitted } from './fitted';
import { hasLearned } from './learning';
import { gapText, metricNoun, metricText } from './metric';
import { unique } from './naming';
import { count, percent } from './number-format';
import { hasNoFigures } from './outcome';
import type { Panel, Report } from './report';
import { cells } from './rows';
import type { JudgedCell } from './rows';

const HEADINGS = ['method', 'labels', 'scratch', 'finetuned', 'gap', 'n̂', 'U '];
const SEPARATOR = '  ';

/** The table of the page for a terminal of 100 columns: one block per scratch curve, then an explanation of the marks. */
export function terminalTable(report: Report): string {
  const headings = [...HEADINGS, `${percent(report.coverage, 0)} interval`, 'seeds'];
  const blocks = report.panels.map((panel) => ({
    title: titleOf(panel),
    rows: rowsOf(report, panel),
  }));
  const all = [headings, ...blocks.flatMap(({ rows }) => rows)];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => width(row[column]!))));
  const line = (row: string[]) =>
    row
      .map((text, column) => pad(text, widths[column]!, column === 0))
      .join(SEPARATOR)
      .trimEnd();
  const body = blocks.flatMap(({ title, rows }) => ['', title, ...rows.map(line)]);
  return (
    [line(headings), ...body, ...notes(all.flat()), ...flat(report), ...mixed(report)].join('\n') +
    '\n'
  );
}

const titleOf = (panel: Panel): string =>
  [panel.dataset, panel.backbone, panel.task, metricNoun(panel)].join(' · ');

const rowsOf = (report: Report, panel: Panel): string[][] =>
  cells(report)
    .filter((cell) => cell.panel === panel)
    .map((cell) => {
      const { comparison, point, outcome } = cell;
      const { nHat, utility, interval } = cellText(cell);
      return [
        comparison.method,
        count(point.n),
        point.scratch === null ? '–' : metricText(panel, point.scratch),
        metricText(panel, point.finetuned),
        point.gap === null ? '–' : gapText(panel, point.gap),
        nHat,
        hasNoFigures(outcome) ? `${outcome} ` : utility + marks(cell),
        interval,
        String(point.seeds),
      ];
    });

/** The marks that the notes below explain, at least one column wide. */
const marks = (cell: JudgedCell): string =>
  [
    restsOnUnfitted(cell) ? '*' : '',
    cell.point.pooled ? '~' : '',
    hasLearned(cell.comparison) === false ? '!' : '',
  ]
    .join('')
    .padEnd(1);

/** Names the panels whose scratch curve is flat, so that no number of labels can be read from it. */
const flat = (report: Report): string[] =>
  unique(cells(report).flatMap(({ panel, outcome }) => (outcome === 'flat' ? [panel] : []))).map(
    (panel) => `${titleOf(panel)}: scratch does not clearly improve with labels, no verdict`,
  );

const mixed = ({ panels }: Report): string[] =>
  panels
    .filter(({ precisions }) => precisions.length > 1)
    .map(
      (panel) => `${titleOf(panel)}: runs in different precisions (${panel.precisions.join(', ')})`,
    );

/** The width in columns; combining marks take no column. */
const width = (text: string): number => text.replace(/\p{M}/gu, '').length;

function pad(text: string, columns: number, left: boolean): string {
  const blanks = ' '.repeat(columns - width(text));
  return left ? text + blanks : blanks + text;
}

function notes(texts: readonly string[]): string[] {
  const has = (pattern: RegExp) => texts.some((text) => pattern.test(text));
  const shown = [
    has(/^[<>]|[<>] \S+$/) ? '> <   beyond the scratch ladder: only a bound is known' : '',
    has(/\*~?!?$/)
      ? '*     rests on a run that did not learn its own training images: no verdict, trained too briefly'
      : '',
    has(/^at chance $/)
      ? 'at chance  rests on networks that are not clearly above chance: no labels can be read there'
      : '',
    has(/~!?$/) ? '~     n̂ was read from an average, because means of scratch fell' : '',
    has(/!$/) ? '!     the pretraining did not learn its own task at this length' : '',
    has(/^none$/) ? 'none  every cell ran once: no interval' : '',
  ].filter((note) => note !== '');
  return shown.length > 0 ? ['', ...shown] : [];
}
