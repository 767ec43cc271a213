import { adam, engineIdentity } from '@nhat/engine';
import type { Weights } from '@nhat/models';
import type { ScheduleConfig } from '@nhat/documents';
import { fit, learningRate } from '@nhat/train';
import type { History, StepResult, Stateful, StepPlace } from '@nhat/train';
import { checkWeights } from './check-network';
import { checkpointFile } from './checkpoint-file';
import type { StageRun } from '@nhat/runner/stage';
import type { Stopwatch } from '@nhat/runner/stopwatch';

export type TrainingPart = 'start' | 'data' | 'train' | 'evaluate';

export interface NetworkTraining<Batch> {
  schedule: ScheduleConfig;
  encoder: Weights;
  heads: Weights;
  batch(step: number): Batch;
  objective(batch: Batch): StepResult;
  /** Runs after the update of a step. */
  afterStep?: ((at: StepPlace) => void) | undefined;
  watch: Stopwatch<TrainingPart>;
  checkpointSeconds: number;
}

/**
 * Trains encoder and heads by the schedule, and records the images per second. Throws a UserError when a loss, or a
 * weight or buffer of encoder and heads, is not finite, also after the last update.
 */
export async function trainNetwork<Batch>(
  run: StageRun<unknown>,
  { schedule, encoder, heads, watch, objective, ...training }: NetworkTraining<Batch>,
): Promise<History> {
  const steps = Math.max(1, Math.floor(schedule.imagesSeen / schedule.batch));
  const { weightDecay } = schedule;
  const trained = { encoder, heads };
  const parameters = Object.values(trained).flatMap((weights) => weights.trainable());
  const optimiser = adam(parameters, { weightDecay });
  const start = performance.now();
  let stepsDone = 0;
  const history = await watch.time('train', () =>
    fit({
      steps,
      batchSize: schedule.batch,
      rate: learningRate({ ...schedule, steps }),
      batch(step) {
        // Counted from the start of the process: Node, the code, the engine and the images.
        if (stepsDone === 0) run.record({ firstStepAfter: Math.round(performance.now()) / 1000 });
        stepsDone += 1;
        return watch.time('data', () => training.batch(step));
      },
      objective,
      afterStep: training.afterStep,
      optimiser,
      parts: Object.fromEntries(
        Object.entries(trained).map(([name, weights]) => [name, stateOf(weights)]),
      ),
      progress: run.progress,
      checkpoints: checkpointFile(run, {
        seconds: training.checkpointSeconds,
        engine: engineIdentity(),
      }),
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  if (stepsDone > 0)
    run.record({ imagesPerSecond: Math.round((stepsDone * schedule.batch) / seconds) });
  optimiser.dispose();
  await checkWeights({ encoder, heads }, `step ${steps}, the last`);
  return history;
}

const stateOf = (weights: Weights): Stateful => ({
  save: () => weights.records(),
  restore: (records) =>
    void weights.load(records.map((record) => ({ ...record, trainable: false }))),
});
