import { budgetsAround, possibleBudget } from '@nhat/curves';
import type { LabelChoice } from '@nhat/curves';
import { unfittedPoints } from './fitted';
import { count, list } from './number-format';
import { UNFITTED_HEADS } from './outcome';
import { isOfHeads } from './refusal-cause';
import type { Panel, Report } from './report';

/** What helps where `nx decide` was not asked or has nothing to run. */
export function fallbackNext(report: Report, choice: LabelChoice, panel: Panel): string | null {
  const { because } = choice;
  if (because === 'no spread') return secondSeed(report, panel);
  if (because === 'hours') return '"hours" in "decision", the hours of one pretraining.';
  if (because === 'left out') {
    if (choice.leftOut.every(({ reason }) => reason === 'outside')) {
      return 'the budgets named above.';
    }
    const unfitted = choice.leftOut.filter(({ reason }) => reason === 'not fitted');
    if (unfitted.length === 0)
      return 'more labels or longer training of networks, because these runs show no difference in labels.';
    return unfitted.every(({ arm }) => isUnfittedHead(panel, arm, choice.labels))
      ? `other arms or budgets, because ${UNFITTED_HEADS}, and neither longer training nor more seeds change that.`
      : longerTraining(report, panel);
  }
  if (because === 'beyond') return largerBudget(panel);
  return report.provenance.scores?.length
    ? 'one more seed of each arm at the budgets around these labels.'
    : null;
}

/** Whether an arm cannot be read because its own heads are not at their optimum at the budgets around these labels; else networks are the cause. */
function isUnfittedHead({ comparisons }: Panel, arm: string, labels: number): boolean {
  const comparison = comparisons.find(({ method }) => method === arm);
  if (comparison === undefined || !isOfHeads(comparison)) return false;
  const { points } = comparison.curve;
  const unfitted = new Set(unfittedPoints(comparison.curve).map(({ n }) => n));
  return budgetsAround(points, labels).some(({ n }) => unfitted.has(n));
}

function largerBudget({ scratch, possibleBudgets }: Panel): string {
  const budgets = scratch.points.map(({ n }) => n);
  const largest = Math.max(...budgets);
  const wanted = { n: 2 * largest };
  const larger = possibleBudgets ? possibleBudget(wanted, budgets, possibleBudgets) : wanted;
  return larger === null
    ? `more labelled images, because scratch trained with ${count(largest)} of ${count(possibleBudgets!.most)} already.`
    : `a budget from scratch beyond ${count(largest)} labels, e.g. ${count(larger.n)}.`;
}

/** `seeds` is no key of documents of scores, which have their seeds in files. */
function secondSeed({ provenance }: Report, { ofAnotherProgram }: Panel): string {
  if (!ofAnotherProgram) return 'a second seed ("seeds": 2).';
  const files = (provenance.scores ?? []).map(({ path }) => path);
  return `rows of a second seed in ${files.length > 0 ? list(files) : 'the file of scores'}.`;
}

function longerTraining({ name }: Report, { ofAnotherProgram }: Panel): string {
  const because =
    'because runs did not learn their own training images, and more of them would not either';
  return ofAnotherProgram
    ? `longer training, ${because}.`
    : `longer training ("training": { "imagesSeen": … } in pipelines/${name}.json, and its "maximum" where it has one), ${because}.`;
}
