import { evaluationFile, evaluationSlug, trainingSchedule } from '@nhat/documents';
import type {
  BackboneChoice,
  DatasetConfig,
  EvaluationConfig,
  FrozenConfig,
  Pipeline,
  SupervisedConfig,
  TaskChoice,
} from '@nhat/documents';
import { augmentationParts } from './augmentation-parts';
import { stageBundle } from './bundle';
import type { Bundle, Part } from './bundle';
import { plain } from './cell';
import type { Cell } from './cell';
import type { UpstreamNode } from './node';
import type { PlanBuilder } from './plan-builder';
import { registries } from './registries';

/** A node that trains on n labels, or makes a head from them. `pretrained`: the network that it starts from, or the features that it reads. */
export function addSupervised(
  builder: PlanBuilder,
  pipeline: Pipeline,
  { images, data, backbone, task }: Cell,
  run: SupervisedRun,
  pretrained: UpstreamNode[],
): string {
  const { stage, named, ...own } = run;
  const readsFeatures = pretrained.some(({ role }) => role === 'features');
  const frozen: FrozenConfig = {
    dataset: data.dataset,
    backbone: plain(backbone),
    task: plain(task),
    ...own,
    ...labelDraw(pipeline, data),
    precision: readsFeatures ? 'float32' : pipeline.precision,
  };
  const config: SupervisedConfig = {
    ...frozen,
    schedule: trainingSchedule(backbone.training, run.n, stage),
    epochMinimum: pipeline.epochMinimum,
    augment: task.augment,
  };
  const arm = stage === 'finetune' ? [named ?? run.arm] : [];
  const slug = [
    data.dataset,
    ...arm,
    backbone.name,
    task.name,
    ...evaluationSlug(registries.evaluations, run.evaluation),
  ];
  return builder.add(
    stage,
    [...slug, `n${run.n}`, `s${run.seed}`],
    isTrained(run.evaluation) ? config : frozen,
    [{ role: 'images', node: images }, ...pretrained],
    readsFeatures
      ? stageBundle('feature-head', [taskPart(task)])
      : supervisedBundle(task, backbone, run.evaluation),
  );
}

/** How labels are drawn; nothing where classes are balanced. */
export function labelDraw(
  pipeline: Pipeline,
  { source }: DatasetConfig,
): Pick<FrozenConfig, 'labels'> | undefined {
  const labels = pipeline.labels ?? registries.sources[source.name]!.labelDraw ?? 'balanced';
  return labels === 'balanced' ? undefined : { labels };
}

/** What makes it one of its cell. */
export interface SupervisedRun {
  stage: 'scratch' | 'finetune';
  arm: string;
  /** What names of nodes call it, where a document gives it another name; a new name trains nothing again. */
  named?: string;
  evaluation: EvaluationConfig;
  n: number;
  seed: number;
}

/** Whether it takes gradient steps, so that its node has a schedule. */
const isTrained = ({ name }: EvaluationConfig): boolean => registries.evaluations[name]!.trained;

const taskPart = ({ name }: TaskChoice): Part => ({ key: 'task', library: 'tasks', name });

function supervisedBundle(
  task: TaskChoice,
  backbone: BackboneChoice,
  evaluation: EvaluationConfig,
): Bundle {
  const parts: Part[] = [
    taskPart(task),
    { key: 'backbone', library: 'models', name: backbone.name },
  ];
  const trained = isTrained(evaluation);
  const file = evaluationFile(registries.evaluations, evaluation);
  if (file !== undefined) {
    parts.push({ key: trained ? 'evaluation' : 'head', library: 'evaluations', name: file });
  }
  if (!trained) return stageBundle('frozen', parts);
  const augmentation = augmentationParts(task.augment);
  return stageBundle('supervised', [...parts, ...augmentation.parts], {
    without: augmentation.without,
  });
}
