import type {
  ChangeState,
  ImagesChange,
  MeanChange,
  ResultComparison,
  ResultOrigin,
  UtilityChange,
} from './compare-results';
import { gapText, metricValue } from './metric';
import { count, plural, signed, utility, withPlus } from './number-format';
import { wrappedLines } from './wrapped-lines';

const COLUMNS = 79;

/** `quickstart of 2026-11-26 10:00 (commit 1a2b3c4, files changed)` */
export function originText({ pipeline, date, commit, changed }: ResultOrigin): string {
  const when = date.slice(0, 16).replace('T', ' ');
  const code =
    commit === null ? '' : ` (commit ${commit.slice(0, 7)}${changed ? ', files changed' : ''})`;
  return `${pipeline} of ${when}${code}`;
}

/** How many rows are of a state: `3 moved beyond the interval of the difference, 2 from the same trainings`. */
export function countsText(rows: readonly { state: ChangeState }[]): string {
  const rowsOf = (state: ChangeState) => rows.filter((row) => row.state === state).length;
  const parts: [number, string][] = [
    [rowsOf('moved'), 'moved beyond the interval of the difference'],
    [rowsOf('within'), 'within the interval of the difference'],
    [rowsOf('same'), 'from the same trainings'],
    [rowsOf('unknown'), 'not comparable'],
  ];
  const texts = parts.flatMap(([number, text]) => (number > 0 ? [`${number} ${text}`] : []));
  return texts.join(', ') || 'none in both';
}

/** How many of the compared rows would move by chance alone; empty where none was compared. */
export function chanceText(rows: readonly { state: ChangeState }[], coverage: number): string {
  const compared = rows.filter(({ state }) => state === 'moved' || state === 'within').length;
  if (compared === 0) return '';
  const expected = ((1 - coverage) * compared).toFixed(1);
  return `Of ${plural(compared, 'difference')}, ${expected} would move by chance alone.`;
}

/** Whether nothing at all differs. */
export const isUnchanged = ({
  options,
  images,
  utilities,
  means,
  onlyBefore,
  onlyAfter,
}: ResultComparison): boolean =>
  (options ?? []).length + (images ?? []).length === 0 &&
  [...utilities, ...means].every(({ state }) => state === 'same') &&
  onlyBefore.length + onlyAfter.length === 0;

/** `0.94 → 1.20`; a dash where none was stated. */
export const utilityChangeText = ({ before, after }: UtilityChange): string =>
  [before, after].map((value) => (value === null ? '–' : utility(value))).join(' → ');

/** `30.9 % → 35.2 %` for shares, else the figures. */
export function meanChangeText(row: MeanChange): string {
  return [row.before, row.after].map((value) => metricValue(metricOf(row), value)).join(' → ');
}

/** The interval of a difference: doublings of labels for utilities, points or the unit of the metric for means. */
export function differenceText(row: UtilityChange | MeanChange): string {
  if (row.difference === null) return '–';
  if (row.state === 'same') return '0';
  const { estimate, low, high } = row.difference;
  const sign = (value: number) =>
    'metric' in row
      ? gapText({ metric: metricOf(row) }, value)
      : withPlus(value, signed(value.toFixed(2)));
  return `${sign(estimate)} (${sign(low)} to ${sign(high)})`;
}

const metricOf = ({ unit }: MeanChange) => ({ unit: unit ?? '' });

/** The whole comparison for a terminal: what moved first. */
export function comparisonText(comparison: ResultComparison, coverage: number): string {
  const { before, after, options, utilities, means, onlyBefore, onlyAfter } = comparison;
  const lines = [`before  ${originText(before)}`, `after   ${originText(after)}`, ''];
  if (isUnchanged(comparison)) return `${[...lines, 'Nothing differs.'].join('\n')}\n`;
  lines.push(...optionLines(options), ...wrappedLines(imagesText(comparison), COLUMNS), '');
  lines.push(
    ...wrappedLines(
      `Utilities: ${countsText(utilities)}. ${chanceText(utilities, coverage)}`,
      COLUMNS,
    ),
  );
  lines.push(...changedRows(utilities, utilityChangeText, 'doublings of labels'), '');
  lines.push(
    ...wrappedLines(`Means: ${countsText(means)}. ${chanceText(means, coverage)}`, COLUMNS),
  );
  lines.push(...changedRows(means, meanChangeText, 'after − before'));
  lines.push(...onlyLines(`only in ${label(before, after, 'before')}`, onlyBefore));
  lines.push(...onlyLines(`only in ${label(after, before, 'after')}`, onlyAfter));
  return `${lines.join('\n')}\n`;
}

/** A sentence a dataset whose images changed, what follows for its numbers, and where that is unknown; else empty. */
export function imagesText({ images }: ResultComparison): string {
  if (images === null) return 'Images: unknown of an older result, so that they may be others.';
  if (images.length === 0) return '';
  return `Images: ${images.map(imagesChange).join(' ')}`;
}

function imagesChange({ dataset, test, before, after }: ImagesChange): string {
  const number = (part: keyof ImagesChange['before']) =>
    before[part] === after[part]
      ? count(after[part])
      : `${count(before[part])} → ${count(after[part])}`;
  const numbers = `${number('train')} for training, ${number('validation')} for validation, ${number('test')} for testing`;
  return test
    ? `${dataset} has other images (${numbers}). Its numbers are of other test images, so that a difference may come from these.`
    : `${dataset} has other images (${numbers}); its test images are the same.`;
}

const label = (one: ResultOrigin, other: ResultOrigin, otherwise: string): string =>
  one.pipeline === other.pipeline ? `the result ${otherwise}` : one.pipeline;

function optionLines(options: ResultComparison['options']): string[] {
  if (options === null) return ['Options: unknown of an older result'];
  if (options.length === 0) return ['Options: the same'];
  return [
    'Options that differ',
    ...options.map(({ name, before, after }) => `  ${name}: ${before} → ${after}`),
  ];
}

/** Those that moved, then those within their intervals; rows from the same trainings are counted only. */
function changedRows<Row extends UtilityChange | MeanChange>(
  rows: readonly Row[],
  textOf: (row: Row) => string,
  unit: string,
): string[] {
  const order: ChangeState[] = ['moved', 'within', 'unknown'];
  const isStated = ({ before, after }: Row) => before !== null || after !== null;
  const shown = order.flatMap((state) =>
    rows.filter((row) => row.state === state && isStated(row)),
  );
  if (shown.length === 0) return [];
  const cells = shown.map((row) => [
    ` ${row.state === 'moved' ? '*' : ' '} ${placeText(row)}`,
    textOf(row),
    differenceText(row),
  ]);
  const table = [['   place', 'before → after', unit], ...cells];
  const widths = [0, 1].map((at) => Math.max(...table.map((row) => row[at]!.length)));
  return table.map(([place, change, difference]) =>
    [place!.padEnd(widths[0]!), change!.padEnd(widths[1]!), difference].join('  '),
  );
}

/** `shapes-tc · resnet9 · classification · rotation · n = 50`: the place of a row. */
const placeText = ({ dataset, backbone, task, arm, n }: UtilityChange | MeanChange) =>
  [dataset, backbone, task, arm, `n = ${n}`].join(' · ');

function onlyLines(title: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 12).map((name) => `  ${name}`);
  const rest = names.length - shown.length;
  return ['', `${title}:`, ...shown, ...(rest > 0 ? [`  and ${rest} more`] : [])];
}
