import type { Manifest } from '@nhat/artifacts';
import { LEAST_DEVIATION, XYZ_OF_RGB } from '@nhat/augment/lab';
import type {
  FrozenConfig,
  Json,
  JsonObject,
  PretrainConfig,
  SupervisedConfig,
} from '@nhat/documents';
import { torchNetworks } from '@nhat/models/torch-layout';

/** Images are sRGB, which is read as L, a and b. */
const CHANNELS = 3;

export interface CardParts {
  /** The arm that starts from the network, by its name in the document. */
  arm: string;
  /** The pretraining. */
  pretraining: Manifest;
  /** The images that it saw. */
  images: Manifest;
  /** The runs that started from it. */
  runs: readonly Manifest[];
  /** Name of the file with the weights. */
  weights: string;
}

/** What one needs to know to use an exported network: where it is from, how images are read, its layers, and its scores. */
export function exportCard({ arm, pretraining, images, runs, weights }: CardParts): JsonObject {
  const config = pretraining.config as unknown as PretrainConfig;
  const { lab, classes, resolution } = images.outputs.scores as unknown as {
    lab: { mean: number[]; std: number[] };
    classes: string[];
    resolution: number;
  };
  const { backbone, method, dataset, seed, schedule } = config;
  return {
    format: 'nhat-network-1',
    weights,
    arm,
    ...{ dataset, seed, method: method as unknown as Json, backbone: backbone as unknown as Json },
    schedule: schedule as unknown as Json,
    preprocessing: {
      size: resolution,
      input: 'sRGB, 0 … 255, [image, channel, row, column]',
      output: 'CIE LAB (D65), minus mean, divided by deviation',
      xyzOfLinearRgb: XYZ_OF_RGB.map((row) => [...row]),
      mean: lab.mean,
      deviation: lab.std.map((deviation) => Math.max(deviation, LEAST_DEVIATION)),
    },
    networks: (torchNetworks(backbone.name, backbone.options, CHANNELS) ?? null) as unknown as Json,
    classes,
    scores: { pretraining: pretraining.outputs.scores, runs: runs.map(runOf) },
    actionKey: pretraining.actionKey,
  };
}

/** Its schedule is null where a head is fitted without steps. */
function runOf({ config, outputs }: Manifest): JsonObject {
  const { task, evaluation, n, seed, schedule = null } = config as unknown as Run;
  const { test = null, chance = null } = outputs.scores;
  return {
    ...{ task: task.name, evaluation: evaluation as Json, n, seed },
    ...{ schedule: schedule as Json, test, chance },
  };
}

type Run = FrozenConfig & Partial<Pick<SupervisedConfig, 'schedule'>>;
