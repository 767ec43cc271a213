import type { Split } from '@nhat/artifacts';
import type { Backbone, BackboneModule } from '@nhat/models';
import { stream } from '@nhat/random';
import type { JsonObject, PretrainConfig } from '@nhat/documents';
import type { TaskModule } from '@nhat/tasks';
import { labReader } from '@nhat/augment';
import { createNetwork } from './create-network';
import { probeFeatures } from './probes';
import type { ProbeScore } from './probes';
import { imagesOf, normalisationOf, readSplit } from './read-split';
import type { SplitImages } from './read-split';
import type { StageRun } from '@nhat/runner/stage';

type Run = StageRun<PretrainConfig>;

export interface PretrainingProbes {
  /** One per task in `config.probes`, in that order. */
  tasks: readonly TaskModule[];
  /** The training images with the truth of the tasks. */
  train: SplitImages;
  /** The pretrained network. */
  backbone: Backbone;
  /** Makes the same network at its first, random weights. */
  module: BackboneModule;
}

/**
 * Scores the features of a pretrained network by probes on images never trained on, and beside it (`random`) those of the same
 * network before its training. A probe whose numbers are not finite says nothing of the network, which comes out the same
 * without it: it gets no score, a note says so, and `failedProbes` names it.
 */
export async function probeScores(
  run: Run,
  { tasks, train, backbone, module }: PretrainingProbes,
): Promise<{ probes: JsonObject[]; failedProbes?: string[] }> {
  const { config } = run;
  const { classes, counts } = imagesOf(run);
  const split: Split = counts.validation > 0 ? 'validation' : 'test';
  const truths = tasks.map(({ truth }) => truth);
  const heldOut = await readSplit(run, split, truths);
  const seeded = stream(config.seed, 'pretrain');
  const probed = tasks.map((task, i) => ({ choice: config.probes[i]!, module: task }));
  const context = {
    classes: classes.length,
    read: labReader(normalisationOf(run)),
    train,
    heldOut,
  };
  const scoresOf = (one: Backbone) =>
    probeFeatures(probed, { ...context, backbone: one, stream: seeded.fork('probes') });
  const pretrained = await scoresOf(backbone);
  const untrained = createNetwork(module, config.backbone, seeded);
  const random = await scoresOf(untrained.backbone);
  untrained.dispose();
  const failed = pretrained.filter(({ value }) => value === null).map(nameOf);
  const probes = pretrained.flatMap(({ value, fittedOn, ...head }, i) =>
    value === null
      ? []
      : [
          {
            ...head,
            ...{ heldOut: value, random: random[i]!.value },
            ...{ split, images: heldOut.images.count, fittedOn },
          },
        ],
  );
  if (failed.length === 0) return { probes };
  run.progress.note(`no score of the probes ${failed.join(', ')}: their numbers are not finite`);
  return { probes, failedProbes: failed };
}

const nameOf = ({ task, head }: ProbeScore): string => `${task}-${head}`;
