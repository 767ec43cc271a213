import { curveScores } from '@nhat/outputs';
import type { CurveConfig, JsonObject, SpreadConfig, UtilityConfig } from '@nhat/documents';
import { run as curve } from './curve';
import type { Upstream } from '@nhat/runner/stage';
import { memoryBlobs, memoryRun } from './testing/memory-run';
import { run as spread } from './spread';
import { run as utility } from './utility';

const cell = { dataset: 'shapes-tc', backbone: { name: 'resnet9', options: {} } };
const runAt = (n: number, seed: number, test: number | null): Upstream => ({
  role: 'run',
  node: `scratch-n${n}-s${seed}`,
  stage: 'scratch',
  outputs: { blobs: {}, scores: { arm: 'scratch', n, seed, test, train: 1, fitted: true } },
});
const ladders = {
  scratch: [runAt(100, 0, 0.3), runAt(50, 0, 0.2), runAt(50, 1, 0.22), runAt(100, 1, 0.3)],
  finetuned: [runAt(50, 1, 0.24), runAt(50, 0, 0.26), runAt(100, 0, 0.4), runAt(100, 1, 0.4)],
};

async function curveOf(arm: 'scratch' | 'finetuned', runs = ladders[arm]): Promise<Upstream> {
  const pretraining = arm === 'scratch' ? null : { 0: 0, 1: 7 };
  const config: CurveConfig = { ...cell, task: 'classification', arm, pretraining };
  const outputs = await curve(memoryRun(config, { blobs: memoryBlobs(), upstream: runs }));
  // Converts scores as the next node reads them: through a file.
  const read = JSON.parse(JSON.stringify(outputs)) as typeof outputs;
  return { role: arm, node: `curve-${arm}`, stage: 'curve', outputs: read };
}

async function spreadOf(curves: Upstream[]): Promise<Upstream> {
  const config: SpreadConfig = {
    panels: [{ scratch: 'curve-scratch', finetuned: [{ node: 'curve-finetuned', arm: 'spin' }] }],
  };
  const upstream = curves.map((node) => ({ ...node, role: 'curve' }));
  const outputs = await spread(memoryRun(config, { blobs: memoryBlobs(), upstream }));
  const read = JSON.parse(JSON.stringify(outputs)) as typeof outputs;
  return { role: 'spread', node: 'spread-1-panel', stage: 'spread', outputs: read };
}

async function utilityOf(inversion: 'isotonic' | 'paper'): Promise<JsonObject> {
  const config: UtilityConfig = {
    ...{ ...cell, task: 'classification', method: 'rotation' },
    ...{ inversion, coverage: 0.95, draws: 500, seed: 0 },
  };
  const curves = [await curveOf('scratch'), await curveOf('finetuned')];
  const upstream = [...curves, await spreadOf(curves)];
  const { scores } = await utility(memoryRun(config, { blobs: memoryBlobs(), upstream }));
  return JSON.parse(JSON.stringify(scores)) as JsonObject;
}

describe('curve', () => {
  it('lists the precisions of its runs when they differ', async () => {
    const inPrecision = (precision: string, run: Upstream): Upstream => ({
      ...run,
      outputs: { ...run.outputs, scores: { ...run.outputs.scores, precision } },
    });
    const [first, ...rest] = ladders.scratch;
    const precisionsOf = async (runs: Upstream[]) =>
      (await curveOf('scratch', runs)).outputs.scores['precisions'];
    const same = ladders.scratch.map((run) => inPrecision('bfloat16', run));
    expect(await precisionsOf(same)).toEqual(['bfloat16']);
    const mixed = [
      inPrecision('float32', first!),
      ...rest.map((run) => inPrecision('bfloat16', run)),
    ];
    expect(await precisionsOf(mixed)).toEqual(['bfloat16', 'float32']);
  });

  it('collects the runs in any order', async () => {
    const { scores } = (await curveOf('scratch')).outputs;
    expect(scores).toMatchObject({
      arm: 'scratch',
      higherIsBetter: true,
      points: [
        {
          n: 50,
          mean: expect.closeTo(0.21, 12),
          runs: [
            { seed: 0, value: 0.2 },
            { seed: 1, value: 0.22, train: 1 },
          ],
        },
        { n: 100, mean: 0.3 },
      ],
      fit: [
        { n: 50, value: expect.closeTo(0.21, 12) },
        { n: 100, value: 0.3 },
      ],
    });
    const reversed = await curveOf('scratch', [...ladders.scratch].reverse());
    expect(reversed.outputs.scores).toEqual(scores);
  });

  it('names the pretrained network of each run, and whether the run learned its own images', async () => {
    const runsOf = async (arm: 'scratch' | 'finetuned') => {
      const { node, outputs } = await curveOf(arm);
      return curveScores(node, outputs.scores).points.flatMap(({ runs }) => runs);
    };
    expect(await runsOf('finetuned')).toMatchObject([
      ...[{ pretraining: 0, fitted: true }, { pretraining: 7 }],
      ...[{ pretraining: 0 }, { pretraining: 7 }],
    ]);
    expect((await runsOf('scratch')).map(({ pretraining }) => pretraining)).toEqual(
      Array(4).fill(null),
    );
  });

  it('takes metric and direction from the runs: the fit of an error falls', async () => {
    const errors = [0.4, 0.5, 0.3].map((test, at) => {
      const run = runAt(50 * 2 ** at, 0, test);
      Object.assign(run.outputs.scores, { higherIsBetter: false, metric: 'rmse' });
      return run;
    });
    const { scores } = (await curveOf('scratch', errors)).outputs;
    expect(scores).toMatchObject({
      metric: 'rmse',
      higherIsBetter: false,
      fit: [{ value: 0.45 }, { value: 0.45 }, { value: 0.3 }],
    });
  });

  it('names the run that has no result', async () => {
    await expect(curveOf('scratch', [runAt(50, 3, null)])).rejects.toThrow('scratch-n50-s3');
  });
});

describe('utility', () => {
  it('reads n̂ from the scratch curve and marks censored points', async () => {
    const scores = await utilityOf('isotonic');
    expect(scores).toMatchObject({
      method: 'rotation',
      metric: 'accuracy',
      ceiling: null,
      points: [
        { n: 50, status: 'exact', seeds: 2 },
        { n: 100, status: 'censored-high', utility: 0, high: 0, highOpen: true, nHat: 100 },
      ],
    });
    const [point] = scores['points'] as { utility: number; nHat: number; positive: number }[];
    expect(point!.utility).toBeCloseTo(2 ** (4 / 9) - 1, 9);
    expect(point!.nHat).toBeCloseTo(50 * 2 ** (4 / 9), 9);
    expect(point!.positive).toBeGreaterThan(0.5);
    expect(await utilityOf('isotonic')).toEqual(scores);
  });

  it('follows the rule of the paper, up to the end of its curve', async () => {
    const scores = await utilityOf('paper');
    const [point] = scores['points'] as { nHat: number }[];
    expect(point!.nHat).toBeCloseTo(50 + (50 * 4) / 9, 9);
    // The finetuned curve meets 0.30 a third of the way from 50 to 100 labels.
    expect(scores['ceiling']).toMatchObject({ n: expect.closeTo(50 + 50 / 3, 9) });
  });
});
