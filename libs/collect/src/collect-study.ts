import type { Study as FinishedStudy, StudyArm, StudyCell, StudyRun } from '@nhat/claims';
import { oriented } from '@nhat/curves';
import type { RunAnswers } from '@nhat/curves';
import { stableJson } from '@nhat/documents';
import type { BackboneConfig, DatasetConfig, Registry, SourceFactors } from '@nhat/documents';
import { evaluations } from '@nhat/evaluations/registry';
import { backbones } from '@nhat/models/registry';
import { answersByRun, curveScores } from '@nhat/outputs';
import { sources } from '@nhat/sources/registry';
import type { Labels } from './cell-labels';
import { byPanel, metricOfCurve } from './collect-panels';
import type { Study } from './collect-panels';
import { originsOf } from './collect-runs';
import { inRole } from './lineage';
import type { Ancestry } from './lineage';
import { scoresOf } from './score-curves';

/** Channels of every image: red, green and blue. */
const CHANNELS = 3;

/**
 * The comparisons of a finished pipeline as claims read them: a cell for each curve from scratch. Claims and ranks are about methods of
 * pretraining, so that arms without pretraining, and networks that learned from
 * labelled images alone, take no part.
 */
export function collectStudy(studies: readonly Study[], labels: Labels): FinishedStudy {
  return { cells: byPanel(studies).map((group) => cellOf(group, labels)) };
}

/** Whether an arm shows what a method of pretraining makes of images without labels. */
const isMethod = ({ reads, pretrained }: Study): boolean =>
  reads === undefined && pretrained?.manifest.config['labelled'] === undefined;

function cellOf(group: readonly Study[], labels: Labels): StudyCell {
  const [first] = group as [Study];
  const { label, unit } = metricOfCurve(first.scratch, first.task.name);
  const { backbone, task } = labels.settings(first);
  return {
    dataset: first.dataset,
    images: imagesOf(first.scratch),
    backbone: labels.networkOfCell(first),
    parameters: scoresOf(first.scratch) ? null : parametersOf(first.backbone),
    task: labels.task(first),
    metric: { label, isShare: unit === 'share' },
    settings: { backbone, task },
    scratch: runsOf(first.scratch),
    arms: group.filter(isMethod).map((study): StudyArm => ({
      method: labels.method(study),
      evaluation: study.evaluation.name,
      frozenStages: evaluations[study.evaluation.name]?.frozenStages?.(study.evaluation) ?? null,
      settings: labels.settings(study).method,
      runs: runsOf(study.finetuned),
      refused: refusedOf(study),
    })),
  };
}

/** The budgets at which no labels can be counted. */
const refusedOf = ({ utilities }: Study): Record<number, string> =>
  Object.fromEntries(
    utilities.points.flatMap(({ n, kind }) =>
      kind === 'number' || kind === 'wide' ? [] : [[n, kind] as const],
    ),
  );

/** The factors of the images of a curve, as their source names them, and all else that they are made of. */
function imagesOf(curve: Ancestry): StudyCell['images'] {
  const [images] = inRole(curve, 'run').flatMap((run) => inRole(run, 'images'));
  if (images === undefined) return { factors: {}, otherwise: '' };
  const { resolution, counts, source } = images.manifest.config as unknown as DatasetConfig;
  const { factors, otherwise }: SourceFactors = sources[source.name]?.factors?.(source) ?? {
    ...{ factors: {}, otherwise: source },
  };
  return { factors, otherwise: stableJson({ resolution, counts, source: otherwise }) };
}

/** Null for a network that is no longer there or does not say it. */
const parametersOf = ({ name, options }: BackboneConfig): number | null =>
  (backbones as Registry)[name]?.parameters?.(options, CHANNELS) ?? null;

/** The runs of a curve; networks are named by the seed of their pretraining. */
function runsOf(curve: Ancestry): StudyRun[] {
  const { manifest } = curve;
  const scores = curveScores(manifest.node, manifest.outputs.scores);
  const { points, higherIsBetter } = scores;
  const answers = answersByRun(scores);
  const lengths = new Map(
    originsOf(curve).map(({ n, seed, imagesSeen }) => [`${n} ${seed}`, imagesSeen]),
  );
  return points.flatMap(({ n, runs }) =>
    runs.map(({ seed, value, train, fitted, pretraining }) => ({
      ...{ n, seed, fitted, ...answered(answers(n, seed)) },
      value: oriented(value, higherIsBetter),
      train: train === null ? null : oriented(train, higherIsBetter),
      network: pretraining === null ? null : String(pretraining),
      imagesSeen: lengths.get(`${n} ${seed}`) ?? null,
      curve: manifest.node,
    })),
  );
}

const answered = (answers: RunAnswers | undefined) => (answers ? { answers } : {});
