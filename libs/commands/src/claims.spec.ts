import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DecidedClaim } from '@nhat/claims';
import { claims as registry } from '@nhat/claims/registry';
import { printed } from '@nhat/collect/testing/printed';
import { simulatedStudy } from '@nhat/collect/testing/simulated-study';
import type { SimulatedRun, Truth } from '@nhat/collect/testing/simulated-study';
import { repository } from '@nhat/plan/testing/documents';

const small = [{ name: 'resnet9', width: 0.25 }];
const grid = {
  question: 'Which claims hold?',
  images: { resolution: 32, train: 4000, validation: 0, test: 1000 },
  datasets: ['shapes-plain', 'shapes-t', 'shapes-c', 'shapes-tc'],
  backbones: small,
  tasks: ['classification'],
  methods: ['rotation', 'vae', 'amdim'],
  evaluations: ['finetune', 'linear'],
  budgets: { scratch: [50, 100, 200, 400, 800, 1600, 3200], finetune: [100, 200, 400] },
  seeds: 4,
  pretrainingSeeds: 4,
  training: { imagesSeen: { perLabel: 50, minimum: 20_000, maximum: 160_000 } },
  pretraining: { imagesSeen: 40_000 },
};
const one = {
  ...{ extends: 'grid', question: 'One?', datasets: ['shapes-tc'], methods: ['rotation'] },
  evaluations: ['finetune'],
};
/** A study whose members each ask for something that the others lack. */
const documents = {
  grid,
  factors: {
    ...{ extends: 'grid', question: 'Factors?', evaluations: ['finetune'] },
    datasets: ['shapes-cv', 'shapes-tcv'],
  },
  merging: { ...one, datasets: ['shapes-v'], budgets: { finetune: [100, 400, 800] } },
  tasks: { ...one, tasks: ['classification', 'segmentation'], methods: ['rotation', 'vae'] },
  widths: { ...one, backbones: [...small, { name: 'resnet9', width: 0.5 }] },
  frozen: {
    ...one,
    evaluations: [
      'finetune',
      ...[0, 1, 2].map((stage) => ({ name: 'finetune', freezeAfter: stage })),
    ],
    budgets: { finetune: [100, 400] },
  },
  longer: { ...one, training: { scratchFactor: 2 } },
  study: {
    question: 'What holds?',
    includes: ['grid', 'factors', 'merging', 'tasks', 'widths', 'frozen', 'longer'],
    interval: { draws: 1500 },
    claims: [
      { name: 'falls-with-labels', dataset: 'shapes-tc', backbone: 'resnet9 (width 0.25)' },
      { name: 'merges-before-plateau', dataset: 'shapes-v' },
      { name: 'best-method-differs', dataset: 'shapes-tc' },
      ...['larger-network-gains-more', 'harder-data-gains-more', 'sign-per-factor-consistent'],
      ...['freezing-hurts', 'linear-evaluation-predicts'],
      { name: 'acts-as-regulariser', dataset: 'shapes-tc', method: 'rotation' },
    ],
  },
};

/** log2(1 + U) at 200 labels, by dataset; 1.6 for the small network. */
type Gains = Record<string, Record<string, number>>;
interface World {
  gains: Gains;
  /** Change of log2(1 + U) per doubling of the labels. */
  slope: number;
  /** Of the larger network, against the small one. */
  larger: number;
  /** log2(1 + U) of rotation and vae in segmentation. */
  segmentation: Record<string, number>;
  /** What a frozen stage costs. */
  stage: number;
  /** Accuracy of scratch on its own images. */
  train: number;
  /** Accuracy of linear evaluation, of that of finetuning. */
  linear(finetuned: number): number;
  /** Of scratch and finetuning on shapes-v. */
  plateau: number;
  gap: number;
}

const HALF: Record<string, number> = {
  ...{ 'shapes-plain': 300, 'shapes-t': 500, 'shapes-c': 700, 'shapes-v': 900, 'shapes-tc': 1300 },
  ...{ 'shapes-cv': 800, 'shapes-tcv': 1000 },
};
const scratchAt = (dataset: string, n: number) => 0.1 + 0.85 / (1 + (HALF[dataset]! / n) ** 0.85);

const truthOf =
  (world: World): Truth =>
  (run) => ({
    test: testOf(world, run),
    train: run.arm === 'scratch' ? world.train : 0.995,
  });

function testOf(world: World, { dataset, width, task, arm, evaluation, n }: SimulatedRun) {
  if (dataset === 'shapes-v') {
    const scratch = scratchAt(dataset, Math.min(n, world.plateau));
    return arm === 'scratch' ? scratch : scratch + world.gap;
  }
  const level =
    task === 'segmentation' ? world.segmentation[arm]! : (world.gains[dataset]![arm] ?? 0);
  const gained = level + (width > 0.25 ? world.larger : 0) + world.slope * Math.log2(n / 200);
  const finetuned = scratchAt(dataset, n * 2 ** gained);
  if (arm !== 'scratch') {
    const frozen = evaluation['freezeAfter'];
    if (evaluation.name === 'linear') return world.linear(finetuned);
    return finetuned - (frozen === undefined ? 0 : world.stage * (Number(frozen) + 1));
  }
  return scratchAt(dataset, n);
}

const TRUE: World = {
  gains: {
    'shapes-plain': { rotation: 1.2, vae: 0.8, amdim: 0.4 },
    'shapes-t': { rotation: 2, vae: 0.8, amdim: 0.4 },
    'shapes-c': { rotation: 1.2, vae: 1.3, amdim: 0.4 },
    'shapes-tc': { rotation: 2, vae: 1.3, amdim: 0.4 },
    'shapes-cv': { rotation: 1.2, vae: 1.3, amdim: 0.9 },
    'shapes-tcv': { rotation: 2, vae: 1.3, amdim: 0.9 },
  },
  ...{ slope: -0.4, larger: 0.5, segmentation: { rotation: 0.6, vae: 1.2 } },
  ...{ stage: 0.02, train: 0.995, plateau: Infinity, gap: 0 },
  linear: (finetuned) => 0.9 * finetuned - 0.05,
};
const FALSE: World = {
  gains: {
    'shapes-plain': { rotation: 1.2, vae: 0.9, amdim: 0.4 },
    'shapes-t': { rotation: 2, vae: 0.9, amdim: 0.4 },
    'shapes-c': { rotation: 1.2, vae: 0.9, amdim: 0.4 },
    'shapes-tc': { rotation: 0.5, vae: 0.9, amdim: 0.4 },
    'shapes-cv': { rotation: 1.2, vae: 0.9, amdim: 0.4 },
    'shapes-tcv': { rotation: 0.5, vae: 0.9, amdim: 0.4 },
  },
  ...{ slope: 0.4, larger: -0.5, segmentation: { rotation: 0.4, vae: 0.9 } },
  ...{ stage: 0, train: 0.96, plateau: 700, gap: 0.04 },
  linear: (finetuned) => 0.9 - finetuned,
};

const outcomes = (list: DecidedClaim[]) =>
  Object.fromEntries(list.map(({ name, outcome }) => [name, outcome]));
const all = (outcome: string) =>
  Object.fromEntries(Object.keys(registry).map((name) => [name, outcome]));

describe('nx claims', () => {
  it.each([
    ['holds', TRUE],
    ['fails', FALSE],
  ])('finds that every claim %s where that is the truth', async (outcome, world) => {
    const { root, record } = await simulatedStudy(documents, repository, 'study', truthOf(world));
    const { out, err } = await printed(['claims', '--json'], root, record);
    expect(err).toBe('');
    const list = JSON.parse(out) as DecidedClaim[];
    expect(outcomes(list)).toEqual(all(outcome));
    expect(readFileSync(join(root, 'reports/study/claims.json'), 'utf8')).toBe(out);
    expect(existsSync(join(root, 'reports/study/index.html'))).toBe(true);
  });
});
