import { datasetSchema } from './dataset-schema';
import type { Documents } from './documents';
import { inherit } from './inherit';
import { withDefaults } from './json-schema';
import type { Factors, RenderConfig } from './node-config';
import { validate } from './validate';

/** A dataset document with every default in place. */
export interface Dataset {
  name: string;
  title: string;
  description: string;
  factors: Factors;
  background: RenderConfig['background'];
  objects: number;
  images: Images;
  shapesPerBucket: number;
  seed: number;
}

export interface Images {
  resolution: number;
  train: number;
  validation: number;
  test: number;
}

export function resolveDataset(documents: Documents, name: string): Dataset {
  const body = inherit(documents, name, {
    check: (path, document) => validate(datasetSchema, path, document),
    own: ['title', 'description'],
  });
  return { name, ...(withDefaults(datasetSchema, body) as object) } as Dataset;
}

/** What the renderer needs of a dataset: no prose. */
export function renderConfig(dataset: Dataset, images: Images): RenderConfig {
  const { resolution, train, validation, test } = images;
  return {
    dataset: dataset.name,
    factors: dataset.factors,
    background: dataset.background,
    objects: dataset.objects,
    resolution,
    counts: { train, validation, test },
    shapesPerBucket: dataset.shapesPerBucket,
    seed: dataset.seed,
  };
}
