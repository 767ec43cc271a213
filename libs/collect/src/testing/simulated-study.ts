import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { indexDocuments, membersOf, resolvePipeline, roundsOf } from '@nhat/documents';
import type {
  CurveConfig,
  DatasetConfig,
  EvaluationConfig,
  JsonObject,
  ScoresConfig,
  SpreadConfig,
  SupervisedConfig,
  UtilityConfig,
  WorkspaceDocuments,
} from '@nhat/documents';
import { besideFrom } from '@nhat/documents/testing/workspace';
import { planPipeline } from '@nhat/plan';
import type { PlanNode } from '@nhat/plan';
import { stream } from '@nhat/random';
import type { PipelineRecord } from '@nhat/runner/pipeline-record';
import { run as curve } from '@nhat/stages/curve';
import { run as scoresStage } from '@nhat/stages/scores';
import { run as spread } from '@nhat/stages/spread';
import { run as utility } from '@nhat/stages/utility';
import { tasks } from '@nhat/tasks/registry';
import { artifactWriter } from './artifact-writer';
import type { ArtifactWriter, NodeParts } from './artifact-writer';

/** A training whose result is simulated. */
export interface SimulatedRun {
  dataset: string;
  width: number;
  task: string;
  /** `scratch`, the method, or `random-weights`. */
  arm: string;
  evaluation: EvaluationConfig;
  n: number;
  /** Images seen in training; null for heads that are fitted without steps. */
  imagesSeen: number | null;
}

/** What a run would give on average, on test images and on its labelled images; shares. */
export type Truth = (run: SimulatedRun) => { test: number; train: number };

/** Standard deviation of a run, and of what an evaluation adds to finetuning of the same network on the same images. */
const NOISE = { run: 0.006, evaluation: 0.002 };

/**
 * A workspace in which the pipeline `name` of these documents is finished: its own nodes, trainings with simulated results, and curves and
 * utilities that the stages computed from them. `tables`: texts of the files of scores. Runs of one network, label list and task share their error over evaluations.
 */
export async function simulatedStudy(
  documents: Record<string, object>,
  { datasets, registries }: WorkspaceDocuments,
  name: string,
  truth: Truth,
  tables: Record<string, string> = {},
): Promise<{ root: string; record: PipelineRecord }> {
  const files = Object.entries(documents).map(([pipeline, body]) => ({
    path: `pipelines/${pipeline}.json`,
    text: JSON.stringify(body),
  }));
  const pipelines = indexDocuments('pipeline', files, besideFrom(tables));
  const pipeline = resolvePipeline({ datasets, pipelines, registries }, name);
  const { nodes, utilities } = planPipeline(pipeline);
  const root = temporaryFolder('study');
  const artifacts = artifactWriter(root);
  for (const node of nodes)
    artifacts.add(node.name, node.stage, await partsOf(artifacts, node, truth));
  const { question, cost, expected, claims, decision } = pipeline;
  const members = membersOf(pipeline);
  const sources = {
    ...roundsOf(pipeline),
    members: members.map((member) => member.name),
    scores: members.flatMap(({ scores }) =>
      scores ? [{ path: scores.path, runs: scores.runs }] : [],
    ),
  };
  const asked = decision === null ? {} : { decision };
  const texts = { name, question, cost, expected, claims };
  return { root, record: { ...texts, ...asked, utilities, ...sources } };
}

async function partsOf(
  artifacts: ArtifactWriter,
  { stage, config, upstream: from }: PlanNode,
  truth: Truth,
): Promise<NodeParts> {
  const upstream = from.map(({ role, node }): [string, string] => [role, node]);
  const parts = (scores: JsonObject) => ({ config, upstream, outputs: { blobs: {}, scores } });
  if (stage === 'curve') {
    return artifacts.compute(curve, config as unknown as CurveConfig, upstream);
  }
  if (stage === 'scores') {
    return artifacts.compute(scoresStage, config as unknown as ScoresConfig, upstream);
  }
  if (stage === 'spread') {
    return artifacts.compute(spread, config as unknown as SpreadConfig, upstream);
  }
  if (stage === 'utility') {
    return artifacts.compute(utility, config as unknown as UtilityConfig, upstream);
  }
  if (stage === 'images') return parts(imageScores(config as unknown as DatasetConfig));
  if (stage === 'pretrain') {
    const facts = { probes: [], seconds: { train: 1 } };
    return { ...parts({ method: 'simulated', loss: 0.5, accuracy: 0.9 }), facts };
  }
  const run = config as unknown as SupervisedConfig;
  return { ...parts(runScores(run, truth)), facts: { seconds: { train: 1 } } };
}

function runScores(config: SupervisedConfig, truth: Truth): JsonObject {
  const { dataset, backbone, task, arm, evaluation, n, seed, schedule } = config;
  const imagesSeen = (schedule as SupervisedConfig['schedule'] | undefined)?.imagesSeen ?? null;
  const width = Number(backbone.options['width']);
  const { test, train } = truth({
    ...{ dataset, width, task: task.name, arm, evaluation, n, imagesSeen },
  });
  const key = [dataset, width, task.name, arm, n, seed, ...(arm === 'scratch' ? [imagesSeen] : [])];
  const own = stream(1, 'run', ...key.map(String)).normal();
  const added = stream(1, 'evaluation', JSON.stringify([key, evaluation])).normal();
  return {
    ...{ arm, n, seed, train, fitted: true, metric: tasks[task.name as 'classification'].metric },
    test:
      test +
      NOISE.run * own +
      (evaluation.name === 'finetune' ? NOISE.evaluation : NOISE.run) * added,
  };
}

const imageScores = ({ counts, resolution }: DatasetConfig): JsonObject => ({
  ...{ classes: ['square', 'disc'], counts, resolution, truths: ['label'] },
  ...{ lab: { mean: [50, 0, 0], std: [10, 1, 1] }, borderRotationAccuracy: null },
});
