import type { ChoiceOption } from '@nhat/curves';
import { savingOfOption } from '../decision-text';
import { comparisonName } from '../naming';
import { count, duration, percent, plural } from '../number-format';
import type { Comparison, Panel, Report } from '../report';
import { breakEven, isSaving, offeredBudgets, savingAt } from '../worth';
import { priceEnds, priceText, savedEnds, savedLabels, savingWords } from '../worth-text';
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
    const first = report.decision === undefined ? box(report, priced) : null;
    return html`${first} ${budgetTable(report, priced)}`;
  },
};

/** The box alone, with the labels and prices of the document; null where no time is known. */
export function worthBox(report: Report): Markup | null {
  const priced = pricedComparisons(report);
  return priced.length === 0 ? null : box(report, priced);
}

interface Priced {
  panel: Panel;
  comparison: Comparison;
  /** Hours of one pretraining, on the machine that computed it; with a decision those beyond scratch that it counts. */
  hours: number;
  /** The option of the decision; null without one. */
  option: ChoiceOption | null;
}

const pricedComparisons = ({ panels, decision }: Report): Priced[] =>
  panels.flatMap((panel, at) =>
    panel.comparisons.flatMap((comparison) => {
      const options = decision?.panels[at]?.choice.options ?? [];
      const option = options.find(({ arm }) => arm === comparison.method) ?? null;
      const seconds = comparison.pretrainingSeconds ?? null;
      const hours = option?.hours ?? (seconds === null ? null : seconds / 3600);
      return hours === null ? [] : [{ panel, comparison, hours, option }];
    }),
  );

function box(report: Report, priced: readonly Priced[]): Markup {
  const data = priced.map((one) => choiceOf(report, one));
  const json = JSON.stringify(data).replace(/</g, '\\u003c');
  const prices = pricesOf(report);
  return html`<form id="worth-box" class="worth" hidden>
      <label
        >Pretraining
        <select name="choice" data-first="${String(firstChoice(report, priced))}">
          ${data.map(({ name }, at) => html`<option value="${at}">${name}</option>`)}
        </select></label
      >
      <label
        >Labels you have
        <select name="n" data-first="${String(report.decision?.labels ?? '')}"></select
      ></label>
      <label
        >Price of a label
        <input
          name="label"
          type="number"
          min="0"
          step="any"
          value="${String(prices.label)}"
          inputmode="decimal"
      /></label>
      <label
        >Price of an hour of computing
        <input
          name="hour"
          type="number"
          min="0"
          step="any"
          value="${String(prices.hour)}"
          inputmode="decimal"
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

const pricesOf = ({ decision }: Report) => ({
  label: decision?.labelPrice ?? 0.1,
  hour: decision?.hourPrice ?? 1,
});

/** The place of the arm that the decision names first; -1 without one. */
function firstChoice({ decision }: Report, priced: readonly Priced[]): number {
  const first = decision?.panels[0]?.choice.options.find(({ arm }) => arm !== null);
  return first === undefined ? -1 : priced.findIndex(({ option }) => option === first);
}

function choiceOf(report: Report, priced: Priced): WorthChoice {
  const { panel, comparison, hours } = priced;
  const name = comparisonName(report, panel, comparison);
  return {
    name,
    hours: Number(hours.toPrecision(4)),
    at: numbersOffered(report, comparison).map((n) => choiceRow(report, priced, n)),
  };
}

function numbersOffered({ decision }: Report, comparison: Comparison): number[] {
  const offered = offeredBudgets(comparison);
  const labels = decision?.labels;
  const isInside = labels !== undefined && labels > offered[0]! && labels < offered.at(-1)!;
  return isInside ? [...new Set([...offered, labels])].sort((a, b) => a - b) : offered;
}

/** At the labels of the decision between two budgets, what the decision reads there. */
function readingAt(report: Report, { comparison: { points }, option }: Priced, n: number) {
  const isAsked = n === report.decision?.labels && !points.some((point) => point.n === n);
  const isNumber = typeof option?.nHat?.value === 'number';
  const asked = isAsked && option !== null && isNumber ? savingOfOption(option, n) : null;
  return asked ?? savingAt(points, n);
}

function choiceRow(report: Report, priced: Priced, n: number): WorthRow {
  const { comparison, hours, option } = priced;
  const { points } = comparison;
  const reading = readingAt(report, priced, n);
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
  const time = duration(3600 * Math.abs(hours));
  const took =
    option === null
      ? `One pretraining took ${time} on the machine that computed it.`
      : `It takes ${time} of computing ${hours < 0 ? 'less than' : 'beyond'} scratch.`;
  const text = `${start} it ${savingWords(reading, percent(report.coverage, 0))}. ${took}`;

  const bounds: WorthRow[5] = [open, lowOpen ? '<' : '', highOpen ? '>' : ''];
  return [n, text, tidied(saved), tidied(low), tidied(high), bounds];
}

const tidied = <T extends number | null>(labels: T): T =>
  (labels === null ? null : Number(labels.toPrecision(4))) as T;

const OF_PRETRAININGS =
  'One pretraining against the labels that it saves. It pays where a label costs more than the computing time in the last columns; hours are those of the machine that computed the pretraining, and training on the labels costs about the same with and without pretraining.';
const OF_ARMS =
  'Each arm against the labels that it saves. It pays where a label costs more than the computing time in the last columns, and one that takes less computing than scratch where a label costs less; times are those of the machine that computed them.';

const budgetTable = (report: Report, priced: readonly Priced[]): Markup =>
  table(
    report.decision === undefined ? OF_PRETRAININGS : OF_ARMS,
    [
      { heading: 'pretraining', text: true },
      { heading: 'labels' },
      { heading: 'labels saved', strong: true },
      { heading: `${percent(report.coverage, 0)} interval`, wraps: true },
      { heading: report.decision === undefined ? 'pretraining took' : 'computing beyond scratch' },
      { heading: 'a label breaks even at' },
      { heading: 'interval' },
    ],
    priced.flatMap((one) => one.comparison.points.map(({ n }) => budgetRow(report, one, n))),
    { groupBy: 1 },
  );

function budgetRow(report: Report, { panel, comparison, hours }: Priced, n: number): Content[] {
  const reading = savingAt(comparison.points, n);
  const name = comparisonName(report, panel, comparison);
  const took = `${hours < 0 ? '−' : ''}${duration(3600 * Math.abs(hours))}`;
  if (!isSaving(reading)) return [name, count(n), '–', reading.because, took, '–', '–'];
  const price = breakEven(reading, hours);
  return [
    ...[name, count(n), savedLabels(reading), savedEnds(reading) ?? 'none', took],
    ...[priceText(reading, price), priceEnds(reading, price) ?? 'none'],
  ];
}
