import { keep, tidy } from '@nhat/engine';
import type { Optimiser } from '@nhat/engine';
import { yieldToEventLoop } from './yield-to-event-loop';
import { packCheckpoint, unpackCheckpoint } from './checkpoint';
import type { Checkpoints, Stateful } from './checkpoint';
import type { History } from './history';
import type { StepResult } from './step-result';
import type { Progress } from './progress';
import { createRecorder } from './recorder';

export interface Training<Batch> {
  steps: number;
  /** Images per step. */
  batchSize: number;
  /** Learning rate of a step. */
  rate(step: number): number;
  /** Arrays of a step; must depend on nothing but the step. */
  batch(step: number): Batch;
  /** Runs inside the gradient tape. */
  objective(batch: Batch): StepResult;
  /** Runs after the update of a step and before a checkpoint of it; must depend on the parts and the step alone. */
  afterStep?: ((at: StepPlace) => void) | undefined;
  optimiser: Pick<Optimiser, 'minimise' | 'state' | 'restore'>;
  /** Everything else that training changes, by name. */
  parts: Readonly<Record<string, Stateful>>;
  progress: Progress;
  /** The metric that must be finite in every step; the loss by default. */
  watched?: string | undefined;
  checkpoints?: Checkpoints;
}

/** Which step of how many, from 0. */
export interface StepPlace {
  step: number;
  steps: number;
}

/** Steps between two readings of the loss. */
const READ_EVERY = 10;

/**
 * Trains from step 0, or from where a checkpoint left off with the same result bit for bit. Returns loss and
 * metrics of every step. Throws a UserError at the first step whose watched metric is NaN or infinite.
 */
export async function fit<Batch>(training: Training<Batch>): Promise<History> {
  const { steps, batchSize, optimiser, progress, checkpoints } = training;
  const parts = {
    ...training.parts,
    optimiser: { save: optimiser.state, restore: optimiser.restore },
  };
  const start = checkpoints?.resume
    ? unpackCheckpoint(checkpoints.resume, parts)
    : { done: 0, history: {} };
  if (start.done > 0) progress.note(`resumed after step ${start.done} of ${steps}`);
  const recorder = createRecorder(steps, start, training.watched);

  for (let step = start.done; step < steps; step++) {
    takeStep(training, step, recorder.hold);
    const done = step + 1;
    if (done % READ_EVERY !== 0 && done < steps) continue;
    await recorder.read();
    await yieldToEventLoop();
    progress.step(done, steps, done * batchSize, recorder.recent());
    if (done < steps && checkpoints?.due(done)) {
      await checkpoints.write(await packCheckpoint(done, recorder.history(), parts));
    }
  }
  return recorder.history();
}

function takeStep<Batch>(
  { batch, objective, afterStep, optimiser, rate, steps }: Training<Batch>,
  step: number,
  hold: (metrics: StepResult['metrics']) => void,
): void {
  const arrays = batch(step);
  let metrics: StepResult['metrics'] = {};
  const loss = optimiser.minimise(() => {
    const outcome = objective(arrays);
    metrics = outcome.metrics;
    for (const metric of Object.values(metrics)) keep(metric);
    return outcome.loss;
  }, rate(step));
  if (afterStep) tidy(() => afterStep({ step, steps }));
  hold({ loss, ...metrics });
}
