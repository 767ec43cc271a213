import { adam } from '@nhat/engine';
import type { Weights } from '@nhat/models';
import type { ScheduleConfig } from '@nhat/spec';
import { fit, learningRate } from '@nhat/train';
import type { History, Outcome, Stateful } from '@nhat/train';
import { checkpointFile } from './checkpoint-file';
import type { StageRun } from './stage';
import type { Stopwatch } from './stopwatch';

export type TrainingPart = 'start' | 'data' | 'train' | 'evaluate';

export interface NetworkTraining<Batch> {
  schedule: ScheduleConfig;
  encoder: Weights;
  heads: Weights;
  batch(step: number): Batch;
  objective(batch: Batch): Outcome;
  watch: Stopwatch<TrainingPart>;
  checkpointSeconds: number;
}

/** Trains encoder and heads as the schedule says; records how many images a second that made. */
export async function trainNetwork<Batch>(
  run: StageRun<unknown>,
  { schedule, encoder, heads, watch, objective, ...training }: NetworkTraining<Batch>,
): Promise<History> {
  const steps = Math.max(1, Math.floor(schedule.imageSteps / schedule.batch));
  const { weightDecay } = schedule;
  const optimiser = adam([...encoder.trainable(), ...heads.trainable()], { weightDecay });
  const start = performance.now();
  let made = 0;
  const history = await watch.time('train', () =>
    fit({
      steps,
      batchSize: schedule.batch,
      rate: learningRate({ ...schedule, steps }),
      batch(step) {
        made += 1;
        return watch.time('data', () => training.batch(step));
      },
      objective,
      optimiser,
      parts: { encoder: stateOf(encoder), heads: stateOf(heads) },
      progress: run.progress,
      checkpoints: checkpointFile(run, training.checkpointSeconds),
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  if (made > 0) run.record({ imagesPerSecond: Math.round((made * schedule.batch) / seconds) });
  optimiser.dispose();
  return history;
}

const stateOf = (weights: Weights): Stateful => ({
  save: () => weights.records(),
  restore: (records) =>
    void weights.load(records.map((record) => ({ ...record, trainable: false }))),
});
