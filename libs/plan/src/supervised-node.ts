import { evaluationSlug, trainingSchedule } from '@nhat/spec';
import type {
  Choice,
  EvaluationConfig,
  FrozenConfig,
  Pipeline,
  SupervisedConfig,
} from '@nhat/spec';
import { stageBundle } from './bundle';
import type { Bundle, Part } from './bundle';
import { plain } from './cell';
import type { Cell } from './cell';
import type { UpstreamNode } from './node';
import type { PlanBuilder } from './plan-builder';

/** A node that trains on n labels, or makes a head from them. */
export function addSupervised(
  builder: PlanBuilder,
  pipeline: Pipeline,
  { render, data, backbone, task }: Cell,
  run: SupervisedRun,
  pretrained: UpstreamNode[],
): string {
  const { stage, ...own } = run;
  const frozen: FrozenConfig = {
    dataset: data.dataset,
    backbone: plain(backbone),
    task: plain(task),
    ...own,
    precision: pipeline.precision,
  };
  const config: SupervisedConfig = {
    ...frozen,
    schedule: trainingSchedule(backbone.training, run.n, stage),
    epochMinimum: pipeline.epochMinimum,
    augment: task.augment,
  };
  const arm = stage === 'finetune' ? [run.arm] : [];
  const slug = [data.dataset, ...arm, backbone.name, task.name, ...evaluationSlug(run.evaluation)];
  return builder.add(
    stage,
    [...slug, `n${run.n}`, `s${run.seed}`],
    isFrozen(run.evaluation) ? frozen : config,
    [{ role: 'render', node: render }, ...pretrained],
    supervisedBundle(task, backbone, run.evaluation),
  );
}

/** What makes it one of its cell. */
export interface SupervisedRun {
  stage: 'scratch' | 'finetune';
  arm: string;
  evaluation: EvaluationConfig;
  n: number;
  seed: number;
}

/** Evaluations that fit a head without training steps. */
const isFrozen = ({ name }: EvaluationConfig): boolean => name === 'linear' || name === 'knn';

function supervisedBundle(task: Choice, backbone: Choice, evaluation: EvaluationConfig): Bundle {
  const { name } = evaluation;
  const parts: Part[] = [
    { key: 'task', library: 'tasks', name: task.name },
    { key: 'backbone', library: 'models', name: backbone.name },
  ];
  const more = (key: string, file: string): Part => ({ key, library: 'evaluations', name: file });
  if (isFrozen(evaluation)) return stageBundle('frozen', [...parts, more('head', `${name}-head`)]);
  if (name === 'mlp') parts.push(more('evaluation', 'mlp-head'));
  if ('freezeAfter' in evaluation) parts.push(more('evaluation', 'freeze'));
  return stageBundle('supervised', parts);
}
