import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { EvaluationConfig, JsonObject, RenderConfig, UtilityConfig } from '@nhat/spec';
import { openStore } from '@nhat/store';
import { run as curve } from '../curve';
import type { PipelineRecord } from '../report/pipeline-record';
import { run as utility } from '../utility';
import { artifactWriter } from './artifact-writer';
import type { ArtifactWriter, MadeNode } from './artifact-writer';
import { temporaryFolder } from './temporary-folder';

/** Accuracies by n, of scratch and of finetuning after each method; the second seed is 0.01 better than the first. */
export interface StudyResults {
  width: number;
  scratch: Record<number, number>;
  methods: Record<string, Record<number, number>>;
  /** What was done after pretraining; finetuning when absent. */
  evaluation?: EvaluationConfig;
}

const RENDER = 'render-shapes-t-16px-00000000';

/** A workspace as a finished pipeline leaves it: made-up trainings, real curves and utilities. */
export async function finishedPipeline(studies: StudyResults[]) {
  const root = temporaryFolder('report');
  const artifacts = artifactWriter(root);
  const sheet = await openStore(root, {}).writeBlob(await contactSheet());
  artifacts.add(RENDER, 'render', rendered(sheet));
  const utilities: string[] = [];
  for (const study of studies) utilities.push(...(await addStudy(artifacts, study)));
  const record: PipelineRecord = {
    ...{ name: 'study', question: 'Does it help?', cost: 'Nothing.', expected: 'Yes.', utilities },
  };
  const spoilSheet = () => writeFileSync(join(root, '.nhat/store/cas', sheet), 'x');
  return { root, record, artifacts, spoilSheet };
}

async function addStudy(artifacts: ArtifactWriter, study: StudyResults): Promise<string[]> {
  const { width, scratch, methods } = study;
  const backbone = { name: 'resnet9', options: { width, features: 256 } };
  const cell = { dataset: 'shapes-t', backbone, task: 'classification' };
  const addCurve = async (arm: string, cells: Record<number, number>, before: Before) => {
    const evaluation = arm === 'scratch' ? undefined : study.evaluation;
    const runs = addRuns(
      artifacts,
      { ...cell, arm, ...(evaluation && { evaluation }) },
      cells,
      before,
    );
    const upstream = runs.map((run): [string, string] => ['run', run]);
    const made = await artifacts.compute(curve, { ...cell, arm }, upstream);
    return artifacts.add(`curve-${arm}-w${width}`, 'curve', made);
  };
  const base = await addCurve('scratch', scratch, [['render', RENDER]]);
  const names: string[] = [];
  for (const [method, cells] of Object.entries(methods)) {
    const pretrain = artifacts.add(`pretrain-${method}-w${width}`, 'pretrain', {
      config: {
        ...{ dataset: 'shapes-t', backbone, method: { name: method, options: {} } },
        ...{ schedule: { imageSteps: 100_000 }, seed: 0, precision: 'float32' },
      },
      upstream: [['render', RENDER]],
      outputs: { blobs: {}, scores: { method, loss: 0.5, accuracy: 0.9 } },
      facts: {
        probes: [0.4, 0.5].map((heldOut, i) => ({
          ...{ task: 'classification', metric: 'accuracy', heldOut },
          head: ['linear', 'mlp'][i]!,
        })),
      },
    });
    const config: UtilityConfig = {
      ...{ ...cell, method, inversion: 'isotonic', coverage: 0.95, draws: 300, seed: 0 },
    };
    const made = await artifacts.compute(utility, config, [
      ['scratch', base],
      [
        'finetuned',
        await addCurve(method, cells, [
          ['render', RENDER],
          ['pretrain', pretrain],
        ]),
      ],
    ]);
    names.push(artifacts.add(`utility-${method}-w${width}`, 'utility', made));
  }
  return names;
}

type Before = MadeNode['upstream'];

function addRuns(
  artifacts: ArtifactWriter,
  cell: {
    dataset: string;
    backbone: { name: string; options: { width: number } };
    arm: string;
    evaluation?: EvaluationConfig;
  },
  cells: Record<number, number>,
  upstream: Before,
): string[] {
  const { arm, backbone } = cell;
  const stage = arm === 'scratch' ? 'scratch' : 'finetune';
  return Object.entries(cells).flatMap(([budget, accuracy]) =>
    [0, 1].map((seed) => {
      const n = Number(budget);
      const config = {
        ...{ ...cell, task: { name: 'classification', options: {} }, n, seed },
        ...(cell.evaluation?.name !== 'linear' && { schedule: { imageSteps: 20_000 } }),
        precision: 'float32',
      };
      const scores = { arm, n, seed, test: accuracy + 0.01 * seed, train: 1, fitted: true };
      const engine = { rung: 'wasm', version: '4.22', threads: 1 };
      return artifacts.add(`${stage}-${arm}-w${backbone.options.width}-n${n}-s${seed}`, stage, {
        ...{ config, upstream, outputs: { blobs: {}, scores } },
        facts: { seconds: { train: 8 }, engine },
      });
    }),
  );
}

function rendered(sheet: string): MadeNode {
  const config: RenderConfig = {
    ...{ dataset: 'shapes-t', background: 'lit', objects: 1, resolution: 16 },
    ...{ shapesPerBucket: 4, seed: 0 },
    factors: { texture: true, colour: false, viewpoint: false, lighting: false },
    counts: { train: 100, validation: 20, test: 40 },
  };
  const scores = { classes: ['square', 'disc'], borderRotationAccuracy: 0.9 };
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
