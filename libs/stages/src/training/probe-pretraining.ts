import type { Split } from '@nhat/artifacts';
import { add, detach } from '@nhat/engine';
import type { Backbone } from '@nhat/models';
import type { PretextResult } from '@nhat/pretext';
import { stream } from '@nhat/random';
import type { JsonObject, PretrainConfig } from '@nhat/documents';
import type { TaskModule } from '@nhat/tasks';
import { firstNonFinite, lastTenth, thinned } from '@nhat/train';
import type { History, StepResult } from '@nhat/train';
import { labReader } from '@nhat/augment';
import { createProbes } from './probes';
import type { ProbeBatch, Probes } from './probes';
import { imagesOf, normalisationOf, readSplit } from './read-split';
import type { StageRun } from '@nhat/runner/stage';

type Run = StageRun<PretrainConfig>;

/** Probes for the tasks of a pretraining; undefined when it has none. */
export function probesOf(
  run: Run,
  tasks: readonly TaskModule[],
  backbone: Backbone,
): Probes | undefined {
  if (tasks.length === 0) return undefined;
  const { classes, resolution } = imagesOf(run);
  return createProbes(run.config.probes, tasks, {
    backbone,
    stream: stream(run.config.seed, 'pretrain').fork('probes'),
    classes: classes.length,
    size: resolution,
  });
}

/** Name of the method's own loss, beside its sum with the loss of the probes, which is minimised. */
export const PRETEXT_LOSS = 'pretext';

/** Probes learn in steps 0, 2, 4, …, which halves their cost. */
export const isProbed = (step: number): boolean => step % 2 === 0;

/** The loss of the method plus that of the probes, with the metrics of both; without `batch` only that of the method. */
export function probedLoss(
  pretextOutcome: PretextResult,
  probes: Probes,
  batch?: ProbeBatch,
): StepResult {
  if (!batch)
    return {
      loss: pretextOutcome.loss,
      metrics: { ...pretextOutcome.metrics, [PRETEXT_LOSS]: detach(pretextOutcome.loss) },
    };
  const { loss, metrics } = probes.loss(pretextOutcome, batch);
  return {
    loss: add(pretextOutcome.loss, loss),
    metrics: { ...pretextOutcome.metrics, ...metrics, [PRETEXT_LOSS]: pretextOutcome.loss },
  };
}

/** The history without the probes. */
export function ownHistory(
  { [PRETEXT_LOSS]: pretextLoss, ...history }: History,
  probes?: Probes,
): History {
  if (!pretextLoss || !probes) return history;
  const unprobed = Object.entries(history).filter(([name]) => !probes.metrics.includes(name));
  return { ...Object.fromEntries(unprobed), loss: pretextLoss };
}

/**
 * Each probe in the last tenth of the steps, on augmented images, and at the end on images never trained on; `curve`: means
 * of up to 20 runs of steps. A probe whose numbers are not finite says nothing of the network, which comes out the same
 * without it: it gets no score, a note says so, and `failedProbes` names it.
 */
export async function probeScores(
  run: Run,
  probes: Probes,
  history: History,
): Promise<{ probes: JsonObject[]; failedProbes?: string[] }> {
  const { counts } = imagesOf(run);
  const heldOut: Split = counts.validation > 0 ? 'validation' : 'test';
  const split = await readSplit(run, heldOut, probes.truths);
  const scored: JsonObject[] = [];
  const failed: string[] = [];
  for (const score of await probes.evaluate(split, labReader(normalisationOf(run)))) {
    const name = probes.metricName(score);
    const { value, ...head } = score;
    const curve = [...thinned({ values: history[name]! }, 20)['values']!];
    const train = lastTenth(history[name]!);
    if (value === null || firstNonFinite([value, train, ...curve]) !== undefined) {
      failed.push(name);
      continue;
    }
    scored.push({
      ...head,
      train,
      heldOut: value,
      split: heldOut,
      images: split.images.count,
      curve: curve.map((mean) => Number(mean.toFixed(4))),
    });
  }
  if (failed.length === 0) return { probes: scored };
  run.progress.note(`no score of the probes ${failed.join(', ')}: their numbers are not finite`);
  return { probes: scored, failedProbes: failed };
}
