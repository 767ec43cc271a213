/** Nodes that one dataset brings: 1 images, 4 pretrain, 16 scratch, 64 finetune, 5 curves, 4 utilities. */
export const NODES_PER_DATASET = 94;

/** Of these, 16 from scratch and 64 finetunings. */
export const TRAININGS_PER_DATASET = 80;

/** Datasets of a grid of at least `nodes` nodes. */
export const datasetCount = (nodes: number): number => Math.ceil(nodes / NODES_PER_DATASET);

/** All nodes of such a grid: those of its datasets, and the spread of its curves. */
export const nodeCount = (nodes: number): number => datasetCount(nodes) * NODES_PER_DATASET + 1;

/** Nodes that another dataset in place of one reruns: its own, the spread, and every other utility, because all read the spread. */
export const factorCount = (nodes: number): number =>
  NODES_PER_DATASET + 1 + (datasetCount(nodes) - 1) * METHODS.length;

export const METHODS = ['north', 'east', 'south', 'west'];
export const BUDGETS = [10, 20, 40, 80, 160, 320, 640, 1280];
export const SEEDS = 2;

/** Path of the dataset document of one factor of the grid. */
export const datasetPath = (at: number): string => `datasets/grid-${at}.json`;

/**
 * The documents of a grid of at least `nodes` nodes: datasets × four methods × eight budgets × two seeds, the shape of a
 * study of the paper's factors.
 */
export function gridDocuments(nodes: number): Record<string, object> {
  return Object.fromEntries([
    ...datasetNames(nodes).map((_, at) => [datasetPath(at), datasetDocument(at)]),
    [PIPELINE, pipelineDocument(nodes)],
  ]);
}

/** Path of the pipeline of the grid. */
export const PIPELINE = 'pipelines/grid.json';

const datasetNames = (nodes: number): string[] =>
  Array.from({ length: datasetCount(nodes) }, (_, at) => `grid-${at}`);

export const pipelineDocument = (nodes: number): object => ({
  question: 'What does the graph cost?',
  active: true,
  datasets: datasetNames(nodes),
  images: { resolution: 32, train: 2560, validation: 0, test: 100 },
  backbones: [{ name: 'plain' }],
  tasks: ['guess'],
  methods: METHODS,
  budgets: { scratch: BUDGETS, finetune: BUDGETS },
  seeds: SEEDS,
  pretrainingSeeds: 1,
  interval: { draws: 200 },
});

/** The document of a dataset; another seed is another dataset. */
export const datasetDocument = (seed: number): object => ({
  factors: { texture: true, colour: true },
  images: { resolution: 32, train: 2560, test: 100 },
  seed,
});
