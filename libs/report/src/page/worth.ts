import { comparisonName } from '../naming';
import { count, duration, percent, plural } from '../number-format';
import type { Comparison, Panel, Report } from '../report';
import { breakEven, isSaving, offeredBudgets, savingAt } from '../worth';
import { priceEnds, priceText, savedEnds, savedLabels } from '../worth-text';
import { html, raw } from './markup';
import type { Content, Markup } from './markup';
import type { Section } from './section';
import { table } from './table';
import { worthScript } from './worth-script';
import type { WorthChoice, WorthRow } from './worth-script';

/** What a reader with labels to pay for gains: a box with inputs, and a table for the budgets; absent where no time is recorded. */
export const worth: Section = {
  id: 'worth',
  title: 'Is it worth it for you?',
  render(report) {
    const priced = pricedComparisons(report);
    if (priced.length === 0) return null;
    return html`${box(report, priced)} ${budgetTable(report, priced)}`;
  },
};

interface Priced {
  panel: Panel;
  comparison: Comparison;
  /** Hours of one pretraining, on the machine that computed it. */
  hours: number;
}

const pricedComparisons = ({ panels }: Report): Priced[] =>
  panels.flatMap((panel) =>
    panel.comparisons.flatMap((comparison) => {
      const seconds = comparison.pretrainingSeconds ?? null;
      return seconds === null ? [] : [{ panel, comparison, hours: seconds / 3600 }];
    }),
  );

function box(report: Report, priced: readonly Priced[]): Markup {
  const data = priced.map((one) => choiceOf(report, one));
  const json = JSON.stringify(data).replace(/</g, '\\u003c');
  return html`<form id="worth-box" class="worth" hidden>
      <label
        >Pretraining
        <select name="choice">
          ${data.map(({ name }, at) => html`<option value="${at}">${name}</option>`)}
        </select></label
      >
      <label
        >Labels you have
        <select name="n"></select
      ></label>
      <label
        >Price of a label
        <input name="label" type="number" min="0" step="any" value="0.1" inputmode="decimal"
      /></label>
      <label
        >Price of an hour of computing
        <input name="hour" type="number" min="0" step="any" value="1" inputmode="decimal"
      /></label>
      <output aria-live="polite"></output>
    </form>
    <script type="application/json" id="worth-data">
      ${raw(json)}
    </script>
    <script>
      ${raw(worthScript)};
    </script>`;
}

function choiceOf(report: Report, { panel, comparison, hours }: Priced): WorthChoice {
  const name = comparisonName(report, panel, comparison);
  return {
    name,
    hours: Number(hours.toPrecision(4)),
    at: offeredBudgets(comparison).map((n) => choiceRow(report, comparison, n, hours)),
  };
}

function choiceRow(report: Report, { points }: Comparison, n: number, hours: number): WorthRow {
  const reading = savingAt(points, n);
  const where = points.some((point) => point.n === n) ? '' : ', read between two budgets,';
  const start = `At ${plural(n, 'label')}${where}`;
  if (!isSaving(reading)) {
    return [
      n,
      `${start} no number of labels saved can be stated: ${reading.because}.`,
      null,
      null,
      null,
      ['', '', ''],
    ];
  }
  const { saved, low, high, open, lowOpen, highOpen } = reading;
  const ends = savedEnds(reading);
  const interval =
    ends === null ? 'no interval' : `${percent(report.coverage, 0)} interval ${ends}`;
  const text = `${start} it saves ${savedLabels(reading)} labels (${interval}). One pretraining took ${duration(3600 * hours)} here.`;
  const bounds: WorthRow[5] = [open, lowOpen ? '<' : '', highOpen ? '>' : ''];
  return [n, text, tidied(saved), tidied(low), tidied(high), bounds];
}

const tidied = <T extends number | null>(labels: T): T =>
  (labels === null ? null : Number(labels.toPrecision(4))) as T;

const budgetTable = (report: Report, priced: readonly Priced[]): Markup =>
  table(
    'One pretraining against the labels that it saves. It pays where a label costs more than the computing time in the last columns; hours are those of the machine that computed this report, and training on the labels costs about the same with and without pretraining.',
    [
      { heading: 'pretraining', text: true, wraps: true },
      { heading: 'labels' },
      { heading: 'labels saved', strong: true },
      { heading: `${percent(report.coverage, 0)} interval` },
      { heading: 'pretraining took' },
      { heading: 'a label breaks even at' },
      { heading: 'interval' },
    ],
    priced.flatMap((one) => one.comparison.points.map(({ n }) => budgetRow(report, one, n))),
    { groupBy: 1 },
  );

function budgetRow(report: Report, { panel, comparison, hours }: Priced, n: number): Content[] {
  const reading = savingAt(comparison.points, n);
  const name = comparisonName(report, panel, comparison);
  const took = duration(3600 * hours);
  if (!isSaving(reading)) return [name, count(n), 'none', reading.because, took, '–', '–'];
  const price = breakEven(reading, hours);
  return [
    ...[name, count(n), savedLabels(reading), savedEnds(reading) ?? 'none', took],
    ...[priceText(reading, price), priceEnds(reading, price) ?? 'none'],
  ];
}
