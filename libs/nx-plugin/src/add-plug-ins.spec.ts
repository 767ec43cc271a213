import { existsSync, readdirSync, renameSync } from 'node:fs';
import { parseManifest } from '@nhat/artifacts';
import { readNodeRecord } from '@nhat/runner/node-record';
import { followRecipes, touchedFiles } from './testing/follow-recipe';
import type { Recipe } from './testing/follow-recipe';
import { generateIn } from './testing/generate-in';
import { TestWorkspace } from './testing/test-workspace';
import type { NxRun } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

/** An option of the schedule, which CONTRIBUTING.md adds by hand: the rate stays at its peak. */
const scheduleOption: Recipe = {
  file: 'libs/train/src/steady-rate.ts',
  text: `
import type { RateSchedule } from './learning-rate';

export const finalRateOf = ({ peakRate, finalRate }: RateSchedule, steady = false): number =>
  steady ? peakRate : finalRate;
`,
  registry: 'libs/documents/src/training-schema.ts',
  entry: "    steady: { type: 'boolean', default: false, later: true, description: 'No decay.' },",
  before: 'weightDecay: {',
  uses: {
    file: 'libs/stages/src/training/train-network.ts',
    imports: "import { finalRateOf } from '@nhat/train/steady-rate';",
    line: 'rate: learningRate({ ...schedule, steps }),',
    instead:
      'rate: learningRate({ ...schedule, steps, finalRate: finalRateOf({ ...schedule, steps }, schedule.steady) }),',
  },
};

/** The file of each plug-in and the file that has its entry: the table of CONTRIBUTING.md. */
const plugIns = {
  method: ['pretext/src/my-method', 'pretext/src/registry'],
  augmentation: ['augment/src/my-augmentation', 'augment/src/registry'],
  task: ['tasks/src/my-task', 'tasks/src/registry'],
  backbone: ['models/src/my-backbone', 'models/src/registry'],
  evaluation: ['evaluations/src/my-evaluation', 'evaluations/src/registry'],
  source: ['sources/src/my-source', 'sources/src/registry'],
  claim: ['claims/src/my-claim', 'claims/src/registry'],
  section: ['report/src/page/my-section', 'report/src/page/sections'],
  store: ['store/src/my-store-backend', 'store/src/backend-list'],
  launcher: ['runner/src/launchers/my-launcher', 'runner/src/launchers/index'],
} as const;

/** What these two change is code of every training or rendering. */
const inEveryTraining = {
  factor: ['render/src/scene/my-factor', 'render/src/factors'],
  engine: ['engine/src/engines/my-engine', 'engine/src/engines/index'],
} as const;

const images = 'images-tiny-16px';
const training = [
  'finetune-tiny-rotation-resnet9-classification-n10-s0',
  'pretrain-tiny-rotation-resnet9-s0',
  'scratch-tiny-resnet9-classification-n10-s0',
  'scratch-tiny-resnet9-classification-n20-s0',
];
const computedByToys = [
  'curve-mine-my-method-my-backbone-my-task-my-evaluation',
  'curve-mine-random-weights-my-backbone-my-task-my-evaluation',
  'curve-mine-scratch-my-backbone-my-task',
  'finetune-mine-my-method-my-backbone-my-task-my-evaluation-n10-s0',
  'finetune-mine-random-weights-my-backbone-my-task-my-evaluation-n10-s0',
  'images-mine-16px',
  'pretrain-mine-my-method-my-backbone-s0',
  'scratch-mine-my-backbone-my-task-n10-s0',
  'scratch-mine-my-backbone-my-task-n20-s0',
  'spread-1-panel',
  'utility-mine-my-method-my-backbone-my-task-my-evaluation',
];

type Body = Record<string, Record<string, unknown>>;

/** A change of a JSON document. */
const json =
  (change: (body: Body) => void) =>
  (text: string): string => {
    const body = JSON.parse(text) as Body;
    change(body);
    return JSON.stringify(body);
  };

/** The run, unless it failed. */
const succeeded = (run: NxRun): NxRun => {
  if (run.status !== 0) throw new Error(run.output);
  return run;
};

/** CONTRIBUTING.md, "Add a thing", by its generators: a file and an entry in one registry; no other code names the thing. */
describe('generated plug-ins', () => {
  let workspace: TestWorkspace;
  const settings = { NHAT_EXECUTOR: 'my-launcher', NHAT_STORE: 'my-store://shared' };
  const manifest = (name: string) => parseManifest(workspace.artifact(name, 'manifest.json'))!;

  beforeAll(() => {
    workspace = new TestWorkspace(tinyStudy);
    expect(succeeded(workspace.nx(['utility', 'study'])).computed).toHaveLength(9);
    workspace.writeJson('pipelines/toys.json', {
      ...{ question: 'Do they run?', extends: 'study' },
      backbones: [{ name: 'my-backbone', width: 0.0625, features: 8 }],
      ...{ methods: ['my-method'], tasks: ['my-task'], evaluations: ['my-evaluation'] },
      ...{ augment: { 'my-augmentation': true }, claims: ['my-claim'] },
    });
  });
  afterAll(() => workspace.dispose());

  it('are unknown before they are added', () => {
    const documents = workspace.nx(['plan', 'toys']);
    expect(documents.status).not.toBe(0);
    for (const place of ['methods[0]', 'backbones[0].name', 'tasks[0]', 'evaluations[0]']) {
      expect(documents.output).toContain(`toys.json › ${place}: unknown name`);
    }
    expect(documents.output).toMatch(/augment\.my-augmentation: .*flip/);
    const store = workspace.nx(['plan', 'study'], { NHAT_STORE: 'my-store://x' });
    expect(store.status).not.toBe(0);
    expect(store.output).toMatch(/NHAT_STORE: .*"my-store:\/\/x".*the path of a folder/);
  });

  it('are a file, its test and an entry each', () => {
    generateIn(workspace, Object.keys(plugIns));
    const touched = touchedFiles(workspace);
    const paths = Object.values(plugIns);
    const files = paths.flatMap(([file]) => [`libs/${file}.ts`, `libs/${file}.spec.ts`]);
    const added = Object.keys(touched).filter((file) => touched[file] === 'new');
    expect(added.sort()).toEqual(files.sort());
    const changed = Object.keys(touched).filter((file) => touched[file] !== 'new');
    const code = changed.filter((file) => !/\/(schema|testing|goldens)\/|api\.txt$/.test(file));
    expect(code.sort()).toEqual(paths.map(([, registry]) => `libs/${registry}.ts`).sort());
    for (const [, registry] of paths) {
      expect(touched[`libs/${registry}.ts`]).toMatchObject({ gone: 0 });
    }
  });

  it('run from documents and variables to a utility and its page; nothing of before runs again', () => {
    workspace.writeJson('datasets/mine.json', {
      source: { name: 'my-source' },
      images: { resolution: 16, train: 33, validation: 6, test: 12 },
    });
    const toys = json((body) => Object.assign(body, { datasets: ['mine'], active: true }));
    workspace.write('pipelines/toys.json', toys(workspace.read('pipelines/toys.json')));
    const run = succeeded(workspace.nx(['run-many', '-t', 'utility'], settings));
    expect([run.computed, run.stored]).toEqual([computedByToys, []]);
    expect(run.output).toContain('my-claim');
    const page = workspace.read('reports/toys/index.html');
    expect(page).toContain('<a href="#my-section">My section</a>');
    expect(page).toContain('my-task on mine with my-backbone');
    expect(manifest(computedByToys[6]!).config).toMatchObject({
      method: { name: 'my-method' },
      augment: { 'my-augmentation': expect.anything() as unknown },
    });
  });

  it('are the launcher that started every node, and the store that has every result', () => {
    const lines = workspace.read('.nhat/my-launcher.txt').trim().split('\n');
    const started = lines.map((line) => readNodeRecord(workspace.folder, line.split(' ')[0]!));
    expect(started.map(({ stage }) => stage).sort()).toEqual(
      computedByToys
        .map((name) => started.find((node) => node.name.startsWith(name))!.stage)
        .sort(),
    );
    const shared = readdirSync(workspace.path('shared')).filter((name) => name.startsWith('ac-'));
    const own = readdirSync(workspace.path('.nhat/store/ac'));
    expect(shared).toHaveLength(computedByToys.length);
    expect(own).toEqual(expect.arrayContaining(shared.map((name) => name.slice(3))));
  });

  it('bring all results back in another clone', () => {
    const utility = computedByToys.at(-1)!;
    const result = workspace.artifact(utility);
    const folders = ['.nhat/store', '.nx', 'artifacts'];
    for (const folder of folders) renameSync(workspace.path(folder), workspace.path(`${folder}-0`));
    const run = succeeded(workspace.nx(['utility', 'toys'], settings));
    expect([run.computed, run.stored]).toEqual([[], computedByToys]);
    expect(workspace.artifact(utility)).toBe(result);
    for (const folder of folders) {
      workspace.remove(folder);
      renameSync(workspace.path(`${folder}-0`), workspace.path(folder));
    }
  });

  it('leave all results as they were where code of every training is added: factor, engine, option of the schedule', () => {
    const before = [images, ...training].map((name) => workspace.artifact(name));
    generateIn(workspace, Object.keys(inEveryTraining));
    followRecipes(workspace, [scheduleOption]);
    const touched = touchedFiles(workspace);
    for (const [file, registry] of Object.values(inEveryTraining)) {
      expect([touched[`libs/${file}.ts`], touched[`libs/${file}.spec.ts`]]).toEqual(['new', 'new']);
      expect(touched).toHaveProperty([`libs/${registry}.ts`]);
    }
    const off = succeeded(workspace.nx(['utility', 'study']));
    expect([off.computed, off.stored]).toEqual([[...training, images].sort(), []]);
    expect([images, ...training].map((name) => workspace.artifact(name))).toEqual(before);
  });

  it('change pictures and training when they are on, also while the store is down', () => {
    workspace.write('occupied', 'a file where the store has a folder');
    const blobs = () => (JSON.parse(workspace.artifact(images)) as { blobs: object }).blobs;
    const before = [blobs(), workspace.artifact(training[0]!)];
    const on = workspace.during(
      {
        'datasets/tiny.json': json((body) =>
          Object.assign(body['factors']!, { 'my-factor': true }),
        ),
        'pipelines/study.json': json((body) => Object.assign(body['training']!, { steady: true })),
      },
      () =>
        workspace.nx(['utility', 'study'], {
          NHAT_STORE: 'my-store://occupied',
          NHAT_WORKER_WAIT: '60',
        }),
    );
    expect(succeeded(on).computed).toHaveLength(9);
    expect(blobs()).not.toEqual(before[0]);
    expect(workspace.artifact(training[0]!)).not.toEqual(before[1]);
    expect(manifest(training[0]!).config['schedule']).toMatchObject({ steady: true });
    // Five nodes train or make images in a process of their own; the four others share the worker.
    expect(on.output.match(/^store: my-store:.* is not available/gm)).toHaveLength(6);
  });

  it('train every kind of network on an engine whose values cannot be had at once', () => {
    const pretraining = { imagesSeen: 24, batch: 8 };
    workspace.writeJson('pipelines/late.json', {
      ...{ question: 'Classes?', extends: 'study', pretraining },
      ...{ training: { weightDecay: 0.02 }, evaluations: ['finetune', 'knn'] },
    });
    workspace.writeJson('pipelines/maps.json', {
      ...{ question: 'Maps?', extends: 'late', tasks: ['depth'], evaluations: ['linear'] },
    });
    const run = succeeded(
      workspace.nx(['run-many', '-t', 'utility', '-p', 'late,maps'], { NHAT_ENGINE: 'my-engine' }),
    );
    const trained = run.computed.filter((name) =>
      /^(pretrain|finetune|linear|knn|scratch)-/.test(name),
    );
    expect(trained).toHaveLength(10);
    for (const name of trained) {
      expect(manifest(name).ran.facts['engine']).toMatchObject({ rung: 'my-engine' });
    }
    expect(existsSync(workspace.path('reports/maps/index.html'))).toBe(true);
  });
});
