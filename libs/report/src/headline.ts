import type { UtilityPoint } from '@nhat/curves';
import { comparisonName, panelName } from './naming';
import { count, list, percent, plural } from './number-format';
import { outcome } from './outcome';
import type { Outcome } from './outcome';
import { intervalText, nHatText, utilityText } from './point-text';
import type { Comparison, Panel, Report } from './report';
import type { Cell } from './rows';

/** The one sentence that answers the question: one comparison is told, many are counted. */
export function headline(report: Report, all: readonly Cell[]): string {
  const [only, second] = report.panels.flatMap((panel) =>
    panel.comparisons.map((comparison) => ({ panel, comparison })),
  );
  if (only && !second) return comparisonSentence(report, only.panel, only.comparison);
  const of = (wanted: Outcome) => all.filter((cell) => outcome(cell) === wanted).length;
  const parts = [
    `saves labels in ${of('saves')}`,
    `costs labels in ${of('costs')}`,
    `makes no clear difference in ${of('unclear')}`,
  ];
  const reasons = [
    of('unknown') > 0 ? `${of('unknown')} that ran once` : '',
    of('flat') > 0 ? `${of('flat')} against a scratch curve that does not rise` : '',
  ].filter((reason) => reason !== '');
  const others = reasons.length > 0 ? ` (no verdict: ${list(reasons)})` : '';
  return `Of ${plural(all.length, 'comparison')}, pretraining clearly ${list(parts)}${others}.`;
}

/** What one method does, budget by budget: what is clear first. `told`: how a budget is written. */
export function comparisonSentence(
  report: Report,
  panel: Panel,
  comparison: Comparison,
  told: (point: UtilityPoint) => string = ({ n }) => count(n),
): string {
  const { method, points } = comparison;
  const at = (wanted: Outcome, words: string) => {
    const found = points
      .filter((point) => outcome({ panel, comparison, point }) === wanted)
      .map(told);
    return found.length > 0 ? `${words} at ${list(found)} labels` : '';
  };
  const clauses = [
    at('saves', 'saves labels'),
    at('costs', 'costs labels'),
    at('unclear', 'makes no clear difference'),
    at('unknown', 'ran only once'),
    at('flat', 'shows nothing, as training from scratch does not clearly improve,'),
  ].filter((clause) => clause !== '');
  return `Pretraining with ${method} on ${panelName(report, panel)} ${list(clauses)}.`;
}

/** `100 (U = 1.59)` */
export function budgetWithUtility(point: UtilityPoint): string {
  const text = utilityText(point);
  return `${count(point.n)} (U ${/^[<>]/.test(text) ? text : `= ${text}`})`;
}

/** Every budget of a comparison from which labels can be read, with its figures. */
export const budgetsSentence = (report: Report, { points }: Comparison): string => {
  const [first, ...rest] = points
    .filter(({ flat }) => !flat)
    .map((point) => workDone(report, point));
  if (first === undefined) return '';
  return `${[first, ...rest.map((text) => text.replace('did the work of', 'that of'))].join('; ')}.`;
};

/** `50 labels did the work of 98 from scratch (U = 0.96, 95 % interval 0.35 to 1.90)` */
export function workDone(report: Report, point: UtilityPoint): string {
  const interval = intervalText(point);
  const sure = interval === null ? '' : `, ${percent(report.coverage, 0)} interval ${interval}`;
  const needed = nHatText(point).replace('> ', 'more than ').replace('< ', 'fewer than ');
  const text = utilityText(point);
  const sign = /^[<>]/.test(text) ? text : `= ${text}`;
  return `${count(point.n)} labels did the work of ${needed} from scratch (U ${sign}${sure})`;
}

/** The figures behind the headline: all of them, or the largest where there are several comparisons. */
export function figures(report: Report, all: readonly Cell[]): string {
  const comparisons = report.panels.flatMap((panel) => panel.comparisons);
  if (comparisons.length === 1) return budgetsSentence(report, comparisons[0]!);
  const clear = all.filter((cell) => outcome(cell) === 'saves' && cell.point.status === 'exact');
  if (clear.length === 0) return '';
  const best = clear.reduce((a, b) => (b.point.utility > a.point.utility ? b : a));
  return `The largest clear saving: ${comparisonName(report, best.panel, best.comparison)}, where ${workDone(report, best.point)}.`;
}
