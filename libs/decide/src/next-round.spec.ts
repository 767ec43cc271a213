import { indexDocuments, resolvePipeline } from '@nhat/documents';
import type { AddedRun, Pipeline } from '@nhat/documents';
import { planPipeline, registries } from '@nhat/plan';
import { besideFrom, workspace } from '@nhat/documents/testing/workspace';
import { nextRound, roundText, standText, stopText } from '.';
import type { Round, RoundLimits } from '.';
import { needsPretraining } from './cells';
import { imagesSeen } from './images-seen';
import { studyOf } from './study';
import { simulatedTrainings } from './testing/simulated-trainings';

const document = {
  question: 'Why?',
  datasets: ['shapes'],
  backbones: [{ name: 'resnet9', width: 0.125 }],
  tasks: ['classification'],
  methods: ['rotation', 'vae'],
  budgets: { scratch: [20, 40, 80, 160], finetune: [20, 40] },
  seeds: 2,
  pretrainingSeeds: 2,
  training: { imagesSeen: { perLabel: 10, minimum: 64, maximum: 1000 } },
  pretraining: { imagesSeen: 5000 },
  goal: { width: 0.5 },
};
const datasets = { shapes: { images: { train: 400, validation: 50, test: 100 } } };
const utilities = { rotation: 1, vae: 0.5 };

function pipelineOf(change: object = {}, added: AddedRun[] = []): Pipeline {
  const documents = workspace({ x: { ...document, ...change } }, datasets);
  return { ...resolvePipeline({ ...documents, registries }, 'x'), added };
}

const next = (pipeline: Pipeline, noise?: { noise?: number; between?: number }): Round => {
  const plan = planPipeline(pipeline);
  return nextRound(pipeline, registries, simulatedTrainings(plan, utilities, noise));
};

/** Rounds until one stops; each adds to what it runs. */
function toEnd(start: Pipeline, noise?: { noise?: number; between?: number }): Round[] {
  const rounds = [next(start, noise)];
  while (rounds.at(-1)!.stop === null) {
    if (rounds.length > 60) throw new Error('it does not end');
    rounds.push(next({ ...start, added: rounds.at(-1)!.added }, noise));
  }
  return rounds;
}

const place = { dataset: 'shapes', backbone: 'resnet9', task: 'classification' };

describe('the next round of a pipeline', () => {
  it('reads the panels of the plan: runs, networks and the level of chance', () => {
    const pipeline = pipelineOf();
    const plan = planPipeline(pipeline);
    const [study] = studyOf(plan, simulatedTrainings(plan, utilities));
    const { panel, chance } = study!;
    expect(panel.name).toBe('shapes · resnet9 · classification');
    expect(panel.scratch.map(({ n, seed }) => [n, seed])).toEqual(
      [20, 40, 80, 160].flatMap((n) => [0, 1].map((seed) => [n, seed])),
    );
    expect(panel.arms.map(({ name }) => name)).toEqual(['rotation', 'vae']);
    const [rotation] = panel.arms;
    expect(new Set(rotation!.runs.map(({ network }) => network)).size).toBe(2);
    expect(panel.scratch.every(({ network }) => network === null)).toBe(true);
    expect(chance).toBe(0.1);
  });

  it('adds no seed that would have the test images of another where seeds have their own', () => {
    const pipeline = pipelineOf({ pretrainingSeeds: 'seeds' });
    const photos = (splits: number) => {
      const source = { name: 'folder', path: 'photos', test: 0.2, splits };
      const data = { dataset: 'shapes', resolution: 64, counts: null, source };
      return { ...pipeline, datasets: [data] };
    };
    expect(next(photos(2))).toMatchObject({ stop: 'nothing helps', runs: [] });
    const last = toEnd(photos(3)).at(-1)!;
    expect(last.stop).toBe('nothing helps');
    expect(new Set(last.added.map(({ seed }) => seed))).toEqual(new Set([2]));
  });

  it('adds until the goal is met, each round two runs, and never a training twice', () => {
    const rounds = toEnd(pipelineOf());
    const last = rounds.at(-1)!;
    expect(last.stop).toBe('goal');
    expect(last.added.length).toBeGreaterThan(0);
    for (const { interval } of last.utilities) {
      expect(interval!.high - interval!.low).toBeLessThanOrEqual(0.5);
    }
    expect(rounds.slice(0, -1).every(({ runs }) => runs.length <= 2)).toBe(true);
    const runs = last.added.map(({ round: _, ...run }) => JSON.stringify(run));
    expect(new Set(runs).size).toBe(runs.length);
    expect(last.added.map(({ round }) => round)).toEqual(
      last.added.map(({ round }) => round).toSorted((a, b) => a - b),
    );
  });

  it('is a function of document, additions and results', () => {
    const first = next(pipelineOf());
    const again = pipelineOf({}, first.added.toReversed());
    expect(next(again).added.toSorted(byText)).toEqual(
      next(pipelineOf({}, first.added)).added.toSorted(byText),
    );
  });

  it('has no goal but a decision: only the budgets around its labels count', () => {
    const decision = { labels: 30, labelPrice: 1 };
    const narrow = {
      ...document,
      goal: undefined,
      budgets: { ...document.budgets, finetune: [20, 40, 80] },
    };
    const { utilities: looked, runs } = next(pipelineOf({ ...narrow, decision }));
    expect(new Set(looked.map(({ n }) => n))).toEqual(new Set([20, 40]));
    expect(runs.every(({ arm, n }) => arm === 'scratch' || n <= 40)).toBe(true);
  });

  it('adds for a decision to scratch and to the arms that may be chosen, and to no other', () => {
    const pipeline = pipelineOf({ goal: undefined, decision: { labels: 30, labelPrice: 1 } });
    const plan = planPipeline(pipeline);
    const curve = plan.comparisons.find(({ arm }) => arm === 'vae')!.curves.finetuned;
    const scoresOf = simulatedTrainings(plan, utilities, { noise: 0.05 });
    const armsOf = (limits?: RoundLimits) => {
      const { runs, utilities: looked } = nextRound(pipeline, registries, scoresOf, limits);
      expect(runs.length).toBeGreaterThan(0);
      return new Set([...runs, ...looked].map(({ arm }) => arm));
    };
    expect(armsOf().has('rotation')).toBe(true);
    expect(armsOf({ mayDecide: (one) => one === curve }).has('rotation')).toBe(false);
  });

  it('passes over seeds for arms with pretraining, and not for scratch', () => {
    const avoided = new Set([2, 4]);
    let added: AddedRun[] = [];
    for (let round = 1; round <= 6; round++) {
      const pipeline = pipelineOf({ goal: { width: 0.5, trainings: 100 } }, added);
      const scoresOf = simulatedTrainings(planPipeline(pipeline), utilities, { noise: 0.05 });
      ({ added } = nextRound(pipeline, registries, scoresOf, { avoided }));
    }
    const seedsOf = (isScratch: boolean) =>
      added.filter(({ arm }) => (arm === 'scratch') === isScratch).map(({ seed }) => seed);
    expect(new Set(seedsOf(false))).toEqual(new Set([3, 5, 6]));
    expect(seedsOf(true)).toContain(2);
  });

  it('announces no pretraining for a head that has none', () => {
    const pipeline = pipelineOf({
      methods: ['random-frozen', 'rotation'],
      pretrainingSeeds: 'seeds',
    });
    const { evaluations } = registries;
    const arms = planPipeline(pipeline).comparisons.map(({ arm }) => arm);
    const pretrains = (arm: string) =>
      needsPretraining(pipeline, { ...place, arm, n: 20 }, evaluations);
    expect(arms.map(pretrains)).toEqual([false, true]);
  });

  it('stops at the ceiling of trainings, and never adds more', () => {
    const rounds = toEnd(pipelineOf({ goal: { width: 0.05, trainings: 5 } }));
    expect(rounds.at(-1)).toMatchObject({ stop: 'ceiling', added: { length: 5 } });
  });

  it('looks at its own cells alone where it includes others, also scores of other programs', () => {
    const table = 'arm,n,seed,value\nscratch,20,0,0.2\nscratch,40,0,0.3\nrotation,20,0,0.3\n';
    const documents = workspace({ x: document }, datasets);
    const others = {
      x: { ...document, includes: ['theirs', 'wide'] },
      theirs: {
        question: 'Theirs?',
        scores: {
          file: 'runs.csv',
          dataset: 'shapes',
          backbone: 'resnet9',
          task: 'classification',
        },
      },
      wide: { ...document, backbones: [{ name: 'resnet9', width: 0.25 }] },
    };
    const files = Object.entries(others).map(([name, body]) => ({
      path: `pipelines/${name}.json`,
      text: JSON.stringify(body),
    }));
    const studied = indexDocuments('pipeline', files, besideFrom({ 'runs.csv': table }));
    const study = resolvePipeline({ ...documents, pipelines: studied, registries }, 'x');
    expect(next(study)).toEqual(next(pipelineOf()));
  });

  it('asks for no more labels than there are images', () => {
    const high = { rotation: 40, vae: 40 };
    const after = (scratch: number[]) => {
      const pipeline = pipelineOf({ budgets: { scratch, finetune: [20] } });
      return nextRound(pipeline, registries, simulatedTrainings(planPipeline(pipeline), high));
    };
    expect(after([20, 40, 80, 320]).runs).toMatchObject([{ kind: 'budget', n: 400 }]);
    expect(after([20, 40, 80, 390])).toMatchObject({ stop: 'nothing helps', runs: [] });
  });

  it('asks for as many labels of each class where labels are drawn balanced', () => {
    const low = { rotation: -0.75, vae: -0.75 };
    const budgetsOf = (change: object) => {
      const budgets = { scratch: [30, 60, 120, 240], finetune: [60] };
      const pipeline = pipelineOf({ budgets, ...change });
      const { runs } = nextRound(
        pipeline,
        registries,
        simulatedTrainings(planPipeline(pipeline), low, { noise: 0.002 }),
      );
      return runs.filter(({ kind }) => kind === 'budget').map(({ n }) => n);
    };
    expect(budgetsOf({ labels: 'random' })).toEqual([15]);
    expect(budgetsOf({})).toEqual([20]);
    expect(budgetsOf({ budgets: { scratch: [10, 20, 40], finetune: [20] } })).toEqual([]);
  });

  it('gives no verdict on a method from one network, and says what helps', () => {
    const pipeline = pipelineOf({ pretrainingSeeds: 1, goal: { width: 0.1, verdict: true } });
    const round = next(pipeline);
    expect(round).toMatchObject({ stop: 'needs networks', runs: [] });
    expect(standText(pipeline, round.utilities)).toContain('pretrained networks');
  });

  it('takes seeds of the design first, and each training that it adds is one of the plan', () => {
    const start = pipelineOf({ seeds: [7, 3], goal: { width: 0.3 } });
    const { added } = toEnd(start).at(-1)!;
    const { nodes } = planPipeline({ ...start, added });
    expect(nodes.filter(({ stage }) => stage === 'scratch' || stage === 'finetune')).toHaveLength(
      planPipeline(start).nodes.filter(({ stage }) => ['scratch', 'finetune'].includes(stage))
        .length + added.length,
    );
    const extra = added.filter(({ n }) => [20, 40, 80, 160].includes(n)).map(({ seed }) => seed);
    expect(extra.every((seed) => seed !== 7 && seed !== 3)).toBe(true);
    expect(Math.min(...extra)).toBe(0);
  });
});

describe('where runs are not fitted', () => {
  /** The round of a pipeline with these evaluations, of which the runs from scratch, or all others, are not fitted. */
  const unfittedRound = (evaluations: string[], of: string) => {
    const pipeline = pipelineOf({
      methods: ['rotation'],
      evaluations,
      budgets: { scratch: [20, 40, 80], finetune: [40] },
    });
    const plan = planPipeline(pipeline);
    const scoresOf = simulatedTrainings(plan, { rotation: 0.2 });
    const stageOf = new Map(plan.nodes.map((node) => [node.name, node.stage]));
    const round = nextRound(pipeline, registries, (node) => ({
      ...scoresOf(node),
      ...((stageOf.get(node) === 'scratch') === (of === 'scratch') && { fitted: false }),
    }));
    const texts = [
      stopText(round.stop!, 'pipelines/x.json', round.utilities),
      standText(pipeline, round.utilities),
    ];
    return { stop: round.stop, text: texts.join('\n') };
  };

  it.each([
    [
      'linear',
      'the arm',
      /the fit of a linear head ended before its optimum, which neither/,
      /imagesSeen/,
    ],
    [
      'linear',
      'scratch',
      /raise "training": \{ "imagesSeen": … \} in pipelines\/x\.json/,
      /linear head/,
    ],
    [
      'finetune',
      'the arm',
      /raise "training": \{ "imagesSeen": … \} in pipelines\/x\.json/,
      /linear head/,
    ],
  ])(
    'after %s the advice for unfitted runs of %s is what changes them',
    (evaluation, of, advice, other) => {
      const { stop, text } = unfittedRound([evaluation], of);
      expect(stop).toBe('not fitted');
      expect(text).toMatch(advice);
      expect(text).not.toMatch(other);
    },
  );
});

describe('what a training costs', () => {
  const images = (arm: string, n: number, pipeline = pipelineOf()) =>
    imagesSeen(pipeline, { ...place, arm, n }, registries);

  it('is its images, with the pretraining where the seed brings a network', () => {
    expect(images('scratch', 40)).toBe(400);
    expect(images('scratch', 5)).toBe(64);
    expect(images('rotation', 40)).toBe(400 + 5000);
    expect(images('scratch', 500)).toBe(Infinity);
  });

  it('leaves the pretraining out where another run has that network', () => {
    const added = [{ ...place, round: 1, arm: 'rotation', n: 20, seed: 2 }];
    expect(images('rotation', 40, pipelineOf({}, added))).toBe(400);
    expect(images('vae', 40, pipelineOf({}, added))).toBe(400 + 5000);
    expect(images('rotation', 40, pipelineOf({ pretrainingSeeds: 1 }))).toBe(400);
  });

  it('of a head that is fitted without steps is one look at its labels', () => {
    const linear = pipelineOf({ evaluations: ['linear'], pretrainingSeeds: 1 });
    const arm = planPipeline(linear).comparisons[0]!.arm;
    expect(images(arm, 40, linear)).toBe(40);
  });
});

it('says what a round runs, why, and where every utility stands', () => {
  const pipeline = pipelineOf();
  const round = next(pipeline);
  const text = roundText(round);
  const [first] = round.runs;
  expect(text).toContain(`Round 1 adds`);
  expect(text).toContain(`${first!.arm} at ${first!.n} labels, seed`);
  expect(text).toMatch(
    /narrows U\(\d+\) of \w+ from \d\.\d\d to \d\.\d\d doublings; [\d,]+ images/,
  );
  const stand = standText(pipeline, round.utilities).split('\n');
  expect(stand[0]).toContain('0 of at most 40 trainings');
  expect(stand).toHaveLength(1 + 4);
  for (const line of stand.slice(1))
    expect(line).toMatch(/U -?\d.* doublings wide.*: (open|decided)/);
});

const byText = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
