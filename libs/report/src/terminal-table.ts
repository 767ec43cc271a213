import { cellText } from './cell-text';
import { hasLearned } from './learning';
import { referenceCells } from './references';
import { gapText, metricNoun, metricText } from './metric';
import { unique } from './naming';
import { count, percent, plural, utility } from './number-format';
import { UNFITTED_HEADS, hasNoFigures, isRefused } from './outcome';
import { unfittedKinds } from './refusal-cause';
import type { Comparison, Panel, Report } from './report';
import { cells } from './rows';
import { wrappedLines } from './wrapped-lines';

const HEADINGS = ['  labels', 'scratch', 'finetuned', 'gap', 'saved', 'U '];
const SEPARATOR = '  ';

/**
 * The table of the page for a terminal of 80 columns: one block per scratch curve with a line for each method, then an explanation
 * of the marks. Labels saved are U · n.
 */
export function terminalTable(report: Report): string {
  const headings = [...HEADINGS, `${percent(report.coverage, 0)} interval`, 'seeds'];
  const blocks = report.panels.map((panel) => ({
    title: titleOf(panel),
    arms: [
      ...panel.comparisons.map((comparison) => ({
        name: armText(comparison),
        rows: rowsOf(report, comparison),
      })),
      ...referenceArms(panel),
    ],
  }));
  const all = [headings, ...blocks.flatMap(({ arms }) => arms.flatMap(({ rows }) => rows))];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => width(row[column]!))));
  const line = (row: string[]) =>
    row
      .map((text, column) => pad(text, widths[column]!))
      .join(SEPARATOR)
      .trimEnd();
  const body = blocks.flatMap(({ title, arms }) => [
    '',
    ...folded(title),
    ...arms.flatMap(({ name, rows }) => [name, ...rows.map(line)]),
  ]);
  return (
    [
      line(headings),
      ...body,
      ...notes(report, [
        ...all.flat(),
        ...blocks.flatMap(({ arms }) => arms.map(({ name }) => name)),
      ]),
      ...flat(report),
      ...mixed(report),
    ].join('\n') + '\n'
  );
}

const titleOf = (panel: Panel): string =>
  [panel.dataset, panel.backbone, panel.task, metricNoun(panel)].join(' · ');

/** A line of at most 80 columns, and what does not fit below it, indented. */
const folded = (text: string): string[] => {
  const [first = '', ...rest] = wrappedLines(text, 78);
  return [first, ...rest.map((line) => `  ${line}`)];
};

/** `rotation, 3 networks, slope −0.31 (−0.55 to −0.07)` */
function armText(comparison: Comparison): string {
  const { method, pretrained, reads, slope, points } = comparison;
  const alone = points.every(({ thisNetworkOnly }) => thisNetworkOnly);
  const networks = reads ? [] : [alone ? 'this network' : plural(pretrained, 'network')];
  const text =
    slope && `slope ${utility(slope.estimate)} (${utility(slope.low)} to ${utility(slope.high)})`;
  const failed = points.filter(({ n }) => hasLearned(comparison, n) === false).length;
  const learning =
    failed === 0 ? [] : [failed === points.length ? 'not learned' : 'in part not learned'];
  return [method, ...networks, ...learning, ...(text ? [text] : [])].join(', ');
}

const rowsOf = (report: Report, wanted: Comparison): string[][] =>
  cells(report)
    .filter(({ comparison }) => comparison === wanted)
    .map((cell) => {
      const { panel, point, outcome } = cell;
      const { utility: value, interval, saved } = cellText(cell);
      return [
        count(point.n),
        point.scratch === null ? '–' : metricText(panel, point.scratch),
        metricText(panel, point.finetuned),
        point.gap === null ? '–' : gapText(panel, point.gap),
        saved,
        `${value}${point.pooled && !hasNoFigures(outcome) ? '~' : ' '}`,
        isRefused(outcome) ? outcome : interval,
        String(point.seeds),
      ];
    });

/** Networks with random weights, after all methods: they have no utility. */
const referenceArms = (panel: Panel): { name: string; rows: string[][] }[] => {
  const cellsOf = referenceCells(panel);
  return unique(cellsOf.map(({ name }) => name)).map((arm) => ({
    name: `${arm}, reference`,
    rows: cellsOf
      .filter(({ name }) => name === arm)
      .map(({ n, scratch, mean, runs }) => [
        count(n),
        scratch === null ? '–' : metricText(panel, scratch),
        metricText(panel, mean),
        ...['–', '–', '– ', '–'],
        String(runs.length),
      ]),
  }));
};

/** Names the panels whose scratch curve is flat, so that no number of labels can be read from it. */
const flat = (report: Report): string[] =>
  unique(
    cells(report).flatMap(({ panel, outcome }) => (outcome === 'flat' ? [panel] : [])),
  ).flatMap((panel) =>
    folded(`${titleOf(panel)}: scratch does not clearly improve with labels, no verdict`),
  );

const mixed = ({ panels }: Report): string[] =>
  panels
    .filter(({ precisions }) => precisions.length > 1)
    .flatMap((panel) =>
      folded(`${titleOf(panel)}: runs in different precisions (${panel.precisions.join(', ')})`),
    );

/** The width in columns; combining marks take no column. */
const width = (text: string): number => text.replace(/\p{M}/gu, '').length;

const pad = (text: string, columns: number): string => ' '.repeat(columns - width(text)) + text;

/** What `not fitted` means for the rows of the table that are; nothing where none is. */
function unfittedNotes(report: Report): string[] {
  const { networks, heads } = unfittedKinds(
    cells(report).filter(({ outcome }) => outcome === 'not fitted'),
  );
  const ofNetworks = 'a run did not learn its own training images: trained too briefly';
  if (!heads) return networks ? [`not fitted  ${ofNetworks}`] : [];
  return networks
    ? [`not fitted  ${ofNetworks};`, `            or ${UNFITTED_HEADS}`]
    : [`not fitted  ${UNFITTED_HEADS}`];
}

function notes(report: Report, texts: readonly string[]): string[] {
  const has = (pattern: RegExp) => texts.some((text) => pattern.test(text));
  const shown = [
    has(/^[<>]|[<>] \S+$/) ? '> <   beyond the curve from scratch: only a bound is known' : '',
    cells(report).some(({ outcome }) => outcome === 'wide')
      ? '–     with an interval: it spans more than two doublings, so no U is stated'
      : '',
    ...unfittedNotes(report),
    has(/^at chance$/) ? 'at chance  a network is not clearly above chance' : '',
    has(/, (in part )?not learned/)
      ? 'not learned  the pretraining did not learn its own task at this length'
      : '',
    has(/~$/) ? '~     read from an average, because means of scratch fell' : '',
    has(/, reference$/)
      ? 'reference  what features give without pretraining, in the same evaluation'
      : '',
    has(/^none$/) ? 'none  every budget of these arms ran once: no interval' : '',
  ].filter((note) => note !== '');
  return shown.length > 0 ? ['', ...shown] : [];
}
