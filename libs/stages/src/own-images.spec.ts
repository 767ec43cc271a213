import { join } from 'node:path';
import { decodeShard } from '@nhat/artifacts';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { allAugmentations } from '@nhat/augment/testing/plans';
import type {
  CurveConfig,
  DatasetConfig,
  PretrainConfig,
  SpreadConfig,
  SupervisedConfig,
  UtilityConfig,
} from '@nhat/documents';
import { resolveSource } from '@nhat/documents/source';
import { resnet9 } from '@nhat/models';
import { rotation } from '@nhat/pretext';
import type { Stage, StageOutputs, Upstream } from '@nhat/runner/stage';
import { folder } from '@nhat/sources/folder';
import { sources } from '@nhat/sources/registry';
import { SHAPE_NAMES, picture, put, putClasses } from '@nhat/sources/testing/picture-folder';
import { classification } from '@nhat/tasks';
import { run as curve } from './curve';
import { images } from './images';
import { pretrain } from './pretrain';
import { run as spread } from './spread';
import { supervised } from './supervised';
import { memoryBlobs, memoryRun } from './testing/memory-run';
import { run as utility } from './utility';

const backbone = { name: 'resnet9', options: { width: 1 / 16, features: 16 } };
const schedule = {
  ...{ imagesSeen: 16 * 5, batch: 16, peakRate: 1e-2, finalRate: 1e-5 },
  ...{ warmup: 0.1, weightDecay: 1e-4 },
};
const augment = { jitter: false, grey: false, flip: false, crop: true, cutout: false };
const parts = { backbone: resnet9, augmentations: allAugmentations };
const task = { name: 'classification', options: {} };

const photos = temporaryFolder('photos');
const blobs = memoryBlobs();

const config = (options: object = {}): DatasetConfig => ({
  ...{ dataset: 'photos', resolution: 16, counts: null },
  source: resolveSource(
    {
      name: 'folder',
      path: join(photos, 'labelled'),
      unlabelled: [join(photos, 'pool')],
      ...options,
    },
    sources,
  ),
});

/** Runs a stage and gives its outputs as the next one reads them: through a file. */
async function ran<Config>(
  stage: Stage<Config>,
  configuration: Config,
  upstream: Upstream[] = [],
): Promise<StageOutputs> {
  const outputs = await stage(memoryRun(configuration, { blobs, upstream }));
  return JSON.parse(JSON.stringify(outputs)) as StageOutputs;
}
const asNode = (role: string, node: string, outputs: StageOutputs, stage = role): Upstream => {
  return { role, node, stage, outputs };
};

describe('images of a folder, from files to a utility', () => {
  let imported: StageOutputs;
  const data = () => asNode('images', 'images-photos', imported);
  const labelledRun = (n: number, seed: number, arm = 'scratch'): SupervisedConfig => ({
    ...{ dataset: 'photos', backbone, task, arm, n, seed, schedule, augment },
    ...{ evaluation: { name: 'finetune' }, labels: 'random', epochMinimum: 16 },
    precision: 'float32',
  });
  const supervise = supervised({ ...parts, task: classification });

  beforeAll(async () => {
    await putClasses(join(photos, 'labelled'), 20);
    await putClasses(join(photos, 'pool'), 10, { first: 500 });
    imported = await ran(images({ source: folder }).run, config());
  });

  it('import labelled images first, and no pictures for reports', () => {
    const { counts, labelled, files, ...scores } = imported.scores as {
      [key: string]: never;
      counts: never;
    };
    const { train, validation, test } = counts as Record<string, number>;
    expect(train! + validation! + test!).toBe(90);
    expect(train! - Number(labelled)).toBe(30);
    expect(scores).toMatchObject({
      ...{ classes: [...SHAPE_NAMES], truths: ['label'], resolution: 16, hidesSamples: true },
    });
    expect(files).toMatchObject({
      unlabelled: 30,
      skipped: 0,
      nearCopies: expect.any(Number) as number,
    });
    expect(Object.keys(imported.blobs).sort()).toEqual(
      expect.arrayContaining(['test-000', 'train-000', 'train-001']),
    );
    expect(imported.blobs['sheet']).toBeUndefined();
    const [first, last] = ['train-000', 'train-001'].map((name) =>
      decodeShard(blobs.read(imported.blobs[name]!)),
    );
    expect([first!.count, last!.first, last!.label]).toEqual([labelled, labelled, undefined]);
  });

  it('are pretrained on with those without labels, and give a utility', async () => {
    const pretraining: PretrainConfig = {
      ...{ dataset: 'photos', backbone, method: { name: 'rotation', options: {} } },
      ...{ probes: [task], schedule, augment, precision: 'float32', seed: 0 },
    };
    const method = pretrain({ ...parts, method: rotation, probes: [classification] });
    const pretrained = await ran(method, pretraining, [data()]);
    const first = asNode('pretrain', 'pretrain-photos', pretrained);
    const runs = async (arm: string, budgets: number[]) => {
      const found: Upstream[] = [];
      for (const n of budgets) {
        const upstream = arm === 'scratch' ? [data()] : [data(), first];
        const outputs = await ran(supervise, labelledRun(n, 0, arm), upstream);
        expect(outputs.scores).toMatchObject({ n, classes: 3 });
        found.push(asNode('run', `${arm}-n${n}`, outputs, arm === 'scratch' ? arm : 'finetune'));
      }
      return found;
    };
    const cell = { dataset: 'photos', backbone, task: 'classification' };
    const curveOf = async (arm: string, role: string, budgets: number[]) => {
      const pretraining = arm === 'scratch' ? null : { 0: 0 };
      const given: CurveConfig = { ...cell, arm, pretraining };
      return asNode(
        role,
        `curve-${role}`,
        await ran(curve, given, await runs(arm, budgets)),
        'curve',
      );
    };
    const curves = [
      await curveOf('scratch', 'scratch', [6, 12, 24]),
      await curveOf('rotation', 'finetuned', [6, 12]),
    ];
    const panels: SpreadConfig = {
      panels: [
        { scratch: 'curve-scratch', finetuned: [{ node: 'curve-finetuned', arm: 'rotation' }] },
      ],
    };
    const asCurves = curves.map((one) => ({ ...one, role: 'curve' }));
    const spreads = asNode('spread', 'spread-1', await ran(spread, panels, asCurves));
    const asked: UtilityConfig = {
      ...{
        ...cell,
        method: 'rotation',
        inversion: 'isotonic',
        coverage: 0.95,
        draws: 200,
        seed: 0,
      },
    };
    const { scores } = await ran(utility, asked, [...curves, spreads]);
    expect(scores).toMatchObject({ points: [{ n: 6 }, { n: 12 }] });
  });

  it.each([
    [2, /fewer labels than classes.*at least 3/],
    [1000, /more labels than training images/],
  ])('refuse %i labels', async (n, message) => {
    await expect(ran(supervise, labelledRun(n, 0), [data()])).rejects.toThrow(message);
  });

  it('are refused with the names of all files that give no image', async () => {
    put(photos, 'labelled/disc/cut.png', (await picture('disc', 900)).subarray(0, 150));
    put(photos, 'pool/cut.jpg', (await picture('bar', 901, { format: 'jpeg' })).subarray(0, 300));
    await expect(ran(images({ source: folder }).run, config())).rejects.toThrow(
      /^photos: 2 files give no image(?=[^]*disc\/cut\.png)[^]*cut\.jpg/,
    );
    const { scores } = await ran(images({ source: folder }).run, config({ skipUnreadable: true }));
    expect(scores).toMatchObject({ files: { skipped: 2 } });
  });
});
