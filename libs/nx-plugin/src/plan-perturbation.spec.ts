import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forecast } from '@nhat/commands/forecast';
import type { Forecast } from '@nhat/commands/node-forecast';
import { resolvePipeline } from '@nhat/documents';
import { nodeSlug, planPipeline } from '@nhat/plan';
import type { Plan } from '@nhat/plan';
import { stream } from '@nhat/random';
import type { Stream } from '@nhat/random';
import { openStore } from '@nhat/store';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { blobStages, idleCode, otherCode } from './testing/blob-stages';
import { codedBundle, runLikeNx } from './testing/run-like-nx';
import type { CodedBundle } from './testing/run-like-nx';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const PIPELINE = 'pipelines/study.json';
const study = tinyStudy[PIPELINE];
const seeded = { ...study, seeds: 2, pretraining: { ...study.pretraining, probes: true } };

function blobWorkspace(): TestWorkspace {
  const workspace = new TestWorkspace({ ...tinyStudy, [PIPELINE]: seeded });
  for (const [file, code] of Object.entries(blobStages)) workspace.write(file, code);
  return workspace;
}

/** Statuses against the nodes whose stages ran: what the plan said wrongly. */
function mistakes(expected: readonly Forecast[], computed: ReadonlySet<string>): string[] {
  return expected.flatMap(({ name, status, reason }) => {
    const ran = computed.has(name);
    const isWrong = (status === 'run' && !ran) || (status === 'ready' && ran);
    return isWrong ? [`${name}: ${status} (${reason?.kind ?? '–'}), ran: ${ran}`] : [];
  });
}

/** `libs/stages/src/images.ts` → `@nhat/stages/images'` */
const moduleOf = (file: string) => file.replace(/^libs\/(.+)\/src\/(.+)\.ts$/, "@nhat/$1/$2'");

/** Every fault of the forecast so far was found within 14 changes; 200 take one and a half minutes. */
const STEPS = 80;

/**
 * The forecast against the runner, in this process: after each random change it says what will run, and then the nodes are run as Nx
 * runs them.
 */
describe('the forecast of many random changes', () => {
  let workspace: TestWorkspace;
  let root: string;
  let cache: string;
  const environment = { ...process.env };
  beforeAll(() => {
    workspace = blobWorkspace();
    root = workspace.folder;
    cache = join(root, 'nx-cache');
    process.env['NX_CACHE_DIRECTORY'] = cache;
    process.env['NHAT_STORE'] = '';
  });
  afterAll(() => {
    process.env = environment;
    workspace.dispose();
  });

  const known = new Map<string, Promise<CodedBundle>>();
  /** Each bundle is made once for each text of the stage in it; the other sources never change here. */
  const bundles = ({ bundles: planned }: Plan): Promise<CodedBundle[]> =>
    Promise.all(
      planned.map((bundle) => {
        const stage = Object.keys(blobStages).find((file) => bundle.entry.includes(moduleOf(file)));
        const key = `${bundle.entry}\n${stage === undefined ? '' : workspace.read(stage)}`;
        const coded = known.get(key) ?? codedBundle(root, bundle);
        known.set(key, coded);
        return coded;
      }),
    );

  const files = (folder: string): string[] => {
    try {
      return readdirSync(folder)
        .sort()
        .map((name) => join(folder, name));
    } catch {
      return [];
    }
  };
  const storeFolder = () => join(root, process.env['NHAT_STORE'] || '.nhat/store');
  const pick = (source: Stream, paths: string[]) =>
    paths.length === 0 ? undefined : source.pick(paths);
  const flipBit = (path: string | undefined) => {
    if (path === undefined || !statSync(path).isFile()) return;
    const bytes = readFileSync(path);
    if (bytes.length > 0) bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
  };
  const remove = (path: string | undefined) =>
    path !== undefined && rmSync(path, { recursive: true, force: true });
  const option =
    (change: (body: Record<string, never>, source: Stream) => void) => (source: Stream) => {
      const body = JSON.parse(workspace.read(PIPELINE)) as Record<string, never>;
      change(body, source);
      workspace.writeJson(PIPELINE, body);
    };
  const set = (path: string, values: readonly unknown[]) =>
    option((body, source) => {
      const keys = path.split('.');
      const last = keys.pop()!;
      const inner = keys.reduce((at, key) => at[key]!, body) as Record<string, unknown>;
      inner[last] = source.pick(values);
    });
  const code = (change: (text: string, which: number) => string) => (source: Stream) => {
    const file = source.pick(Object.keys(blobStages));
    workspace.write(file, change(blobStages[file]!, 1 + source.integer(2)));
  };
  const nodes = () => files(join(root, 'artifacts')).filter((path) => !path.includes('bundle-'));

  const changes: Record<string, (source: Stream) => void> = {
    'an option of training': set('training.weightDecay', [0.0001, 0.01, 0.02]),
    'an option of pretraining': set('pretraining.imagesSeen', [16, 24]),
    'the probes, which change no weights': set('pretraining.probes', [true, false]),
    'the budgets': set('budgets.finetune', [[10], [10, 20], [20]]),
    'the seeds': set('seeds', [1, 2]),
    'the draw of labels': set('labels', ['balanced', 'random']),
    'the intervals': set('interval.draws', [200, 300]),
    'a factor of the dataset': (source) => {
      const dataset = structuredClone(tinyStudy['datasets/tiny.json']);
      workspace.writeJson('datasets/tiny.json', {
        ...dataset,
        factors: { ...dataset.factors, texture: source.chance(0.5) },
      });
    },
    'code that does the same': code(idleCode),
    'code that does something else': code(otherCode),
    'code as it was': (source) => {
      const file = source.pick(Object.keys(blobStages));
      workspace.write(file, blobStages[file]!);
    },
    'a lost artifact': (source) => remove(pick(source, nodes())),
    'a damaged artifact': (source) => {
      const folder = pick(source, nodes());
      flipBit(folder && join(folder, source.pick(['outputs.json', 'manifest.json'])));
    },
    'all artifacts lost': () => remove(join(root, 'artifacts')),
    'a lost result in the store': (source) =>
      remove(pick(source, files(join(storeFolder(), 'ac')))),
    'a damaged result in the store': (source) =>
      flipBit(pick(source, files(join(storeFolder(), 'ac')))),
    'a lost file in the store': (source) => remove(pick(source, files(join(storeFolder(), 'cas')))),
    'a damaged file in the store': (source) =>
      flipBit(pick(source, files(join(storeFolder(), 'cas')))),
    'all files lost': () => remove(join(storeFolder(), 'cas')),
    'another store': (source) => {
      process.env['NHAT_STORE'] = source.pick(['', 'other-store']);
    },
    'what Nx knows': () => remove(cache),
  };

  it('never says falsely that a node will run, or that it is restored', async () => {
    const source = stream(20, 'perturbation');
    const wrong: string[] = [];
    const seen = { run: 0, ready: 0, depends: 0, dependsRan: 0, lost: 0 };
    for (let step = 0; step < STEPS; step++) {
      const names = Object.keys(changes);
      const done = Array.from({ length: 1 + source.integer(2) }, () => source.pick(names));
      if (step > 0) done.forEach((name) => changes[name]!(source));
      const plan = planPipeline(resolvePipeline(readWorkspace(root), 'study'));
      const coded = await bundles(plan);
      const digests = new Map(coded.map(({ name, digest }) => [name, digest]));
      const store = openStore(root, process.env, () => undefined);
      const codeOf = ({ name }: { name: string }) => Promise.resolve(digests.get(name)!);
      const expected = await forecast({ root, store, codeOf }, 'study', plan);
      const computed = await runLikeNx(root, cache, 'study', plan, coded);
      wrong.push(
        ...mistakes(expected, computed).map((one) => `${step} ${done.join(', ')}: ${one}`),
      );
      for (const { name, status, reason } of expected) {
        seen[status]++;
        if (status === 'depends' && computed.has(name)) seen.dependsRan++;
        if (reason?.kind === 'files lost') seen.lost++;
      }
    }
    expect(wrong).toEqual([]);
    // Each kind of answer was given, and what depends on a result went both ways.
    expect(
      Math.min(seen.run, seen.ready, seen.dependsRan, seen.depends - seen.dependsRan, seen.lost),
    ).toBeGreaterThan(5);
  });
});

/** The same through Nx itself, for a few changes. */
describe('nx plan', () => {
  let workspace: TestWorkspace;
  beforeAll(() => {
    workspace = blobWorkspace();
    const { status, output } = workspace.nx(['run', 'study:nodes']);
    if (status !== 0) throw new Error(output);
  });
  afterAll(() => workspace.dispose());

  const jsonIn = (output: string) =>
    JSON.parse(output.slice(output.indexOf('{\n'), output.lastIndexOf('}') + 1)) as {
      nodes: Forecast[];
    };
  const removeFiles = (which: RegExp) => {
    const folder = workspace.path('.nhat/store/cas');
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (which.test(readFileSync(path, 'latin1'))) rmSync(path);
    }
  };
  const edit = (file: string, change: (text: string) => string) =>
    workspace.write(file, change(workspace.read(file)));

  it.each<[string, () => void]>([
    [
      'lost images and another recipe',
      () => {
        removeFiles(/^\["train-000"/);
        edit(PIPELINE, (text) => text.replace('"seeds": 2', '"seeds": 3'));
      },
    ],
    ['code that does the same', () => edit('libs/stages/src/pretrain.ts', (t) => idleCode(t, 7))],
    [
      'nothing that Nx knows, and lost weights',
      () => {
        workspace.remove('.nx');
        removeFiles(/"train-000/);
      },
    ],
  ])('says what runs after %s', (_, change) => {
    change();
    const { nodes } = jsonIn(workspace.nx(['plan', 'study', '--json']).output);
    const names = new Map(nodes.map(({ name }) => [nodeSlug(name), name]));
    const { status, output, computed } = workspace.nx(['run', 'study:nodes']);
    if (status !== 0) throw new Error(output);
    expect(mistakes(nodes, new Set(computed.map((slug) => names.get(slug)!)))).toEqual([]);
    expect(computed.length).toBeGreaterThan(0);
  });

  it('has nothing to say afterwards, and a node explains itself', () => {
    expect(workspace.nx(['plan', 'study']).output).toContain('nothing to run');
    const [node] = readdirSync(workspace.path('artifacts')).filter((n) =>
      n.startsWith('finetune-'),
    );
    const { output, status } = workspace.nx(['explain', node!]);
    expect(status).toBe(0);
    expect(output).toContain(`${node}: finetuning after rotation`);
    expect(output).toMatch(/^result {2}in artifacts\//m);
    const unknown = workspace.nx(['explain', 'finetune-nothing-00000000']);
    expect([unknown.status, unknown.output]).toEqual([
      1,
      expect.stringContaining('no pipeline has'),
    ]);
  });
});
