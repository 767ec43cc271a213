import { cellText } from '../cell-text';
import { hasLearned } from '../learning';
import { gapText, metricNoun, metricText } from '../metric';
import { unique } from '../naming';
import { count, list, percent, shareOfDraws } from '../number-format';
import { hasNoFigures } from '../outcome';
import type { Outcome } from '../outcome';
import { referenceCells } from '../references';
import type { ReferenceCell } from '../references';
import type { Panel, Report } from '../report';
import { cells } from '../rows';
import type { JudgedCell } from '../rows';
import { html } from './markup';
import type { Content, Markup } from './markup';
import { resultNotes } from './result-notes';
import type { Section } from './section';
import { table } from './table';
import type { Column } from './table';

const words: Record<Outcome, string> = {
  saves: 'saves labels',
  costs: 'costs labels',
  unclear: 'unclear',
  'one network': 'one network',
  wide: 'wide',
  flat: 'scratch is flat',
  'at chance': 'at chance',
  'not fitted': 'not fitted',
  unknown: 'one run',
};

/** All utilities of the pipeline. */
export const results: Section = { id: 'results', title: 'Results', render };

/** A row: a utility, or what networks with random weights reach, which has none. */
type Row = { panel: Panel; arm: string; n: number } & (
  { cell: JudgedCell } | { reference: ReferenceCell }
);

interface ResultColumn extends Column {
  of: (row: Row) => Content;
}

function render(report: Report): Markup {
  const { varying, same, metrics } = contextOf(report);
  const columns = [...varying, ...figureColumns(report)];
  const caption = html`${same.length > 0 ? `${same.join(', ')}. ` : null}${metrics}Utility of
    pretraining, U = n̂/n − 1. What the columns mean: <a href="#how">how it was computed</a>.`;
  const rows = rowsOf(report).map((row) => columns.map(({ of }) => of(row)));
  return html`${table(caption, columns, rows, { wide: true, groupBy: varying.length, name: 'Results' })}
  ${resultNotes(report)}`;
}

const rowsOf = (report: Report): Row[] =>
  report.panels.flatMap((panel) => [
    ...cells(report)
      .filter((cell) => cell.panel === panel)
      .map((cell) => ({ panel, arm: cell.comparison.method, n: cell.point.n, cell })),
    ...referenceCells(panel).map((reference) => ({
      ...{ panel, arm: reference.name, n: reference.n, reference },
    })),
  ]);

/**
 * Dataset, method, task, metric and backbone: those that vary as columns, and the values that all rows share as texts. Where each task has
 * one metric, `metrics` names them in place of a column, and long names of backbones may break, so that a screen of 1,280 pixels shows the
 * figures beside the names. On narrow screens the first column has the task, the metric and the backbone below it.
 */
function contextOf(report: Report): { varying: ResultColumn[]; same: string[]; metrics: string } {
  const all: ResultColumn[] = [
    { heading: 'dataset', of: ({ panel }) => panel.dataset },
    { heading: 'method', of: (row) => ('cell' in row ? row.arm : grey(row.arm)) },
    { heading: 'task', of: ({ panel }) => panel.task },
    { heading: 'metric', of: ({ panel }) => metricNoun(panel) },
    { heading: 'backbone', wraps: true, of: ({ panel }) => panel.backbone },
  ];
  const metrics = metricsOf(report);
  const rows = rowsOf(report);
  const values = all.map(({ of }) => unique(rows.map((row) => html`${of(row)}`.text)));
  const varying = all.filter(
    ({ heading }, at) => values[at]!.length > 1 && !(heading === 'metric' && metrics !== ''),
  );
  const isUnder = ({ heading }: Column) => heading !== 'dataset' && heading !== 'method';
  return {
    varying: varying.map((column, at) => ({
      ...column,
      text: true,
      under: at > 0 && isUnder(column),
    })),
    same: values.flatMap((found) => (found.length === 1 ? found : [])),
    metrics,
  };
}

/** `Metric: accuracy (classification and pose), pixel accuracy (segmentation). `; empty where all have one, or a task has several. */
function metricsOf({ panels }: Report): string {
  const nouns = unique(panels.map(metricNoun));
  const tasksOf = (noun: string) =>
    unique(panels.filter((panel) => metricNoun(panel) === noun).map(({ task }) => task));
  const texts = nouns.map((noun) => `${noun} (${list(tasksOf(noun))})`);
  const isClear = nouns.flatMap(tasksOf).length === unique(panels.map(({ task }) => task)).length;
  return nouns.length > 1 && isClear ? `Metric: ${texts.join(', ')}. ` : '';
}

/** The figures of a row, those that answer first: screens of 390 pixels show the columns up to the interval. */
function figureColumns(report: Report): ResultColumn[] {
  const ofCell = (text: (cell: JudgedCell) => Content) => (row: Row) =>
    'cell' in row ? text(row.cell) : '–';
  return [
    { heading: 'labels n', of: ({ n }) => count(n) },
    { heading: 'U', strong: true, of: ofCell((cell) => cellText(cell).utility) },
    {
      heading: `${percent(report.coverage, 0)} interval of U`,
      of: ofCell((cell) => cellText(cell).interval),
    },
    { heading: 'status', text: true, of: status },
    { heading: 'n̂', of: ofCell((cell) => cellText(cell).nHat) },
    { heading: 'saved', of: ofCell((cell) => cellText(cell).saved) },
    {
      heading: 'P(U > 0)',
      of: ofCell(({ point: { positive } }) => (positive === null ? '–' : shareOfDraws(positive))),
    },
    { heading: 'scratch', of: (row) => metricOrDash(row.panel, scratchOf(row)) },
    {
      heading: 'finetuned',
      of: (row) =>
        metricOrDash(row.panel, 'cell' in row ? row.cell.point.finetuned : row.reference.mean),
    },
    {
      heading: 'gap',
      of: ofCell(({ panel, point: { gap } }) => (gap === null ? '–' : gapText(panel, gap))),
    },
    {
      heading: 'seeds',
      of: (row) => String('cell' in row ? row.cell.point.seeds : row.reference.runs.length),
    },
    {
      heading: 'networks',
      of: ofCell(({ point, comparison: { reads } }) => (reads ? '–' : String(point.networks))),
    },
  ];
}

const grey = (text: string): Markup => html`<span class="muted">${text}</span>`;

const scratchOf = (row: Row): number | null =>
  'cell' in row ? row.cell.point.scratch : row.reference.scratch;

const metricOrDash = (panel: Panel, value: number | null): string =>
  value === null ? '–' : metricText(panel, value);

function status(row: Row): Markup {
  if ('reference' in row) return tag('reference');
  const { comparison, point, outcome } = row.cell;
  const isBound = point.status !== 'exact' && !hasNoFigures(outcome);
  return html`${tag(words[outcome], outcome)}${isBound ? html` ${tag('bound')}` : null}${
    hasLearned(comparison, point.n) === false ? html` ${tag('not learned')}` : null
  }`;
}

function tag(text: string, outcome = ''): Markup {
  const kind = outcome === '' ? 'tag' : `tag ${outcome.replaceAll(' ', '-')}`;
  return html`<span class="${kind}">${text}</span>`;
}
