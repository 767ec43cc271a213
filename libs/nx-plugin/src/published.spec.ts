import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { decodePack } from '@nhat/packs';
import { instantStages } from './testing/instant-stages';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const PACK = 'published/study.nhat-pack';
const STAGES = ['curve', 'finetune', 'images', 'pretrain', 'scratch', 'spread', 'utility'];

/** docs/packs.md: one workspace computes and packs, fresh clones have the pack alone. */
describe('a pack', () => {
  let first: TestWorkspace;
  const clones: TestWorkspace[] = [];
  beforeAll(() => {
    first = new TestWorkspace(tinyStudy);
    const run = first.nx(['utility', 'study']);
    if (run.status !== 0) throw new Error(run.output);
  });
  afterAll(() => [first, ...clones].forEach((one) => one.dispose()));

  function clone(changes: Record<string, object> = {}): TestWorkspace {
    const workspace = new TestWorkspace({ ...tinyStudy, ...changes });
    clones.push(workspace);
    mkdirSync(dirname(workspace.path(PACK)));
    copyFileSync(first.path(PACK), workspace.path(PACK));
    return workspace;
  }
  const stagesOf = (slugs: readonly string[]) => [
    ...new Set(slugs.map((slug) => slug.split('-')[0]!)),
  ];
  /** An engine that is not there: a training that starts fails. */
  const NO_ENGINE = { NHAT_ENGINE: 'none' };

  it('holds each result once, and neither weights nor images', () => {
    const run = first.nx(['pack', 'study', '--json']);
    expect([run.status, run.computed]).toEqual([0, []]);
    const pack = decodePack(readFileSync(first.path(PACK)));
    expect([pack.keys.length, pack.planned]).toEqual([9, 9]);
    const manifests = pack.keys.map((key) => pack.manifest(key)!);
    expect(stagesOf(manifests.map(({ node }) => node).sort())).toEqual(STAGES);
    const weights = manifests.flatMap(({ outputs }) => outputs.blobs['weights'] ?? []);
    const images = manifests.flatMap(({ outputs }) => outputs.blobs['train-000'] ?? []);
    for (const digest of [...weights, ...images]) expect(pack.files).not.toContain(digest);
    expect(weights.length * images.length).toBeGreaterThan(0);
    const losses = manifests.flatMap(({ outputs }) => outputs.blobs['losses'] ?? []);
    expect(pack.files).toEqual(expect.arrayContaining(losses));
  });

  let fresh: TestWorkspace;
  it('gives a fresh clone the table and the page without training, and without an engine', () => {
    const idle = { ...tinyStudy['pipelines/study.json'], active: false };
    fresh = clone({ 'pipelines/idle.json': idle });
    const run = fresh.nx(['utility', 'study', '--output=rows.json'], NO_ENGINE, 'published');
    expect([run.status, run.computed, run.packed.length]).toEqual([0, [], 9]);
    for (const slug of run.packed) expect(fresh.artifact(slug)).toBe(first.artifact(slug));
    for (const file of ['utility.json', 'runs.json', 'claims.json', 'index.html']) {
      expect(fresh.read(`reports/study/${file}`)).toBe(first.read(`reports/study/${file}`));
    }
    expect(fresh.read('reports/study/index.html')).toContain('data:image/png;base64,');
    // The path of a flag starts where the user stands, and the answer names it.
    expect(fresh.read('published/rows.json')).toBe(fresh.read('reports/study/utility.json'));
    expect(run.output).toMatch(/^Report: \.\.\/reports\/study\/index\.html\nJSON: rows\.json$/m);
  });

  it('has no weights, and the advice of nx export brings them', () => {
    const { status, output } = fresh.nx(['export', 'study']);
    expect([status, output]).toEqual([1, expect.stringContaining('its weights are in no store')]);
    // The nodes of a pipeline that is not active are no projects of Nx, but an active one may share them.
    expect(fresh.nx(['export', 'idle']).output).toMatch(
      /NHAT_PUBLISHED=off npx nx run pretrain-\S+ --skip-nx-cache`, .*the node took \d/,
    );
    const active = fresh.read('pipelines/study.json');
    fresh.write('pipelines/study.json', fresh.read('pipelines/idle.json'));
    expect(fresh.nx(['export', 'study']).output).toMatch(
      /NHAT_PUBLISHED=off npx nx utility \w+ --skip-nx-cache`, .*its nodes took \d/,
    );
    fresh.write('pipelines/study.json', active);
    const [, assignment, words] = /`(\S+=\S+ )?npx nx (.+?)`/.exec(output)!;
    const [variable, value] = assignment!.trim().split('=');
    const run = fresh.nx(words!.split(' '), { [variable!]: value! });
    expect([run.status, stagesOf(run.computed)]).toEqual([0, ['images', 'pretrain']]);
    const exported = fresh.nx(['export', 'study', '--output=../net', '--json'], {}, 'published');
    const { weights } = JSON.parse(/\{\n.*\n\}/s.exec(exported.output)![0]) as { weights: string };
    expect(weights).toMatch(/^\.\.\/net\/pretrain-.*\.safetensors$/);
    expect(fresh.has(`published/${weights}`)).toBe(true);
  });

  it('of what came from the pack is the same pack', () => {
    for (const folder of ['artifacts', '.nhat/store']) fresh.remove(folder);
    const again = fresh.nx(['pack', 'study'], NO_ENGINE);
    expect(again.output).toMatch(/9 of 9 nodes, \d+ kB; it was there already/);
    expect(readFileSync(fresh.path(PACK))).toEqual(readFileSync(first.path(PACK)));
  });

  it('lets a longer design train only what is new, on the same weights', () => {
    const study = {
      ...tinyStudy['pipelines/study.json'],
      budgets: { scratch: [10, 20], finetune: [10, 20] },
    };
    const more = clone({ 'pipelines/study.json': study });
    const refused = more.viewed(['utility', 'study'], NO_ENGINE);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(
      /NHAT_ENGINE[^]*\nThe published results of study need no run: npx nx published study\n$/,
    );
    const run = more.nx(['utility', 'study']);
    expect(run.status).toBe(0);
    // The new finetuning reads weights and images that no pack has; the curve from scratch is answered.
    expect(stagesOf(run.computed)).toEqual([
      'curve',
      'finetune',
      'images',
      'pretrain',
      'spread',
      'utility',
    ]);
    expect(run.computed.filter((slug) => slug.startsWith('finetune'))).toHaveLength(1);
    expect(run.packed.filter((slug) => slug.startsWith('scratch'))).toHaveLength(2);
    const pretrain = run.computed.find((slug) => slug.startsWith('pretrain'))!;
    expect(more.artifact(pretrain)).toBe(first.artifact(pretrain));
  });

  /** A pipeline that `npm start` may run in the place of `study`. */
  const smoke = { ...tinyStudy['pipelines/study.json'], active: false };
  const file = 'libs/stages/src/supervised.ts';
  const change = { [file]: (text: string) => `${text}\nglobalThis.name = 'other';\n` };
  let other: TestWorkspace;

  it('of other code is shown as such, and never as a result of today', () => {
    other = clone({ 'pipelines/smoke.json': smoke });
    const [published, plan] = other.during(change, () => [
      other.nx(['published', 'study'], NO_ENGINE),
      other.nx(['plan', 'study', '--json']),
    ]);
    expect([published!.status, published!.computed, published!.packed]).toEqual([0, [], []]);
    expect(published!.output).toMatch(/other code .* than those of today/);
    expect(published!.output).toMatch(/other code of scratch, finetune/);
    expect(published!.output).toContain('npx nx plan study');
    const rows = 'utility.json';
    expect(other.read(`reports/published/study/${rows}`)).toBe(first.read(`reports/study/${rows}`));
    expect(other.read('reports/published/study/index.html')).toContain('other code of scratch');
    expect([other.has('reports/study'), other.has('artifacts')]).toEqual([false, false]);
    const { nodes } = JSON.parse(/\{\n.*\n\}/s.exec(plan!.output)![0]) as {
      nodes: { stage: string; status: string }[];
    };
    const trained = nodes.filter(({ stage }) => ['scratch', 'finetune'].includes(stage));
    expect(trained.map(({ status }) => status)).toEqual(['run', 'run', 'run']);
    const { output } = other.nx(['published', 'study', '--json'], NO_ENGINE);
    expect(output).toContain(first.read(`reports/study/${rows}`));
  });

  it('is what npm start shows where the engine is slow', () => {
    const slow = { NHAT_ENGINE: 'wasm' };
    const restored = clone({ 'pipelines/smoke.json': smoke }).start(slow);
    expect([restored.status, restored.computed, restored.packed.length]).toEqual([0, [], 9]);
    expect(restored.output).toContain('Report: reports/study/index.html');

    const shown = other.during(change, () => other.start(slow));
    expect([shown.status, shown.computed]).toEqual([0, []]);
    expect(shown.output).toMatch(/other code of scratch, finetune/);

    const none = other.during(instantStages, () => other.start({ ...slow, NHAT_PUBLISHED: 'off' }));
    expect(none.output).toContain('the small pipeline smoke runs instead of study:');
    expect(none.output).toContain('`npm start study`');
    expect(none.output).not.toContain('quickstart');
    expect([none.status, none.computed.length]).toEqual([0, 9]);
  });

  let lost: TestWorkspace;
  it('of an unfinished pipeline is written on request, and the next machine goes on from it', () => {
    lost = new TestWorkspace(tinyStudy);
    clones.push(lost);
    const scratch = readdirSync(first.path('artifacts')).filter((name) => /^scratch-/.test(name));
    expect(lost.nx(['run-many', '-t', 'run', '-p', scratch.join(',')]).status).toBe(0);
    const refused = lost.nx(['pack', 'study']);
    expect([refused.status, refused.output]).toEqual([
      1,
      expect.stringMatching(/not finished \(got "results of 3 of 9 nodes.*--partial/s),
    ]);
    expect(lost.has(PACK)).toBe(false);
    expect(lost.nx(['pack', 'study', '--partial']).output).toContain('3 of 9 nodes');
    expect(lost.nx(['published', 'study']).output).toMatch(/no table yet/);

    const next = clone();
    copyFileSync(lost.path(PACK), next.path(PACK));
    const run = next.nx(['utility', 'study']);
    expect(run.status).toBe(0);
    expect(run.packed.filter((slug) => slug.startsWith('scratch'))).toHaveLength(2);
    expect(run.computed.filter((slug) => slug.startsWith('scratch'))).toEqual([]);
    expect(next.read('reports/study/utility.json')).toBe(first.read('reports/study/utility.json'));
    // A smaller pack does not take the place of a larger one.
    copyFileSync(first.path(PACK), lost.path(PACK));
    const smaller = lost.nx(['pack', 'study', '--partial'], { NHAT_PUBLISHED: 'off' });
    expect([smaller.status, smaller.output]).toEqual([1, expect.stringMatching(/more results/)]);
    expect(readFileSync(lost.path(PACK))).toEqual(readFileSync(first.path(PACK)));
  });

  it('that is damaged costs one line and no number', () => {
    const bytes = readFileSync(lost.path(PACK));
    writeFileSync(lost.path(PACK), bytes.subarray(0, bytes.length / 2));
    const run = lost.nx(['utility', 'study'], { NHAT_WORKER_WAIT: '60' });
    expect([run.status, run.computed.length, run.packed]).toEqual([0, 6, []]);
    expect(run.output.match(/^published\/study\.nhat-pack: damaged/gm)).toHaveLength(1);
    const shown = lost.nx(['published', 'study']);
    expect([shown.status, shown.output]).toEqual([
      1,
      expect.stringMatching(/published\/study\.nhat-pack: damaged/),
    ]);
    expect(lost.read('reports/study/utility.json')).toBe(first.read('reports/study/utility.json'));
  });
});
