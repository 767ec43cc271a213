import { canonicalJson } from '@nhat/documents';
import type { DatasetConfig, Json, JsonObject, Registries } from '@nhat/documents';
import { isTraining, trainingFlop } from '@nhat/plan';

/**
 * What two nodes have in common that share a value: `same`: all but the seed and the labels drawn; `alike`: stage, method or task,
 * network and size of images; `network`: network and size of images; `name`: a backbone or a dataset of the same name; `stage`: no more
 * than that.
 */
export type Likeness = 'same' | 'alike' | 'network' | 'name' | 'stage';

/** How much there is to do in a node, and with which nodes it shares the time for each unit of it. */
export interface Workload {
  /** Operations of a training, pixels of made images, 1 for anything else; 0 where it cannot be counted. */
  work: number;
  /** The most exact first. */
  shared: readonly { likeness: Likeness; value: string }[];
}

/** A node: what its stage does, by its configuration. */
export interface TimedStage {
  stage: string;
  config: JsonObject;
}

/** The workload of a node whose images have `resolution` pixels a side; null where it has none or nobody counted them yet. */
export function workloadOf(
  { stage, config }: TimedStage,
  resolution: number | null,
  registries: Registries,
): Workload {
  if (stage === 'images') return imagesWorkload(config);
  if (!isTraining(stage)) return { work: 1, shared: [{ likeness: 'stage', value: stage }] };
  const nameOf = (key: string) => (config[key] as JsonObject | undefined)?.['name'] ?? null;
  const network = [resolution, config['backbone'] ?? null];
  const alike = [stage, nameOf('method'), nameOf('task'), ...network];
  return {
    work: resolution === null ? 0 : trainingFlop({ stage, config }, resolution, registries),
    shared: [
      { likeness: 'same', value: valueOf([stage, resolution, withoutSeed(config)]) },
      { likeness: 'alike', value: valueOf(alike) },
      { likeness: 'network', value: valueOf(network) },
      { likeness: 'name', value: valueOf([nameOf('backbone')]) },
      { likeness: 'stage', value: 'training' },
    ],
  };
}

const withoutSeed = ({ seed: _, ...rest }: JsonObject): JsonObject => rest;

/** Images of a source that counts them itself take what the same dataset took; those of others go by their pixels. */
function imagesWorkload(config: JsonObject): Workload {
  const { counts, resolution, dataset } = config as unknown as DatasetConfig;
  if (counts === null || counts === undefined)
    return { work: 1, shared: [{ likeness: 'name', value: valueOf(['images', dataset]) }] };
  return {
    work: (counts.train + counts.validation + counts.test) * resolution ** 2,
    shared: [
      { likeness: 'network', value: valueOf(['images', resolution]) },
      { likeness: 'stage', value: 'images' },
    ],
  };
}

const valueOf = (parts: readonly unknown[]): string => canonicalJson(parts as Json);
