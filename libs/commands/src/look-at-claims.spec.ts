import { simulatedStudy } from '@nhat/collect/testing/simulated-study';
import type { Truth } from '@nhat/collect/testing/simulated-study';
import { additionsOf, claimsRoundText } from '@nhat/decide';
import { addedText, indexDocuments, membersOf, resolvePipeline } from '@nhat/documents';
import type { AddedRun, Pipeline, PretrainConfig } from '@nhat/documents';
import type { Manifest } from '@nhat/artifacts';
import { planPipeline } from '@nhat/plan';

import { repository } from '@nhat/plan/testing/documents';
import { look } from './look';
import { lookAtClaims } from './look-at-claims';
import { doubtfulSeeds } from './next-look';
import type { Forecast } from './node-forecast';

const quarter = {
  question: 'Small?',
  datasets: ['shapes-tcvl'],
  images: { resolution: 32, train: 2000, validation: 100, test: 400 },
  backbones: [{ name: 'resnet9', width: 0.25 }],
  tasks: ['classification'],
  methods: ['rotation'],
  budgets: { scratch: [50, 100, 200, 400, 800], finetune: [100, 200] },
  seeds: 3,
  training: { imagesSeen: { perLabel: 10, minimum: 640, maximum: 640 }, batch: 64 },
  pretraining: { imagesSeen: 640, batch: 64 },
  interval: { draws: 400 },
};
const half = { ...quarter, question: 'Large?', backbones: [{ name: 'resnet9', width: 0.5 }] };
/** The cell of `quarter` again, with fewer budgets. */
const again = {
  ...quarter,
  question: 'Again?',
  budgets: { scratch: [50, 100, 200, 400], finetune: [100] },
};
const study = {
  question: 'Which?',
  includes: ['again', 'quarter', 'half'],
  claims: ['larger-network-gains-more'],
  goal: { claims: true, trainings: 60 },
  interval: { draws: 400 },
};

/** The larger network gains so many doublings more. */
const truth =
  (more: number): Truth =>
  ({ arm, n, width }) => {
    const gained = arm === 'scratch' ? 0 : 0.6 + (width > 0.3 ? more : 0);
    return { test: 0.1 + 0.06 * (Math.log2(n / 10) + gained), train: 1 };
  };

type Bodies = Record<string, object>;

/** The study with additions, once all of its trainings are finished. */
async function finished(added: Record<string, AddedRun[]>, more: number, change: Bodies = {}) {
  const additions = Object.entries(added).map(([name, runs]) => [
    `${name}.added`,
    JSON.parse(addedText(`pipelines/${name}.json`, runs)) as object,
  ]);
  const bodies: Bodies = {
    quarter,
    half,
    again,
    study,
    ...change,
    ...Object.fromEntries(additions),
  };
  const { root } = await simulatedStudy(bodies, repository, 'study', truth(more));
  const files = Object.entries(bodies).map(([name, body]) => ({
    path: `pipelines/${name}.json`,
    text: JSON.stringify(body),
  }));
  const workspace = { ...repository, pipelines: indexDocuments('pipeline', files) };
  return { root, workspace, pipeline: resolvePipeline(workspace, 'study') };
}

const trainings = (pipeline: Pipeline) =>
  planPipeline(pipeline).nodes.filter(({ stage }) => stage === 'scratch' || stage === 'finetune')
    .length;

describe('the next round for the claims of a study', () => {
  it('adds as many seeds as there are to all that an open claim compares, to the pipelines that have it', async () => {
    const { root, workspace, pipeline } = await finished({}, 0.12);
    const { stop, about, runs, added } = lookAtClaims(root, workspace, pipeline);
    expect({ stop, about }).toEqual({ stop: null, about: 'larger-network-gains-more' });
    expect(
      runs.map(({ pipeline: name, arm, budgets, seeds }) => [name, arm, budgets, seeds]),
    ).toEqual(
      expect.arrayContaining([
        ['half', 'scratch', [50, 100, 200, 400, 800], [3, 4, 5]],
        ['half', 'rotation', [100, 200], [3, 4, 5]],
        // `again` has fewer of these budgets, so that it gets none.
        ['quarter', 'scratch', [50, 100, 200, 400, 800], [3, 4, 5]],
        ['quarter', 'rotation', [100, 200], [3, 4, 5]],
      ]),
    );
    expect(runs).toHaveLength(4);
    // Three pretrainings of 640 images, and six finetunings of as many.
    const rotation = runs.filter(({ arm }) => arm === 'rotation');
    expect(rotation.map(({ pretrains, imagesSeen }) => [pretrains, imagesSeen])).toEqual(
      rotation.map(() => [true, 9 * 640]),
    );
    // Each addition is one training more of the study, whichever pipeline got it.
    const members = new Map(added.map((one) => [one.pipeline, one.added]));
    const includes = pipeline.includes.map((one) => ({
      ...one,
      added: members.get(one.name) ?? [],
    }));
    expect(trainings({ ...pipeline, includes })).toBe(trainings(pipeline) + 3 * 14);
  });

  it('passes over a seed whose network would come out otherwise than its known result', async () => {
    const { root, workspace, pipeline } = await finished({}, 0.12);
    const { runs, added } = lookAtClaims(root, workspace, pipeline, new Set([4]));
    expect(runs.map(({ seeds }) => seeds)).toEqual(Array(4).fill([3, 5, 6]));
    const members = new Map(added.map((one) => [one.pipeline, one.added]));
    const { nodes } = planPipeline({
      ...pipeline,
      includes: pipeline.includes.map((one) => ({ ...one, added: members.get(one.name) ?? [] })),
    });
    const pretrainings = nodes.filter(({ stage }) => stage === 'pretrain');
    const [lost, ...others] = pretrainings.map(({ name, stage }): Forecast => ({
      ...{ name, stage, status: 'run', reason: { kind: 'no result yet', details: [] } },
    }));
    const facts = { processor: { model: 'another', digest: '0' }, engine: 'native' };
    const manifest = { ran: { facts } } as unknown as Manifest;
    const reason = { kind: 'files lost' as const, details: ['weights'] };
    const result = { place: 'published pack' as const, manifest };
    expect(doubtfulSeeds(nodes, [lost!, ...others])).toEqual([]);
    expect(doubtfulSeeds(nodes, [{ ...lost!, reason, result }, ...others])).toEqual([
      (pretrainings[0]!.config as unknown as PretrainConfig).seed,
    ]);
  });

  it('says how many trainings are left where a claim needs more', async () => {
    const { root, workspace, pipeline } = await finished({}, 0.12);
    const round = lookAtClaims(root, workspace, pipeline);
    const { moreTrainings } = round.claims[0]!;
    expect(round.left).toBe(60);
    const textWith = (left: number) => claimsRoundText({ ...round, left }).split('\n')[0];
    expect(textWith(moreTrainings!)).toMatch(/ more trainings would decide larger[^,]*:$/);
    expect(textWith(moreTrainings! - 1)).toMatch(
      new RegExp(`would decide larger.*, of which the goal allows ${moreTrainings! - 1}:$`),
    );
  });

  it('goes on until the claim is decided, and then says so', async () => {
    const added: Record<string, AddedRun[]> = {};
    for (let round = 1; ; round++) {
      const { root, workspace, pipeline } = await finished(added, 0.17);
      const found = look(root, workspace, pipeline);
      if (found.stop !== null) {
        expect([found.stop, round > 1]).toEqual(['goal', true]);
        expect(found.standText).toMatch(/every claim holds or fails.*\n {2}larger.*: holds$/);
        const all = membersOf(pipeline).flatMap((one) => one.added);
        expect(additionsOf(pipeline)).toEqual(all);
        expect(found.standText).toContain(`Added: ${all.length} of`);
        break;
      }
      expect(found.round.round).toBe(round);
      for (const addition of found.additions) added[addition.pipeline] = addition.added;
      if (round > 10) throw new Error('it does not end');
    }
  }, 120_000);

  it('completes a seed that some of the runs have already', async () => {
    const first: AddedRun = {
      ...{ round: 1, dataset: 'shapes-tcvl', backbone: 'resnet9', task: 'classification' },
      ...{ arm: 'scratch', n: 50, seed: 3 },
    };
    const { root, workspace, pipeline } = await finished({ half: [first] }, 0.12);
    const { runs } = lookAtClaims(root, workspace, pipeline);
    const ofHalf = runs.filter((run) => run.pipeline === 'half' && run.arm === 'scratch');
    expect(ofHalf.map(({ budgets, seeds }) => [budgets, seeds])).toEqual([
      [[100, 200, 400, 800], [3]],
      [
        [50, 100, 200, 400, 800],
        [4, 5],
      ],
    ]);
  });

  it('stops at the ceiling, and where no training helps', async () => {
    const low = { study: { ...study, goal: { claims: true, trainings: 13 } } };
    const { root, workspace, pipeline } = await finished({}, 0.12, low);
    const { stop, additions, standText } = look(root, workspace, pipeline);
    expect({ stop, additions }).toEqual({ stop: 'ceiling', additions: [] });
    expect(standText).toContain('0 of at most 13 trainings');
    const lacking = { study: { ...study, claims: ['merges-before-plateau'] } };
    const other = await finished({}, 0.12, lacking);
    expect(look(other.root, other.workspace, other.pipeline)).toMatchObject({
      stop: 'nothing helps',
      stopText: expect.stringContaining('no open claim is expected to be decided') as string,
    });
  });
});
