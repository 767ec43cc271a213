import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { encodeSeries } from '@nhat/artifacts';
import type {
  DatasetConfig,
  EvaluationConfig,
  JsonObject,
  ScheduleConfig,
  UtilityConfig,
} from '@nhat/documents';
import { openStore } from '@nhat/store';
import { run as curve } from '@nhat/stages/curve';
import type { PipelineRecord } from '@nhat/runner/pipeline-record';
import { run as spread } from '@nhat/stages/spread';
import { run as utility } from '@nhat/stages/utility';
import { artifactWriter } from './artifact-writer';
import type { ArtifactWriter, NodeParts } from './artifact-writer';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';

/** Accuracies by n, from scratch and after finetuning for each method; the second seed is 0.01 better than the first. */
export interface StudyResults {
  width: number;
  scratch: Record<number, number>;
  methods: Record<string, Record<number, number>>;
  /** Arms without pretraining, whose linear heads read features that a table gives; none when absent. */
  tables?: Record<string, { title: string; cells: Record<number, number> }>;
  /** The networks of these methods learned from the labelled images of each run alone. */
  onLabelled?: readonly string[];
  /** The evaluation after pretraining; finetuning when absent. */
  evaluation?: EvaluationConfig;
  /** Accuracies of networks with random weights in the same evaluation, by n; none when absent. */
  randomWeights?: Record<number, number>;
  /** Distinguishes the nodes of a study from those of another study with the same width. */
  entry?: string;
  /** Settings of supervised training and of pretraining that replace those of every study. */
  training?: Partial<ScheduleConfig>;
  pretraining?: Partial<ScheduleConfig>;
  /** The number of pretrained networks; the seeds use them in turn. */
  networks?: number;
  /** Scores of every run in addition to those of every study. */
  scores?: JsonObject;
  /** The losses that every training keeps in the store; none when absent. */
  losses?: readonly number[];
  /** PNGs that the trainings of a stage keep, by the name of their blob; none when absent. */
  pictures?: Partial<Record<TrainingStage, Record<string, Uint8Array>>>;
}

type TrainingStage = 'pretrain' | 'scratch' | 'finetune';

/** The blobs of the trainings of each stage. */
type KeptBlobs = Record<TrainingStage, Record<string, string>>;

const RECIPE = {
  batch: 64,
  peakRate: 0.003,
  finalRate: 0.000001,
  warmup: 0.025,
  weightDecay: 0.0001,
};
const LINEAR: EvaluationConfig = { name: 'linear', regularisation: 'cross-validated' };
const IMAGES = 'images-shapes-t-16px-00000000';

/** A workspace with a finished pipeline: artificial trainings, real curves and utilities. */
export async function finishedPipeline(studies: StudyResults[]) {
  const root = temporaryFolder('report');
  const artifacts = artifactWriter(root);
  const sheet = await openStore(root, {}).writeBlob(await contactSheet());
  artifacts.add(IMAGES, 'images', rendered(sheet));
  const utilities: string[] = [];
  for (const study of studies) {
    utilities.push(...(await addStudy(artifacts, study, await keptBlobs(root, study))));
  }
  const record: PipelineRecord = {
    ...{ name: 'study', question: 'Does it help?', cost: 'Nothing.', expected: 'Yes.', utilities },
  };
  const spoilSheet = () => writeFileSync(join(root, '.nhat/store/cas', sheet), 'x');
  return { root, record, artifacts, spoilSheet };
}

/** The blob of these losses, three steps a value, as trainings publish it. */
async function keptLosses(
  root: string,
  losses: readonly number[] = [],
): Promise<Record<string, string>> {
  if (losses.length === 0) return {};
  const step = Float32Array.from(losses, (_, at) => 3 * (at + 1));
  const bytes = encodeSeries({ step, loss: Float32Array.from(losses) });
  return { losses: await openStore(root, {}).writeBlob(bytes) };
}

async function keptBlobs(
  root: string,
  { losses, pictures = {} }: StudyResults,
): Promise<KeptBlobs> {
  const common = await keptLosses(root, losses);
  const store = openStore(root, {});
  const of = async (stage: TrainingStage) => {
    const written = Object.entries(pictures[stage] ?? {}).map(
      async ([name, png]) => [name, await store.writeBlob(png)] as const,
    );
    return { ...common, ...Object.fromEntries(await Promise.all(written)) };
  };
  return {
    pretrain: await of('pretrain'),
    scratch: await of('scratch'),
    finetune: await of('finetune'),
  };
}

async function addStudy(
  artifacts: ArtifactWriter,
  study: StudyResults,
  kept: KeptBlobs,
): Promise<string[]> {
  const { width, scratch, methods, entry = '', networks = 1 } = study;
  const tag = `w${width}${entry}`;
  const backbone = { name: 'resnet9', options: { width, features: 256 } };
  const cell = { dataset: 'shapes-t', backbone, task: 'classification' };
  const addCurve = async (
    arm: string,
    cells: Record<number, number>,
    pretrained: readonly string[],
    features?: string,
  ) => {
    const own = features === undefined ? study.evaluation : LINEAR;
    const evaluation = arm === 'scratch' ? undefined : own;
    const config = { ...cell, arm, ...(evaluation && { evaluation }) };
    const pretraining =
      pretrained.length === 0
        ? null
        : Object.fromEntries([0, 1].map((seed) => [seed, seed % pretrained.length]));
    const runs = addRuns(artifacts, study, config, {
      ...{ tag, cells, pretrained, kept },
      ...(features !== undefined && { features }),
    });
    const upstream = runs.map((run): [string, string] => ['run', run]);
    const node = await artifacts.compute(curve, { ...cell, arm, pretraining }, upstream);
    return artifacts.add(`curve-${arm}-${tag}`, 'curve', node);
  };
  const base = await addCurve('scratch', scratch, []);
  const arms: { method: string; config: UtilityConfig; node: string }[] = [];
  const { randomWeights } = study;
  const reference: NodeParts['upstream'] =
    randomWeights === undefined
      ? []
      : [['randomWeights', await addCurve('random-weights', randomWeights, [])]];
  for (const [method, cells] of Object.entries(methods)) {
    const pretrained = Array.from({ length: networks }, (_, seed) =>
      artifacts.add(`pretrain-${method}-${tag}${seed === 0 ? '' : `-s${seed}`}`, 'pretrain', {
        config: {
          ...{ dataset: 'shapes-t', backbone, method: { name: method, options: {} } },
          ...{ schedule: { imagesSeen: 100_000, ...RECIPE, ...study.pretraining }, seed },
          precision: 'float32',
          ...(study.onLabelled?.includes(method) && { labelled: { n: 50, seed: 0 } }),
        },
        upstream: [['images', IMAGES]],
        outputs: { blobs: kept.pretrain, scores: { method, loss: 0.5, accuracy: 0.9 } },
        facts: {
          probes: [0.4, 0.5].map((heldOut, i) => ({
            ...{ task: 'classification', metric: 'accuracy', heldOut },
            head: ['linear', 'mlp'][i]!,
          })),
        },
      }),
    );
    const config: UtilityConfig = {
      ...{ ...cell, method, inversion: 'isotonic', coverage: 0.95, draws: 300, seed: 0 },
    };
    arms.push({ method, config, node: await addCurve(method, cells, pretrained) });
  }
  for (const [method, { title, cells }] of Object.entries(study.tables ?? {})) {
    const features = artifacts.add(`features-${method}-${tag}`, 'features', {
      config: { dataset: 'shapes-t', method: { name: 'features', options: { title } } },
      upstream: [['images', IMAGES]],
      outputs: { blobs: {}, scores: { dimensions: 384 } },
    });
    const config: UtilityConfig = {
      ...{ ...cell, method, inversion: 'isotonic', coverage: 0.95, draws: 300, seed: 0 },
    };
    arms.push({ method, config, node: await addCurve(method, cells, [], features) });
  }
  const spreadConfig = {
    panels: [{ scratch: base, finetuned: arms.map(({ node, method }) => ({ node, arm: method })) }],
  };
  const curves = [base, ...arms.map(({ node }) => node)];
  const spreadNode = artifacts.add(
    `spread-${tag}`,
    'spread',
    await artifacts.compute(
      spread,
      spreadConfig,
      curves.map((node): [string, string] => ['curve', node]),
    ),
  );
  const names: string[] = [];
  for (const { method, config, node } of arms) {
    const read = await artifacts.compute(utility, config, [
      ['scratch', base],
      ['finetuned', node],
      ['spread', spreadNode],
      ...reference,
    ]);
    names.push(artifacts.add(`utility-${method}-${tag}`, 'utility', read));
  }
  return names;
}

function addRuns(
  artifacts: ArtifactWriter,
  { training, scores: more }: StudyResults,
  cell: { dataset: string; backbone: object; arm: string; evaluation?: EvaluationConfig },
  parts: {
    tag: string;
    cells: Record<number, number>;
    pretrained: readonly string[];
    kept: KeptBlobs;
    features?: string;
  },
): string[] {
  const { arm, evaluation } = cell;
  const stage = arm === 'scratch' ? 'scratch' : 'finetune';
  const schedule = { imagesSeen: 20_000, ...RECIPE, ...training };
  return Object.entries(parts.cells).flatMap(([budget, accuracy]) =>
    [0, 1].map((seed) => {
      const n = Number(budget);
      const config = {
        ...{ ...cell, task: { name: 'classification', options: {} }, n, seed },
        ...(evaluation?.name !== 'linear' && { schedule }),
        precision: 'float32',
      } as unknown as JsonObject;
      const scores = { arm, n, seed, test: accuracy + 0.01 * seed, train: 1, fitted: true };
      const engine = { rung: 'wasm', version: '4.22', threads: 1 };
      const network = parts.pretrained[seed % parts.pretrained.length];
      const upstream: NodeParts['upstream'] = [
        ['images', IMAGES],
        ...(network === undefined ? [] : [['pretrain', network] as [string, string]]),
        ...(parts.features === undefined ? [] : [['features', parts.features] as [string, string]]),
      ];
      return artifacts.add(`${stage}-${arm}-${parts.tag}-n${n}-s${seed}`, stage, {
        ...{
          config,
          upstream,
          outputs: { blobs: parts.kept[stage], scores: { ...scores, ...more } },
        },
        facts: { seconds: { train: 8 }, engine },
      });
    }),
  );
}

function rendered(sheet: string): NodeParts {
  const config: DatasetConfig = {
    ...{ dataset: 'shapes-t', resolution: 16, counts: { train: 100, validation: 20, test: 40 } },
    source: {
      name: 'rendered',
      factors: { texture: true, colour: false, viewpoint: false, lighting: false },
      ...{ background: 'lit', objects: 1, shapesPerBucket: 4, seed: 0 },
    },
  };
  const scores = {
    classes: ['square', 'disc'],
    ...{ counts: config.counts, resolution: config.resolution, truths: ['label'] },
    lab: { mean: [50, 0, 0], std: [10, 1, 1] },
    ...{ borderRotationAccuracy: 0.9, borderRotationAccuracyOfCnn: 0.95 },
  };
  const outputs = { blobs: { sheet }, scores };
  return { config: config as unknown as JsonObject, upstream: [], outputs };
}

/** Two rows of six images of 16 × 16 pixels with gaps of 2: the upper row red, the lower blue. */
function contactSheet(): Promise<Buffer> {
  const [width, height] = [6 * 18, 2 * 18];
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (x % 18 < 16 && y % 18 < 16) pixels[(y * width + x) * 3 + (y < 18 ? 0 : 2)] = 200;
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
