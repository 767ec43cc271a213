import type { BackboneChoice, MethodChoice, Pipeline } from '@nhat/documents';

/** Rates are the same everywhere, so that questions which differ in these numbers alone share their trainings. */
const RATES = { peakRate: 1e-3, finalRate: 0, weightDecay: 1e-4, warmup: 0 };

/**
 * The same question with the least of everything: one of its datasets (the one with every factor, else the last), 20 images of 32 px,
 * networks of a few channels, two steps a training, one seed and none that `nx decide` added. Every method, backbone, task and evaluation is there. Probes train for
 * a hundred steps however small the network is, so they are there only when they are asked for.
 */
export function shrink(pipeline: Pipeline, { probes = false } = {}): Pipeline {
  const { datasets } = pipeline;
  const data = datasets.find(({ dataset }) => dataset === 'shapes-tcvl') ?? datasets.at(-1)!;
  const counts = { train: 20, validation: 0, test: 10 };
  return {
    ...pipeline,
    datasets: [{ ...data, resolution: 32, counts, source: { ...data.source, shapesPerBucket: 1 } }],
    backbones: pipeline.backbones.map((backbone) => smallBackbone(backbone, probes)),
    methods: pipeline.methods.map((method) => smallMethod(method, probes)),
    budgets: { scratch: [10, 20], finetune: [10] },
    ownBudgets: new Map(),
    seeds: [0],
    added: [],
    pretrainingSeeds: 1,
    epochMinimum: 10,
    interval: { ...pipeline.interval, draws: 200 },
  };
}

const smallBackbone = (backbone: BackboneChoice, probes: boolean): BackboneChoice => ({
  ...backbone,
  options: { ...backbone.options, width: 1 / 16, features: 8 },
  training: {
    ...backbone.training,
    ...{ ...RATES, imagesSeen: [{ imagesSeen: 16 }], batch: 8 },
  },
  methods: backbone.methods.map((method) => smallMethod(method, probes)),
});

const smallMethod = (method: MethodChoice, probes: boolean): MethodChoice => ({
  ...method,
  ...(method.training && { training: { peakRate: 2 * RATES.peakRate } }),
  options: {
    ...method.options,
    ...('negatives' in method.options && { negatives: 8 }),
    ...('decoderWidth' in method.options && { decoderWidth: 1 / 16 }),
  },
  pretraining: { ...method.pretraining, ...RATES, imagesSeen: 16, batch: 8, probes },
});
