import type { UtilityPoint } from '@nhat/curves';
import { comparisonName, panelName, unique } from './naming';
import { count, list, percent, plural } from './number-format';
import { directionOf, hasNoFigures, isVerdict } from './outcome';
import type { Outcome } from './outcome';
import { intervalText, nHatText, utilityText } from './point-text';
import { refusalText } from './refusal-cause';
import type { Comparison, Panel, Report } from './report';
import { cells } from './rows';
import type { JudgedCell } from './rows';

/** The sentence that answers the question. It describes a single comparison, and counts several. */
export function headline(report: Report, allCells: readonly JudgedCell[]): string {
  const [only, second] = report.panels.flatMap((panel) =>
    panel.comparisons.map((comparison) => ({ panel, comparison })),
  );
  if (only && !second) return comparisonSentence(report, only.panel, only.comparison);
  const { finetuned, others, unpretrained } = kindsOf(allCells);
  const first =
    finetuned.length > 0
      ? countSentence(finetuned, others.length > 0 ? ' after finetuning' : '', 'pretraining')
      : countSentence(others, '', 'pretraining');
  return [...first, ...countSentence(unpretrained, ' without pretraining', 'the arm')].join(' ');
}

/** What the headline sums up or leaves out: the count of each method, and that of other evaluations than finetuning; may be empty. */
export function counts(allCells: readonly JudgedCell[]): string {
  const { finetuned, others } = kindsOf(allCells);
  const kind = ' with frozen stages or another head';
  return [
    ...methodsSentence(finetuned),
    ...(finetuned.length > 0 ? countSentence(others, kind, 'pretraining') : []),
  ].join(' ');
}

const kindsOf = (allCells: readonly JudgedCell[]) => ({
  finetuned: allCells.filter(({ comparison: { reads, evaluation } }) => !reads && !evaluation),
  others: allCells.filter(({ comparison: { reads, evaluation } }) => !reads && evaluation),
  unpretrained: allCells.filter(({ comparison: { reads } }) => reads),
});

/** In how many cells `subject` saves labels; nothing without cells. `which` says what kind of comparisons these are. */
function countSentence(allCells: readonly JudgedCell[], which: string, subject: string): string[] {
  if (allCells.length === 0) return [];
  const countOf = (wanted: Outcome) => allCells.filter(({ outcome }) => outcome === wanted).length;
  const noVerdict = NO_VERDICT.flatMap(([outcome, words]) =>
    countOf(outcome) > 0 ? [`${countOf(outcome)} ${words}`] : [],
  );
  const all = `${plural(allCells.length, 'comparison')}${which}`;
  if (allCells.every(({ outcome }) => !isVerdict(outcome))) {
    return [`None of ${all} allows a verdict: ${list(noVerdict)}.`];
  }
  const parts = [
    `saves labels in ${countOf('saves')}`,
    `costs labels in ${countOf('costs')}`,
    `makes no clear difference in ${countOf('unclear')}`,
  ];
  const none = noVerdict.length > 0 ? ` (no verdict: ${list(noVerdict)})` : '';
  return [`Of ${all}, ${subject} clearly ${list(parts)}${none}.`];
}

/**
 * `rotation saves labels in 51 of 76 and costs some in 0; vae …`: the same count for each method, because a sum over methods hides that one
 * saves labels and another one costs some. Nothing with one method, or with one curve of each, or where no method has a verdict.
 */
function methodsSentence(finetuned: readonly JudgedCell[]): string[] {
  const methods = unique(finetuned.map(({ comparison }) => comparison.method));
  const comparisons = new Set(finetuned.map(({ comparison }) => comparison));
  if (methods.length < 2 || comparisons.size === methods.length) return [];
  if (!finetuned.some(({ outcome }) => isVerdict(outcome))) return [];
  const texts = methods.map((method) => {
    const own = finetuned.filter(({ comparison }) => comparison.method === method);
    const countOf = (wanted: Outcome) => own.filter(({ outcome }) => outcome === wanted).length;
    return `${method} saves labels in ${countOf('saves')} of ${own.length} and costs some in ${countOf('costs')}`;
  });
  return [`By method: ${texts.join('; ')}.`];
}

/** The words for comparisons without a verdict in a count. */
const NO_VERDICT: [Outcome, string][] = [
  ['one network', 'on one pretrained network'],
  ['wide', 'with an interval of more than two doublings'],
  ['at chance', 'at chance'],
  ['not fitted', 'not fitted'],
  ['flat', 'against a scratch curve that does not rise'],
  ['unknown', 'that ran once'],
];

/** Describes the results of one method by budget, clear ones first. `format` gives the text of a budget. */
export function comparisonSentence(
  report: Report,
  panel: Panel,
  comparison: Comparison,
  format: (point: UtilityPoint) => string = ({ n }) => count(n),
): string {
  const ofComparison = cells(report).filter((cell) => cell.comparison === comparison);
  const clause = (matching: readonly JudgedCell[], words: string) => {
    const [first] = matching;
    if (first === undefined) return [];
    const text = matching.map(({ point, outcome }) =>
      hasNoFigures(outcome) ? count(point.n) : format(point),
    );
    const budgets = matching.map(({ point }) => point.n);
    const why = refusalText(panel, comparison, first.outcome, budgets);
    const reason = why === '' ? '' : ` (${why})`;
    return [`${words} at ${list(text)} labels${reason}`];
  };
  const at = (wanted: Outcome, words: string) =>
    clause(
      ofComparison.filter(({ outcome }) => outcome === wanted),
      words,
    );
  const ofNetwork = (wanted: ReturnType<typeof directionOf>, words: string) =>
    clause(
      ofComparison.filter(
        ({ outcome, point }) => outcome === 'one network' && directionOf(point) === wanted,
      ),
      words,
    );
  const clauses = [
    ...at('saves', 'saves labels'),
    ...at('costs', 'costs labels'),
    ...at('unclear', 'makes no clear difference'),
    ...ofNetwork('fewer', 'needed fewer labels than scratch'),
    ...ofNetwork('more', 'needed more labels than scratch'),
    ...ofNetwork('open', 'showed no clear difference'),
    ...at('unknown', 'ran only once'),
    ...at('wide', 'cannot be judged'),
    ...at('at chance', 'cannot be judged'),
    ...at('not fitted', 'cannot be judged'),
    ...at('flat', 'cannot be judged'),
  ];
  const name = `${comparison.method} on ${panelName(report, panel)}`;
  if (!ofComparison.some(({ outcome }) => outcome === 'one network')) {
    const start = comparison.reads === undefined ? 'Pretraining with' : 'Without pretraining,';
    return `${start} ${name} ${list(clauses)}.`;
  }
  return `This network, pretrained with ${name}, ${list(clauses)}; one network gives no verdict on the method.`;
}

/** `100 (U = 1.59)` */
export const budgetWithUtility = (point: UtilityPoint): string =>
  `${count(point.n)} (${utilityEquation(point)})`;

/** `U = 1.59`, or `U > 7.0` where only a bound is known. */
function utilityEquation(point: UtilityPoint): string {
  const text = utilityText(point);
  return /^[<>]/.test(text) ? `U ${text}` : `U = ${text}`;
}

/** Every budget of a comparison whose utility is a measurement, with its figures; empty where there is none. */
const budgetsSentence = (report: Report, comparison: Comparison): string => {
  const [first, ...rest] = cells(report)
    .filter((cell) => cell.comparison === comparison && !hasNoFigures(cell.outcome))
    .map(({ point }) => workDone(report, point));
  if (first === undefined) return '';
  return `${[first, ...rest.map((text) => text.replace('did the work of', 'that of'))].join('; ')}.`;
};

/** `50 labels did the work of 98 from scratch (U = 0.96, 95 % interval 0.35 to 1.90)` */
function workDone(report: Report, point: UtilityPoint): string {
  const interval = intervalText(point);
  const sure = interval === null ? '' : `, ${percent(report.coverage, 0)} interval ${interval}`;
  const needed = nHatText(point).replace('> ', 'more than ').replace('< ', 'fewer than ');
  return `${count(point.n)} labels did the work of ${needed} from scratch (${utilityEquation(point)}${sure})`;
}

/** The figures behind the headline: all of them for one comparison, the largest clear saving for several. */
export function figures(report: Report, allCells: readonly JudgedCell[]): string {
  const comparisons = report.panels.flatMap((panel) => panel.comparisons);
  if (comparisons.length === 1) return budgetsSentence(report, comparisons[0]!);
  const clear = allCells.filter(
    ({ outcome, point }) => outcome === 'saves' && point.status === 'exact',
  );
  if (clear.length === 0) return '';
  const best = clear.reduce((a, b) => (b.point.utility! > a.point.utility! ? b : a));
  return `The largest clear saving: ${comparisonName(report, best.panel, best.comparison)}, where ${workDone(report, best.point)}.`;
}
