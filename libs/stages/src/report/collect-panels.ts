import type { LearningCurve, UtilityPoint } from '@nhat/curves';
import type { Comparison, Panel } from '@nhat/report';
import { evaluationLabel } from '@nhat/spec';
import type {
  BackboneConfig,
  EvaluationConfig,
  JsonObject,
  SupervisedConfig,
  UtilityConfig,
} from '@nhat/spec';
import { inRole, theOne } from './lineage';
import type { Ancestry } from './lineage';
import { optionLabels } from './option-labels';

/** One comparison as its nodes tell it. */
interface Study {
  config: UtilityConfig;
  points: UtilityPoint[];
  scratch: Ancestry;
  finetuned: Ancestry;
  task: SupervisedConfig['task'];
  method: { name: string; options: JsonObject };
  evaluation: EvaluationConfig;
}

export interface Labels {
  backbone(backbone: BackboneConfig): string;
  method(method: { name: string; options: JsonObject }): string;
}

/** A panel for each scratch curve; names with options where names alone do not tell. */
export function collectPanels(utilities: readonly Ancestry[]): { panels: Panel[]; labels: Labels } {
  const studies = utilities.map(studyOf);
  const labels = {
    backbone: optionLabels(studies.map(({ config }) => config.backbone)),
    method: optionLabels(studies.map(({ method }) => method)),
  };
  const task = optionLabels(studies.map((study) => study.task));
  const groups = new Map<Ancestry, Study[]>();
  for (const study of studies) {
    groups.set(study.scratch, [...(groups.get(study.scratch) ?? []), study]);
  }
  const panels = [...groups].map(([scratch, group]): Panel => {
    const { config, task: first } = group[0]!;
    const finetuned = group.map((study) => study.finetuned);
    return {
      dataset: config.dataset,
      backbone: labels.backbone(config.backbone),
      task: task(first),
      metric: String(scratch.manifest.outputs.scores['metric']),
      scratch: curveOf(scratch),
      comparisons: group.map((study) => comparisonOf(study, labels)),
      imageSteps: imageStepsOf([scratch, ...finetuned]),
      precisions: precisionsOf([scratch, ...finetuned]),
    };
  });
  return { panels, labels };
}

function studyOf(utility: Ancestry): Study {
  const config = utility.manifest.config as unknown as UtilityConfig;
  const finetuned = theOne(utility, 'finetuned');
  const scratch = theOne(utility, 'scratch');
  const [run] = inRole(finetuned, 'run');
  const runConfig = run?.manifest.config as unknown as SupervisedConfig | undefined;
  const pretrained = run && inRole(run, 'pretrain')[0];
  return {
    config,
    points: utility.manifest.outputs.scores['points'] as unknown as UtilityPoint[],
    scratch,
    finetuned,
    task: runConfig?.task ?? { name: config.task, options: {} },
    evaluation: runConfig?.evaluation ?? { name: 'finetune' },
    method: (pretrained?.manifest.config['method'] as unknown as Study['method'] | undefined) ?? {
      name: config.method,
      options: {},
    },
  };
}

function comparisonOf(
  { method, evaluation, finetuned, points }: Study,
  labels: Labels,
): Comparison {
  const label = evaluationLabel(evaluation);
  const plain = label === 'finetune';
  const name = plain ? labels.method(method) : `${labels.method(method)} (${label})`;
  const pretrained = inRole(finetuned, 'run').flatMap((run) => inRole(run, 'pretrain'));
  return {
    method: name,
    ...(!plain && { evaluation: label }),
    curve: { ...curveOf(finetuned), arm: name },
    points,
    pretrained: new Set(pretrained).size,
  };
}

const curveOf = ({ manifest }: Ancestry): LearningCurve =>
  manifest.outputs.scores as unknown as LearningCurve;

/** Heads that are fitted without steps have no schedule. */
type Trained = Pick<SupervisedConfig, 'n'> & Partial<Pick<SupervisedConfig, 'schedule'>>;

function imageStepsOf(curves: readonly Ancestry[]): Panel['imageSteps'] {
  const steps = new Map<string, Panel['imageSteps'][number]>();
  for (const run of curves.flatMap((curve) => inRole(curve, 'run'))) {
    const { n, schedule } = run.manifest.config as unknown as Trained;
    if (schedule === undefined) continue;
    const { imageSteps } = schedule;
    steps.set(`${n} ${imageSteps}`, { n, imageSteps });
  }
  return [...steps.values()].sort((a, b) => a.n - b.n);
}

/** What the runs of the curves were computed in. */
const precisionsOf = (curves: readonly Ancestry[]): string[] =>
  [
    ...new Set(
      curves.flatMap(({ manifest }) => (manifest.outputs.scores['precisions'] as string[]) ?? []),
    ),
  ].sort();
