import { evaluations } from '@nhat/evaluations/registry';
import { possibleBudget } from '@nhat/curves';
import type { PossibleBudgets, UtilityPoint } from '@nhat/curves';
import { budgetsOfImages, curveScores, imageScores, utilityScores } from '@nhat/outputs';
import type { CurveScores, UtilityScores } from '@nhat/outputs';
import type { Comparison, Metric, Panel, ReadsFacts, Recalls, Reference } from '@nhat/report';
import { evaluationLabel, userError } from '@nhat/documents';
import type { CurveConfig, JsonObject, SupervisedConfig, UtilityConfig } from '@nhat/documents';
import { upstreamOf } from '@nhat/runner/upstream-of';
import { labelsOf, runConfigs } from './cell-labels';
import type { Labels, LabelledStudy } from './cell-labels';
import { collectRecalls } from './collect-recalls';
import { chanceOf, classesOf, originsOf } from './collect-runs';
import { datasetLabels, imagesOfCurve, splitsOfCurve } from './dataset-labels';
import type { DatasetLabels } from './dataset-labels';
import { inRole, manifestsOf } from './lineage';
import type { Ancestry } from './lineage';
import { leaksThroughBorder, learningOf, readsOf } from './method-facts';
import { metricOfScores, networksOfScores, scoresOf } from './score-curves';
import { classNames, fittedAtOf, metricOf } from './task-metrics';

/** One comparison with its nodes. */
export interface Study extends LabelledStudy {
  utility: Ancestry;
  utilities: UtilityScores;
  finetuned: Ancestry;
  /** What its heads read in place of a pretrained network; undefined for pretraining. */
  reads: ReadsFacts | undefined;
  /** The same evaluation of networks with random weights; undefined where there is none. */
  randomWeights: Ancestry | undefined;
}

/**
 * Makes one panel per scratch curve. Names include settings where the names alone are not unique. Throws where two curves have
 * the same name nevertheless.
 */
export function collectPanels(
  utilities: readonly Ancestry[],
  datasets: DatasetLabels = datasetLabels(manifestsOf(utilities)),
): {
  panels: Panel[];
  labels: Labels;
  studies: Study[];
} {
  // Two entries of a document may result in the same nodes; they are one comparison.
  const studies = [...new Set(utilities)].map((utility) => studyOf(utility, datasets));
  const labels = labelsOf(studies);
  const panels = byPanel(studies).map((group): Panel => {
    const [first] = group;
    const { scratch } = first!;
    const curves = [scratch, ...group.map(({ finetuned }) => finetuned)];
    const possible = possibleBudgetsOf(scratch);
    return {
      dataset: first!.dataset,
      backbone: labels.backbone(first!),
      backboneOptions: first!.backbone.options,
      task: labels.task(first!),
      metric: metricOfCurve(scratch, first!.task.name),
      ...fittedAtOfCurve(scratch, first!.task.name),
      chance: chanceOf(curves),
      classes: classesOf(curves),
      scratch: curveOf(scratch),
      scratchBand: first!.utilities.scratch,
      ...(possible && { possibleBudgets: possible }),
      comparisons: group.map((study) => comparisonOf(study, labels, possible)),
      origins: originsOf(scratch),
      references: referencesOf(group),
      precisions: precisionsOf(curves),
      testImages: first!.utilities.testImages ?? null,
      ...splitsIn(scratch),
      ...recallsOf(scratch, group, labels),
      ...(scoresOf(scratch) && { ofAnotherProgram: true }),
    };
  });
  checkNames(panels);
  return { panels, labels, studies };
}

/** The studies of each panel, in the order of panels and of their comparisons. */
export function byPanel(studies: readonly Study[]): Study[][] {
  const groups = new Map<Ancestry, Study[]>();
  for (const study of studies) {
    groups.set(study.scratch, [...(groups.get(study.scratch) ?? []), study]);
  }
  return [...groups.values()];
}

/** How many choices of test images the runs have, where it is more than one. */
function splitsIn(scratch: Ancestry): { splits?: number } {
  const splits = splitsOfCurve(scratch).length;
  return splits > 1 ? { splits } : {};
}

/** The numbers of labels that trainings on the images of a curve can have; undefined for scores of another program. */
function possibleBudgetsOf(scratch: Ancestry): PossibleBudgets | undefined {
  const images = splitsOfCurve(scratch).map(({ manifest: { node, outputs } }) =>
    imageScores(node, outputs.scores),
  );
  if (images.length === 0) return undefined;
  return budgetsOfImages(images, runConfigs(scratch)[0]?.labels ?? 'balanced');
}

/** The points of a comparison, which ask only for budgets that trainings can have. */
function pointsOf(
  { scratch, utilities: { points } }: Study,
  possible: PossibleBudgets | undefined,
): UtilityPoint[] {
  if (possible === undefined) return points;
  const budgets = curveOf(scratch).points.map(({ n }) => n);
  return points.map((point) => ({
    ...point,
    budget: point.budget && possibleBudget(point.budget, budgets, possible),
  }));
}

function recallsOf(
  scratch: Ancestry,
  group: readonly Study[],
  labels: Labels,
): { recalls?: Recalls } {
  const images = imagesOfCurve(scratch)?.manifest;
  if (images === undefined) return {};
  const references = referenceCurves(group).map(([curve, arm]) => ({ arm, curve }));
  const arms = group.map((study) => ({ arm: nameOf(study, labels), curve: study.finetuned }));
  const recalls = collectRecalls(
    [{ arm: 'scratch', curve: scratch }, ...arms, ...references],
    classNames(group[0]!.task.name, imageScores(images.node, images.outputs.scores).classes),
    splitsOfCurve(scratch).length > 1,
  );
  return recalls ? { recalls } : {};
}

function studyOf(utility: Ancestry, datasets: DatasetLabels): Study {
  const config = utility.manifest.config as unknown as UtilityConfig;
  const finetuned = upstreamOf(utility, 'finetuned').node;
  const scratch = upstreamOf(utility, 'scratch').node;
  const [run] = inRole(finetuned, 'run');
  const runConfig = run?.manifest.config as unknown as SupervisedConfig | undefined;
  const pretrained = run && inRole(run, 'pretrain')[0];
  const features = run && inRole(run, 'features')[0];
  const images = imagesOfCurve(scratch);
  return {
    dataset: (images && datasets(images.manifest.node)) ?? config.dataset,
    backbone: config.backbone,
    utility,
    utilities: utilityScores(utility.manifest.node, utility.manifest.outputs.scores),
    scratch,
    finetuned,
    task: runConfigs(scratch)[0]?.task ?? { name: config.task, options: {} },
    evaluation: runConfig?.evaluation ?? { name: 'finetune' },
    pretrained,
    reads: features && readsOf(features.manifest),
    randomWeights: inRole(utility, 'randomWeights')[0],
    arm: config.method,
    networks: (finetuned.manifest.config as unknown as Partial<CurveConfig>).pretraining ?? null,
    method: (pretrained?.manifest.config['method'] as
      { name: string; options: JsonObject } | undefined) ?? {
      name: config.method,
      options: {},
    },
  };
}

/** The name of an arm: the method, with the evaluation unless that is plain finetuning. */
function nameOf(study: Study, labels: Labels): string {
  const label = evaluationLabel(evaluations, study.evaluation);
  const method = labels.method(study);
  return label === 'finetune' ? method : `${method} (${label})`;
}

function comparisonOf(
  study: Study,
  labels: Labels,
  possible: PossibleBudgets | undefined,
): Comparison {
  const { evaluation, finetuned } = study;
  const { finetuned: band, slope, atAccuracy } = study.utilities;
  const label = evaluationLabel(evaluations, evaluation);
  const name = nameOf(study, labels);
  const pretrained = inRole(finetuned, 'run').flatMap((run) => inRole(run, 'pretrain'));
  const scores = scoresOf(finetuned);
  return {
    method: name,
    ...(label !== 'finetune' && { evaluation: label }),
    ...(!scores && leaksThroughBorder(study.method.name) && { leaksThroughBorder: true }),
    ...(study.reads && { reads: study.reads }),
    learning: unique(pretrained).flatMap(({ manifest }) => learningOf(manifest) ?? []),
    curve: { ...curveOf(finetuned), arm: name },
    ...{ band, slope, atAccuracy },
    points: pointsOf(study, possible),
    pretrained: scores ? networksOfScores(scores) : new Set(pretrained).size,
    pretrainingSeconds: meanSeconds(unique(pretrained)),
    origins: originsOf(finetuned),
  };
}

/** The curves of networks with random weights, each once, with the names of their arms; methods share them. */
function referenceCurves(
  group: readonly Study[],
): [curve: Ancestry, name: string, evaluation: string][] {
  const evaluationOf = new Map(
    group.flatMap(({ randomWeights, evaluation }) =>
      randomWeights ? [[randomWeights, evaluationLabel(evaluations, evaluation)] as const] : [],
    ),
  );
  return [...evaluationOf].map(([curve, evaluation]) => [
    curve,
    `random weights (${evaluation})`,
    evaluation,
  ]);
}

const referencesOf = (group: readonly Study[]): Reference[] =>
  referenceCurves(group).map(([curve, name, evaluation]) => ({
    ...{ name, evaluation, curve: { ...curveOf(curve), arm: name } },
    origins: originsOf(curve),
  }));

/** Throws where two curves have the same name, because rows, charts and files are identified by these names. */
function checkNames(panels: readonly Panel[]): void {
  const names = panels.map(({ dataset, backbone, task }) => [dataset, backbone, task].join(' · '));
  const fullNames = [
    ...names,
    ...panels.flatMap(({ comparisons }, at) =>
      comparisons.map(({ method }) => `${names[at]} · ${method}`),
    ),
  ];
  const twice = fullNames.find((name, at) => fullNames.indexOf(name) !== at);
  if (twice === undefined) return;
  throw userError('report', 'two curves of the pipeline have the same name', {
    got: twice,
    expected: 'entries that differ in their name, options or training',
    advice: 'Remove one of the two entries, or move it to a pipeline of its own.',
  });
}

/** From which value on networks of a curve count as having learned their images; nothing for scores of other programs. */
function fittedAtOfCurve(curve: Ancestry, task: string): Pick<Panel, 'fittedAt'> {
  const fittedAt = scoresOf(curve) ? undefined : fittedAtOf(task, curveOf(curve).metric);
  return fittedAt === undefined ? {} : { fittedAt };
}

/** The metric of a curve, from the registry of tasks or from the document that names its scores. */
export function metricOfCurve(curve: Ancestry, task: string): Metric {
  const scores = scoresOf(curve);
  return scores ? metricOfScores(scores) : metricOf(task, curveOf(curve).metric);
}

const curveOf = ({ manifest }: Ancestry): CurveScores =>
  curveScores(manifest.node, manifest.outputs.scores);

/** The mean time of nodes; null without nodes. */
function meanSeconds(nodes: readonly Ancestry[]): number | null {
  if (nodes.length === 0) return null;
  return nodes.reduce((sum, { manifest }) => sum + manifest.ran.seconds, 0) / nodes.length;
}

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

/** The precisions in which the runs of the curves were computed. */
const precisionsOf = (curves: readonly Ancestry[]): string[] =>
  [...new Set(curves.flatMap((curve) => curveOf(curve).precisions))].sort();
