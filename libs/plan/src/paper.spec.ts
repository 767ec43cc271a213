import { resolvePipeline } from '@nhat/documents';
import type { PretrainConfig, SupervisedConfig } from '@nhat/documents';
import { planPipeline, registries, workOf } from '.';
import type { Plan } from '.';
import { repository } from './testing/documents';
import { workText } from './testing/work-text';
import { nodeRunner } from './testing/run-nodes';
import { shrink } from './testing/shrink';

const studies = repository.pipelines.names.filter((name) => /^(paper|mini)\//.test(name));
/** A study without a grid of its own, first steps and the sweep of rates train no network that these do not. */
const grids = studies.filter(
  (name) =>
    resolvePipeline(repository, name).datasets.length > 0 && !/first-steps|sweep/.test(name),
);
const papers = grids.filter((name) => name.startsWith('paper/'));
const runner = nodeRunner();

const small = (name: string): Plan => planPipeline(shrink(resolvePipeline(repository, name)));

describe('the studies at the smallest scale', () => {
  it.each(grids)('%s runs from its document to every utility', async (name) => {
    const plan = small(name);
    await runner.runAll(plan);
    for (const utility of plan.utilities) {
      const { points } = runner.outputs(utility).scores as { points: { n: number }[] };
      expect(points.map(({ n }) => n)).toEqual([10]);
    }
  });

  it.each([
    ['paper/finding-2', ['classification', 'pose']],
    ['paper/finding-2-dense', ['segmentation', 'depth']],
  ])('%s pretrains with the tasks that probe its features', async (name, tasks) => {
    const plan = planPipeline(shrink(resolvePipeline(repository, name), { probes: true }));
    const node = plan.nodes.find(({ stage }) => stage === 'pretrain')!;
    const { probes } = node.config as unknown as PretrainConfig;
    expect(probes.map((probe) => probe.name)).toEqual(tasks);
    await runner.runAll(
      plan,
      ({ stage, name: other }) => stage === 'images' || other === node.name,
    );
    expect(runner.outputs(node.name).blobs).toHaveProperty('weights');
  });

  it('have every cell of the paper: methods, backbones, tasks and evaluations', () => {
    const cells = new Set<string>();
    for (const name of papers) {
      const { nodes } = small(name);
      for (const { stage, config } of nodes) {
        const { arm, backbone, task, evaluation } = config as unknown as SupervisedConfig;
        if (stage !== 'finetune') continue;
        const kind =
          'freezeAfter' in evaluation ? `freeze ${evaluation.freezeAfter}` : evaluation.name;
        cells.add([arm, backbone.name, task.name, kind].join(' '));
      }
    }
    const pairs = ['vae', 'rotation', 'amdim'].map((method) => [method, '']);
    const methods = [...pairs, ['cmc', '-pair']];
    const frozenCells = (arm: string, pair: string) => [
      ...['freeze 0', 'freeze 1', 'freeze 2', 'linear', 'mlp', 'knn'].map(
        (kind) => `${arm} resnet9${pair} classification ${kind}`,
      ),
      ...['segmentation', 'depth'].flatMap((task) =>
        ['linear', 'mlp'].map((kind) => `${arm} resnet9${pair} ${task} ${kind}`),
      ),
    ];
    const expected = methods.flatMap(([method, pair]) => [
      ...['resnet9', 'resnet50'].flatMap((backbone) =>
        ['classification', 'segmentation', 'depth'].map(
          (task) => `${method} ${backbone}${pair} ${task} finetune`,
        ),
      ),
      `${method} resnet9${pair} pose finetune`,
      ...frozenCells(method!, pair!),
    ]);
    const references = ['', '-pair'].flatMap((pair) => frozenCells('random-weights', pair));
    expect([...cells].sort()).toEqual([...expected, ...references].sort());
  });
});

describe('the schedules of the paper', () => {
  /** The schedules of the released code: images seen in millions, batch, rates, decay, what is off. */
  const pretrainings = (name: string) => {
    const { nodes } = planPipeline(resolvePipeline(repository, name));
    const rows = nodes.flatMap(({ stage, config }) => {
      const { backbone, method, schedule, augment } = config as unknown as PretrainConfig;
      if (stage !== 'pretrain') return [];
      const { imagesSeen, batch, peakRate, finalRate, weightDecay } = schedule;
      const off = Object.entries(augment).flatMap(([key, on]) => (on === false ? [key] : []));
      const numbers = [imagesSeen / 1e6, batch, peakRate, finalRate, weightDecay].join(' ');
      return [`${backbone.name} ${method.name} ${numbers} ${off.join('+')}`.trim()];
    });
    return [...new Set(rows)];
  };

  it('pretrain ResNet9 and ResNet50 on 64 px as table 1.6 says', () => {
    expect(pretrainings('paper/finding-3')).toEqual([
      'resnet9 vae 40 512 0.001 0.00001 0.00001 cutout',
      'resnet9 rotation 20 512 0.0005 0.00001 0.0001',
      'resnet9 amdim 20 384 0.001 0.000001 0.00001',
      'resnet9-pair cmc 40 256 0.001 0.000001 0.00001 jitter',
      'resnet50 vae 40 384 0.001 0.00001 0.00001 cutout',
      'resnet50 rotation 20 384 0.0005 0.00001 0.0001',
      'resnet50 amdim 40 192 0.001 0.000001 0.00001',
      'resnet50-pair cmc 80 384 0.005 0.000001 0.00001 jitter',
    ]);
  });

  it('pretrain for dense tasks on 128 px as table 1.6 says', () => {
    expect(pretrainings('paper/finding-3-dense')).toEqual([
      'resnet50 vae 12 96 0.001 0.00001 0.00001 cutout',
      'resnet50 rotation 9 64 0.0005 0.00001 0.0001',
      'resnet50 amdim 8 32 0.0005 0.000001 0.00001',
      'resnet50-pair cmc 16 64 0.001 0.000001 0.00001',
    ]);
  });

  it('train for 2, 4, 12 and 30 million images seen, dense tasks without cutout, depth without crop', () => {
    const trained = (name: string) =>
      planPipeline(resolvePipeline(repository, name)).nodes.flatMap(({ stage, config }) => {
        const { backbone, task, n, seed, schedule, augment } =
          config as unknown as SupervisedConfig;
        if (stage !== 'scratch' || seed !== 0 || backbone.name !== 'resnet9') return [];
        const off = Object.entries(augment).flatMap(([key, on]) => (on === false ? [key] : []));
        return [[task.name, n, schedule.imagesSeen / 1e6, schedule.batch, ...off].join(' ')];
      });
    const steps = [2, 2, 2, 4, 12, 30, 30, 30];
    const ladder = [100, 250, 1000, 4000, 20_000, 50_000, 100_000, 200_000];
    expect(trained('paper/freezing')).toEqual(
      ladder.map((n, i) => `classification ${n} ${steps[i]} 512`),
    );
    expect(
      new Set(trained('paper/finding-2-dense').map((row) => row.replace(/ \d+ /, ' '))),
    ).toEqual(
      new Set([
        'segmentation 2 64 cutout',
        'segmentation 6 64 cutout',
        'depth 2 64 crop cutout',
        'depth 6 64 crop cutout',
      ]),
    );
  });
});

describe('workOf', () => {
  it('counts three forward passes for a step, of both views, at the resolution of the images', () => {
    const { nodes } = planPipeline(resolvePipeline(repository, 'paper/finding-2'));
    const of = (start: string) => workOf(nodes, registries, (name) => name.startsWith(start)).flop;
    // 1.525 G multiply–adds at 64 px; 20 million images seen; a network for each of three seeds.
    const turning = 3 * 6 * 1.525e9 * 20e6;
    expect(of('pretrain-shapes-tcvl-rotation-') / turning).toBeCloseTo(1, 2);
    expect(of('pretrain-shapes-tcvl-amdim-') / turning).toBeCloseTo(2, 2);
    expect(of('images') + of('curve') + of('utility')).toBe(0);
    const linear = planPipeline(resolvePipeline(repository, 'paper/linear-evaluation')).nodes;
    const [head] = linear.filter(({ name }) => /finetune-.*-linear-n1000-s0/.test(name));
    const forward = workOf(linear, registries, (name) => name === head!.name).flop;
    expect(forward / (2 * 1.525e9 * 1000)).toBeCloseTo(1, 2);
  });

  it('says it in words', () => {
    expect(workText({ flop: 1.234e19, gpuHours: 85.7 })).toBe(
      '1.23e19 FLOP, 86 GPU-hours at 40 TFLOP/s',
    );
    expect(workText({ flop: 4e13, gpuHours: 0.00028 })).toBe(
      '4.00e13 FLOP, 0.00028 GPU-hours at 40 TFLOP/s',
    );
  });
});
