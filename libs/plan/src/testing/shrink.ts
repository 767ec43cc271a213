import type { BackboneChoice, MethodChoice, Pipeline } from '@nhat/documents';

/**
 * The same question with the least of everything: its last dataset, 20 images of 32 px, networks of a few channels, two
 * steps a training, one seed. Every method, backbone, task and evaluation is there.
 */
export function shrink(pipeline: Pipeline): Pipeline {
  const data = pipeline.datasets.at(-1)!;
  const counts = { train: 20, validation: 0, test: 10 };
  return {
    ...pipeline,
    datasets: [{ ...data, resolution: 32, counts, source: { ...data.source, shapesPerBucket: 1 } }],
    backbones: pipeline.backbones.map(smallBackbone),
    methods: pipeline.methods.map(smallMethod),
    budgets: { scratch: [10, 20], finetune: [10] },
    ownBudgets: new Map(),
    seeds: [0],
    pretrainingSeeds: 1,
    epochMinimum: 10,
    interval: { ...pipeline.interval, draws: 200 },
  };
}

const smallBackbone = (backbone: BackboneChoice): BackboneChoice => ({
  ...backbone,
  options: { ...backbone.options, width: 1 / 16, features: 8 },
  training: {
    ...backbone.training,
    ...{ imagesSeen: [{ imagesSeen: 16 }], batch: 8, warmup: 0, finalRate: 0 },
  },
  methods: backbone.methods.map(smallMethod),
});

const smallMethod = (method: MethodChoice): MethodChoice => ({
  ...method,
  options: {
    ...method.options,
    ...('negatives' in method.options && { negatives: 8 }),
    ...('decoderWidth' in method.options && { decoderWidth: 1 / 16 }),
  },
  pretraining: { ...method.pretraining, imagesSeen: 16, batch: 8, warmup: 0 },
});
