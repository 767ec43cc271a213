import type { CurvePoint, LearningCurve, MeanBand } from '@nhat/curves';
import { bandsOf, curvesOf } from '../chance';
import { isFitted } from '../fitted';
import { metricNoun, metricText, rangeOf, worst } from '../metric';
import { count, percent } from '../number-format';
import type { Panel, Report, RunOrigin } from '../report';
import { originFinder } from '../run-origins';

/** The ends of the band at a budget, limited to the range of the metric. */
export function ends(panel: Panel, { n }: CurvePoint, band: readonly MeanBand[] = []) {
  const { low = null, high = null } = band.find((budget) => budget.n === n) ?? {};
  if (low === null || high === null) return { bandLow: null, bandHigh: null };
  const [least, most] = rangeOf(panel);
  return { bandLow: Math.max(least, low), bandHigh: Math.min(most, high) };
}

/** What is known of a run of a curve besides its test score. */
export function originByRun(
  { scratch, origins, comparisons, references = [] }: Panel,
  curve: LearningCurve,
): (run: Pick<RunOrigin, 'n' | 'seed'>) => RunOrigin | undefined {
  const own =
    curve === scratch
      ? origins
      : [...comparisons, ...references].find((one) => one.curve === curve)?.origins;
  return originFinder(own ?? []);
}

/** The numbers of a learning chart, a row for each curve and budget; columns that would be empty are left out. */
export function learningTable(
  { coverage }: Pick<Report, 'coverage'>,
  panel: Panel,
): { headings: string[]; rows: string[][] } {
  const bands = bandsOf(panel);
  const text = (value: number) => metricText(panel, value);
  const rowOf = (curve: LearningCurve, band?: readonly MeanBand[]) => (point: CurvePoint) => {
    const { bandLow, bandHigh } = ends(panel, point, band);
    const ofRun = originByRun(panel, curve);
    const runs = point.runs.map(({ seed }) => ofRun({ n: point.n, seed }));
    return [
      curve.arm,
      count(point.n),
      text(point.mean),
      bandLow === null ? '–' : `${text(bandLow)} to ${text(bandHigh)}`,
      point.runs.map(({ value }) => text(value)).join(', '),
      trainText(panel, point),
      joined(runs, ({ validation = null } = {}) => (validation === null ? '–' : text(validation))),
      joined(runs, ({ chosen } = {}) => settingsText(chosen)),
    ];
  };
  const curves = curvesOf(panel);
  const references = panel.references ?? [];
  const rows = [
    ...curves.flatMap((curve, index) => curve.points.map(rowOf(curve, bands[index]))),
    ...references.flatMap(({ curve }) => curve.points.map(rowOf(curve))),
  ];
  const headings = [
    ...['arm', 'labels', `mean ${metricNoun(panel)}`, `${percent(coverage, 0)} band`, 'runs'],
    ...['on training images', 'on validation images', 'chosen for the head'],
  ];
  const isShown = headings.map((_, at) => at < 6 || rows.some((row) => row[at] !== '–'));
  const shown = <T>(cells: readonly T[]): T[] => cells.filter((_, at) => isShown[at]);
  return { headings: shown(headings), rows: rows.map(shown) };
}

/** One text for all runs; `–` where none has any. */
function joined(
  runs: readonly (RunOrigin | undefined)[],
  textOf: (run?: Partial<RunOrigin>) => string,
): string {
  const texts = runs.map((run) => textOf(run));
  return texts.every((text) => text === '–') ? '–' : texts.join(', ');
}

/** What is to be said of settings of heads: a symbol in place of the key, and a sentence that explains it. */
const SYMBOLS: Readonly<Record<string, { symbol: string; about: string }>> = {
  inversePenalty: {
    symbol: 'C',
    about:
      'C is the inverse of the penalty on the weights of a linear head: cross-validation on the labelled images chose it, unless the document gives it.',
  },
};

/** Sentences on the settings of heads that a panel has; empty without any. */
export function settingsNote({ comparisons, references = [] }: Panel): string {
  const runs = [...comparisons, ...references].flatMap(({ origins }) => origins);
  const keys = new Set(runs.flatMap(({ chosen }) => Object.keys(chosen ?? {})));
  return [...keys].flatMap((key) => SYMBOLS[key]?.about ?? []).join(' ');
}

/** `C = 10` */
function settingsText(chosen: RunOrigin['chosen']): string {
  const texts = Object.entries(chosen ?? {}).map(
    ([key, value]) => `${SYMBOLS[key]?.symbol ?? key} = ${String(value)}`,
  );
  return texts.length > 0 ? texts.join(' ') : '–';
}

function trainText(panel: Panel, point: CurvePoint): string {
  const known = point.runs.flatMap(({ train }) => (train === null ? [] : [train]));
  if (known.length === 0) return '–';
  return metricText(panel, worst(panel, known)) + (isFitted(point) ? '' : ' (not fitted)');
}
