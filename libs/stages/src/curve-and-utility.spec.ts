import {
  contrast,
  intervalStream,
  panelDraws,
  slopeTerms,
  utilitiesOf,
  utilityInterval,
} from '@nhat/curves';
import {
  curveScores,
  encodeAnswers,
  panelOfNodes,
  spreadOfPanel,
  utilityScores,
} from '@nhat/outputs';
import { stream } from '@nhat/random';
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

async function curveOf(
  arm: 'scratch' | 'finetuned',
  runs = ladders[arm],
  networks: Record<string, number> = { 0: 0, 1: 7 },
  metric?: 'balancedAccuracy',
): Promise<Upstream> {
  const pretraining = arm === 'scratch' ? null : networks;
  const config: CurveConfig = {
    ...{ ...cell, task: 'classification', arm, pretraining },
    ...(metric && { metric }),
  };
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

async function utilityOf(inversion: 'isotonic' | 'paper', given?: Upstream[]): Promise<JsonObject> {
  const config: UtilityConfig = {
    ...{ ...cell, task: 'classification', method: 'rotation' },
    ...{ inversion, coverage: 0.95, draws: 500, seed: 0 },
  };
  const curves = given ?? [await curveOf('scratch'), await curveOf('finetuned')];
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

describe('a pipeline with two methods', () => {
  const gain: Record<string, number> = { spin: 0.06, turn: 0.1 };
  /** Runs in which each seed has a network of its own. */
  const runsOf = (arm: string, budgets: number[]) =>
    budgets.flatMap((n) =>
      [0, 1, 2].map((seed) => {
        const noise = 0.012 * (((seed * 7 + n / 25) % 3) - 1);
        return runAt(n, seed, 0.1 * Math.log2(n / 20) + (gain[arm] ?? 0) + noise);
      }),
    );
  const methods = ['spin', 'turn'];
  const nodeOf = async (arm: string): Promise<Upstream> => {
    const isScratch = arm === 'scratch';
    const pretraining = isScratch ? null : { 0: 0, 1: 1, 2: 2 };
    const config: CurveConfig = { ...cell, task: 'classification', arm, pretraining };
    const upstream = runsOf(arm, isScratch ? [50, 100, 200, 400] : [50, 100]);
    const outputs = await curve(memoryRun(config, { blobs: memoryBlobs(), upstream }));
    return { role: 'curve', node: `curve-${arm}`, stage: 'curve', outputs };
  };

  async function published() {
    const curves = await Promise.all(['scratch', ...methods].map(nodeOf));
    const [scratch, ...finetuned] = curves as [Upstream, ...Upstream[]];
    const config: SpreadConfig = {
      panels: [
        { scratch: scratch.node, finetuned: finetuned.map(({ node }) => ({ node, arm: node })) },
      ],
    };
    const outputs = await spread(memoryRun(config, { blobs: memoryBlobs(), upstream: curves }));
    const spreadNode: Upstream = { role: 'spread', node: 'spread', stage: 'spread', outputs };
    const utilities = await Promise.all(
      finetuned.map(async (node) => {
        const ofMethod: UtilityConfig = {
          ...{ ...cell, task: 'classification', method: node.node },
          ...{ inversion: 'isotonic', coverage: 0.95, draws: 500, seed: 3 },
        };
        const upstream = [
          { ...scratch, role: 'scratch' },
          { ...node, role: 'finetuned' },
          spreadNode,
        ];
        const { scores } = await utility(memoryRun(ofMethod, { blobs: memoryBlobs(), upstream }));
        return utilityScores(`utility-${node.node}`, scores);
      }),
    );
    return { scratch, finetuned, spreadNode, utilities };
  }

  it('has one scratch curve, and rows whose draws are those of the whole panel', async () => {
    const { scratch, finetuned, spreadNode, utilities } = await published();
    expect(utilities[0]!.scratch).toEqual(utilities[1]!.scratch);
    const named = ({ node, outputs }: Upstream) => ({
      node,
      curve: curveScores(node, outputs.scores),
    });
    const panel = panelOfNodes(named(scratch), finetuned.map(named));
    const part = spreadOfPanel('spread', spreadNode.outputs.scores, scratch.node);
    const draws = panelDraws(panel, part.spread, { draws: 500, stream: intervalStream(3) })!;
    utilities.forEach(({ points, slope }, at) => {
      const drawn = utilitiesOf(draws, finetuned[at]!.node);
      points.forEach(({ n, low, positive, verdict, kind, networks }, budget) => {
        const interval = utilityInterval(drawn[budget]!, 0.95);
        expect(drawn[budget]!.n).toBe(n);
        expect({ kind, networks, verdict }).toEqual({
          ...{ kind: 'number', networks: 3, verdict: interval.verdict },
        });
        expect(low).toBe(2 ** interval.low - 1);
        expect(positive).toBe(interval.positive);
      });
      const { estimate, low } = contrast(slopeTerms(drawn), 0.95);
      expect(slope).toMatchObject({ estimate, low, budgets: [50, 100] });
    });
  });

  it('is refused where the spread does not have the panel', async () => {
    const { spreadNode } = await published();
    expect(() => spreadOfPanel('spread', spreadNode.outputs.scores, 'curve-other')).toThrow(
      /^spread: .*curve-other/,
    );
  });
});

describe('runs that kept which test images they answer rightly', () => {
  const images = 60;
  const draws = stream('answers');
  const labels = Uint8Array.from({ length: images }, (_, at) => (at < 45 ? 0 : 1));
  const difficulty = Array.from(labels, () => draws.next());
  const answered = (n: number, seed: number, accuracy: number): Upstream => {
    const right = Uint8Array.from(difficulty, (hard) =>
      Number(hard < accuracy + 0.1 * draws.normal()),
    );
    const answers = encodeAnswers({ images: 'label-1', right, labels, classes: 2, groups: null });
    const test = right.reduce((sum, one) => sum + one, 0) / images;
    const balanced = answers.right.reduce((sum, one, k) => sum + one / answers.counts[k]! / 2, 0);
    const run = runAt(n, seed, test);
    const metrics = {
      test: { accuracy: test, balancedAccuracy: balanced },
      validation: null,
      train: { accuracy: 1, balancedAccuracy: 0.9 },
    };
    Object.assign(run.outputs.scores, { answers, metrics, chance: 0.75 });
    return run;
  };
  const ladder = (budgets: number[], gain: number) =>
    budgets.flatMap((n) => [0, 1].map((seed) => answered(n, seed, 0.1 * Math.log2(n / 6) + gain)));
  const runs = { scratch: ladder([50, 100, 200, 400], 0), finetuned: ladder([50, 100], 0.1) };
  const curves = (metric?: 'balancedAccuracy') =>
    Promise.all([
      curveOf('scratch', runs.scratch, undefined, metric),
      curveOf('finetuned', runs.finetuned, undefined, metric),
    ]);

  it('have wider intervals, which hold the choice of test images, around the same points', async () => {
    const given = await curves();
    const without = given.map((node) => ({
      ...node,
      outputs: { ...node.outputs, scores: { ...node.outputs.scores, answers: null } },
    }));
    const [all, before] = [
      await utilityOf('isotonic', given),
      await utilityOf('isotonic', without),
    ];
    const read = (scores: JsonObject) => utilityScores('utility', scores);
    expect(read(all).testImages).toEqual({ images, groups: null });
    expect(read(before).testImages).toBeNull();
    read(all).points.forEach((point, at) => {
      const old = read(before).points[at]!;
      expect({ ...point, gapLow: 0, gapHigh: 0 }).toMatchObject({
        ...{ finetuned: old.finetuned, scratch: old.scratch, gap: old.gap, n: old.n },
      });
      expect(point.gapHigh! - point.gapLow!).toBeGreaterThan(old.gapHigh! - old.gapLow!);
    });
    expect(read(await utilityOf('paper', given)).testImages).toBeNull();
  });

  it('give a curve of balanced accuracy, whose best constant answer names one of the classes', async () => {
    const [scratch] = await curves('balancedAccuracy');
    const { points, metric, chance } = curveScores('curve', scratch!.outputs.scores);
    expect({ metric, chance }).toEqual({ metric: 'balancedAccuracy', chance: 0.5 });
    const [run] = runs.scratch;
    const { test } = run!.outputs.scores['metrics'] as { test: { balancedAccuracy: number } };
    expect(points[0]!.runs[0]).toMatchObject({ value: test.balancedAccuracy, train: 0.9 });
    const scores = await utilityOf('isotonic', await curves('balancedAccuracy'));
    expect(scores).toMatchObject({ metric: 'balancedAccuracy', testImages: { images } });
    await expect(
      curveOf('scratch', ladders.scratch, undefined, 'balancedAccuracy'),
    ).rejects.toThrow(/scratch-n.*balancedAccuracy/);
  });
});

it('the best constant answer is a mean over seeds that are tested on images of their own', async () => {
  const chances = [0.2, 0.2, 0.35];
  const runs = [50, 100].flatMap((n) =>
    chances.map((chance, seed) => {
      const run = runAt(n, seed, 0.5);
      Object.assign(run.outputs.scores, { chance });
      return run;
    }),
  );
  const chanceOf = async (some: Upstream[]) =>
    curveScores('curve', (await curveOf('scratch', some)).outputs.scores).chance;
  expect(await chanceOf(runs)).toBeCloseTo(0.25, 12);
  expect(await chanceOf(runs.slice(0, 2))).toBe(0.2);
});

describe('one pretrained network', () => {
  it('gives no verdict, however far its interval lies above 0', async () => {
    const curves = [
      await curveOf('scratch'),
      await curveOf('finetuned', undefined, { 0: 4, 1: 4 }),
    ];
    const scores = await utilityOf('isotonic', curves);
    const { points } = utilityScores('utility', scores);
    points.forEach(({ networks, thisNetworkOnly, verdict }) => {
      expect([networks, thisNetworkOnly]).toEqual([1, true]);
      expect(['unclear', null]).toContain(verdict);
    });
  });
});
