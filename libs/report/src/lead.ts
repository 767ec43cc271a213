import { decisionText } from './decision-text';
import type { DecisionText } from './decision-text';
import { counts, figures, headline } from './headline';
import { collapsed, notLearned } from './learning';
import { certainty } from './certainty';
import type { LearningCurve } from '@nhat/curves';
import { curvesOf } from './chance';
import { unfittedPoints } from './fitted';
import { methodName, methodsOf, panelName, unique } from './naming';
import { count, list, percent, plural } from './number-format';
import { UNFITTED_HEADS, hasNoFigures } from './outcome';
import type { DatasetFacts } from './dataset-facts';
import type { Panel, Report } from './report';
import { pretrainingSettings } from './pretraining-settings';
import { isOfHeads, reachedText } from './refusal-cause';
import { atChance, averaged, censored, listing, toAdd, wide } from './row-notes';
import type { Listing } from './row-notes';
import { imagesSeenOf, ownRates, range } from './settings';
import { isOfEqualLength, ownPanels } from './shared-training';
import { studyText } from './study-text';
import { pretrainedNames, unpretrainedNames, unpretrainedTexts } from './unpretrained';
import { cells } from './rows';
import type { JudgedCell } from './rows';

/** The first paragraph of the report, computed from its data. */
export interface Lead {
  headline: string;
  /** What it sums up or leaves out, method by method; empty where that is nothing. */
  counts: string;
  /** The answer at the labels and prices of the document, of which `headline` is the first sentence; null without these. */
  decision: DecisionText | null;
  /** The figures behind it; with a decision they begin with what the rows show. */
  figures: string;
  /** What was compared, how certain it is and where it does not apply; only notes that apply, those that limit what may be read first. */
  notes: Note[];
}

export interface Note {
  label: string;
  text: string;
  /** A limit of what may be read from the figures comes before them; a warning is about some of them; the others say what was done. */
  kind: 'limit' | 'warning' | 'description';
  /** What `text` lists after its first colon; absent where it is no list. */
  items?: readonly string[];
  /** How many rows of the results `items` name; absent where these are no rows. */
  rows?: number;
}

export function lead(report: Report): Lead {
  const allCells = cells(report);
  const measured = allCells.filter(({ outcome }) => !hasNoFigures(outcome));
  const isEqual = isOfEqualLength(ownPanels(report));
  const notes = [
    noteOf('description', 'Study', studyText(report)),
    noteOf('limit', 'At chance', atChance(report, allCells)),
    noteOf('limit', 'Not fitted', unfitted(report, allCells)),
    noteOf('limit', 'Flat', flat(report, allCells)),
    noteOf('limit', 'Not learned', notLearned(report)),
    noteOf('limit', 'Collapsed', collapsed(report)),
    noteOf('description', 'Compared', compared(report, allCells)),
    noteOf('description', 'Pretraining', pretrainingSettings(report)),
    noteOf('description', 'Own rates', withStop(ownRates(report.settings))),
    noteOf(
      'description',
      'Not pretrained',
      listing('without pretraining', unpretrainedTexts(report)),
    ),
    noteOf('description', 'How sure', certainty(report, allCells)),
    noteOf('warning', 'Wide', wide(report, allCells)),
    noteOf('warning', 'To add', toAdd(report, allCells)),
    noteOf('warning', 'Censored', censored(report, measured)),
    noteOf('warning', 'Averaged', averaged(report, measured)),
    noteOf('warning', 'Few labels', fewLabels(report, allCells)),
    noteOf('warning', 'Warning', leaks(report)),
    noteOf('warning', 'Precision', mixedPrecision(report)),
    noteOf(
      isEqual === false ? 'warning' : 'description',
      'Training length',
      trainingLength(report),
    ),
  ];
  const decision = decisionText(report);
  const [found, numbers] = [headline(report, allCells), figures(report, allCells)];
  const rest = counts(allCells);
  return {
    decision,
    headline: decision?.headline ?? found,
    counts: decision === null ? rest : '',
    figures: decision === null ? numbers : [found, rest, numbers].filter(Boolean).join(' '),
    notes: notes.filter(({ text }) => text !== ''),
  };
}

const withStop = (text: string): string => (text === '' ? '' : `${text}.`);

const noteOf = (kind: Note['kind'], label: string, note: string | Listing): Note =>
  typeof note === 'string' ? { kind, label, text: note } : { kind, label, ...note };

function compared(report: Report, allCells: readonly JudgedCell[]): string {
  const own = ownPanels(report);
  const datasets = unique(report.panels.map(({ dataset }) => dataset));
  const tasks = unique(report.panels.map(({ task }) => task));
  const budgets = unique(allCells.map(({ point }) => point.n));
  const kinds = report.panels.flatMap(({ comparisons }) =>
    comparisons.flatMap(({ reads, evaluation }) => (reads === undefined ? [evaluation] : [])),
  );
  const others = unique(kinds.flatMap((kind) => kind ?? []));
  const steps = [
    ...(kinds.includes(undefined) ? ['finetuned'] : []),
    ...(others.length > 0 ? [`evaluated otherwise (${list(others)})`] : []),
  ];
  const where = `${list(tasks)} on ${list(datasets)}, ${range(budgets)} labels.`;
  if (own.length === 0) {
    return `runs of another program that it calls ${list(methodsOf(report))}, against those that it calls scratch; ${where}`;
  }
  const foreign =
    own.length < report.panels.length ? ' Some are scores of another program (Provenance).' : '';
  const pretrained = pretrainedNames(report);
  const unpretrained = unpretrainedNames(report);
  const arms = [
    ...(pretrained.length > 0
      ? [`networks pretrained without labels (${list(pretrained)}) and then ${steps.join(' or ')}`]
      : []),
    ...(unpretrained.length > 0 ? [`heads without pretraining (${list(unpretrained)})`] : []),
  ].join(', and ');
  return `${arms}, against ${pretrained.length > 0 ? 'the same networks' : 'networks'} trained from scratch; ${where}${foreign}`;
}

/** Names the panels whose scratch curve is flat, so that no number of labels can be read from it. */
function flat(report: Report, allCells: readonly JudgedCell[]): string {
  const where = unique(
    allCells
      .filter(({ outcome }) => outcome === 'flat')
      .map(({ panel }) => panelName(report, panel)),
  );
  return where.length === 0
    ? ''
    : `training from scratch does not clearly improve with labels on ${list(where)}, so no number of labels can be read from its curve.`;
}

/** Names the budgets at which some run has no label of a class. */
function fewLabels(report: Report, allCells: readonly JudgedCell[]): string | Listing {
  const texts = allCells.flatMap(({ panel, comparison, point }) => {
    const { dataset, classes, scratch } = panel;
    const facts = report.datasets.find(({ name }) => name === dataset);
    if (classes === null || facts?.hasLabels === false) return [];
    const origins = [...panel.origins, ...comparison.origins];
    return unique([...scratch.points.map(({ n }) => n), point.n])
      .sort((a, b) => a - b)
      .flatMap((n) => {
        const labelled = origins.flatMap((run) => (run.n === n ? (run.labelledClasses ?? []) : []));
        const missing = classes - Math.min(n, classes, ...labelled);
        const some = labelled.some((number) => number > classes - missing) ? 'up to ' : '';
        return missing > 0
          ? [
              `at ${count(n)} ${n === 1 ? 'label' : 'labels'} ${some}${missing} of the ${classes} classes of ${dataset} ${missing === 1 ? 'has' : 'have'} no label at all`,
            ]
          : [];
      });
  });
  return listing('some classes have no label', unique(texts));
}

function unfitted(report: Report, allCells: readonly JudgedCell[]): string | Listing {
  const arms = report.panels.flatMap((panel) =>
    curvesOf(panel).flatMap((curve) => {
      const points = unfittedPoints(curve);
      if (points.length === 0) return [];
      const budgets = list(points.map(({ n }) => count(n)));
      const where = `${curve.arm} at ${budgets} labels on ${panelName(report, panel)}`;
      const why = isCurveOfHeads(panel, curve)
        ? ` (${UNFITTED_HEADS})`
        : reachedText(panel, points);
      return [`${where}${why}`];
    }),
  );
  const touched = allCells.filter(({ outcome }) => outcome === 'not fitted').length;
  const touchedText =
    touched === 0 ? '' : ` ${plural(touched, 'utility rests', 'utilities rest')} on such runs.`;
  /** Whether a network of the panel, and not only a head, is not fitted. */
  const hasUnfitted = (panel: Panel) =>
    curvesOf(panel).some(
      (curve) => unfittedPoints(curve).length > 0 && !isCurveOfHeads(panel, curve),
    );
  const remedy = ownPanels(report).some(hasUnfitted)
    ? ' Longer training shows which it is: "training": { "imagesSeen": … } in the document, and its "maximum" where it has one.'
    : '';
  return listing(
    report.panels.some(hasUnfitted)
      ? 'these runs did not learn their own training images, so they are perhaps short of training and not of labels'
      : 'labels cannot be counted for a head that is not at its optimum',
    arms,
    `.${touchedText}${remedy}`,
  );
}

const isCurveOfHeads = ({ comparisons }: Panel, curve: LearningCurve): boolean =>
  comparisons.some((comparison) => comparison.curve === curve && isOfHeads(comparison));

/** The accuracy from the border alone above which the report warns about a leak; chance is 0.25. */
const LEAK = 0.5;

/** The larger of the accuracies of the linear classifier and of the CNN; 0 if neither was measured. */
const accuracyFromBorder = (dataset: DatasetFacts): number =>
  Math.max(dataset.borderRotationAccuracy ?? 0, dataset.borderRotationAccuracyOfCnn ?? 0);

function leaks(report: Report): string {
  const exposed = report.panels
    .flatMap(({ comparisons }) => comparisons)
    .filter(({ leaksThroughBorder }) => leaksThroughBorder);
  if (exposed.length === 0) return '';
  const leaking = report.datasets
    .map((dataset) => ({ name: dataset.name, accuracy: accuracyFromBorder(dataset) }))
    .filter(({ accuracy }) => accuracy >= LEAK);
  if (leaking.length === 0) return '';
  const where = leaking.map(({ name, accuracy }) => `${percent(accuracy, 0)} on ${name}`);
  return `the outer border of an image alone gives away how it was turned (${list(where)}; chance is 25 %), so ${list(unique(exposed.map(methodName)))} can be solved in part without looking at the object.`;
}

/** Names the panels whose runs were computed in different precisions, e.g. on machines that share a store. */
function mixedPrecision(report: Report): string {
  const mixed = report.panels.filter(({ precisions }) => precisions.length > 1);
  if (mixed.length === 0) return '';
  const where = mixed.map((panel) => `${panelName(report, panel)} (${list(panel.precisions)})`);
  return `runs that are compared were computed in different precisions: ${list(where)}. "precision" in the pipeline fixes one.`;
}

function trainingLength(report: Report): string {
  const own = ownPanels(report);
  const steps = imagesSeenOf(own);
  if (steps.length === 0) return '';
  const isEqual = isOfEqualLength(own);
  const arms = isEqual === null ? '' : `, ${isEqual ? 'the same' : 'not the same'} in both arms`;
  return `this is utility at ${range(steps)} images seen a run${arms}; finetuning converges faster, so shorter training favours it.`;
}
