import { overviewOf } from '@nhat/claims';
import type { Study, StudyArm, StudyCell, StudyRun } from '@nhat/claims';
import { oriented } from '@nhat/curves';
import type { LearningCurve } from '@nhat/curves';
import { stream } from '@nhat/random';
import { methodName } from '../naming';
import type { Comparison, Panel, Report, RunOrigin } from '../report';

/** Facts of a fixture that its report does not show. */
export interface StudyFacts {
  /** The factors of a dataset that are on or off. */
  factors?: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
  /** Parameters by the name of the backbone. */
  parameters?: Readonly<Record<string, number>>;
}

/** The report with the overview of its panels, as collect computes it. */
export const withOverview = (report: Report, facts: StudyFacts = {}, draws = 400): Report => ({
  ...report,
  overview: overviewOf(studyOf(report, facts), { stream: stream('overview'), draws }),
});

const studyOf = ({ panels }: Report, facts: StudyFacts): Study => ({
  cells: panels.map((panel) => cellOf(panel, facts)),
});

const cellOf = (panel: Panel, { factors, parameters }: StudyFacts): StudyCell => ({
  ...{ dataset: panel.dataset, backbone: panel.backbone, task: panel.task },
  images: { factors: factors?.[panel.dataset] ?? {}, otherwise: '' },
  parameters: parameters?.[panel.backbone] ?? null,
  metric: { label: panel.metric.label, isShare: panel.metric.unit === 'share' },
  scratch: runsOf(panel.scratch, panel.origins),
  arms: panel.comparisons.map(armOf),
});

function armOf(comparison: Comparison): StudyArm {
  const { evaluation, curve, origins, points } = comparison;
  const frozen = /^frozen to (\d+)/.exec(evaluation ?? '')?.[1];
  const depth = frozen === undefined ? null : Number(frozen) + 1;
  return {
    method: methodName(comparison),
    evaluation: frozen === undefined ? (evaluation ?? 'finetune') : 'finetune',
    frozenStages: evaluation === undefined ? 0 : depth,
    runs: runsOf(curve, origins),
    refused: Object.fromEntries(
      points.flatMap(({ n, kind }) => (kind === 'number' || kind === 'wide' ? [] : [[n, kind]])),
    ),
  };
}

function runsOf(
  { points, higherIsBetter }: LearningCurve,
  origins: readonly RunOrigin[],
): StudyRun[] {
  const seen = new Map(origins.map(({ n, seed, imagesSeen }) => [`${n} ${seed}`, imagesSeen]));
  return points.flatMap(({ n, runs }) =>
    runs.map(({ seed, value, train, fitted, pretraining }) => ({
      ...{ n, seed, fitted, value: oriented(value, higherIsBetter) },
      train: train === null ? null : oriented(train, higherIsBetter),
      network: pretraining === null ? null : String(pretraining),
      imagesSeen: seen.get(`${n} ${seed}`) ?? null,
    })),
  );
}
