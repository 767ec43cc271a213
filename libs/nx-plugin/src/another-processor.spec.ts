import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseManifest } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { blobStages } from './testing/blob-stages';
import { OTHER_PROCESSOR, asOfOtherProcessor } from './testing/other-processor';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const PACK = 'published/study.nhat-pack';

/** docs/packs.md: what another kind of processor published does not come out the same here. */
describe('results that another processor published', () => {
  const more = {
    extends: 'study',
    question: 'And with more labels?',
    active: true,
    budgets: { scratch: [10, 20], finetune: [10, 20] },
  };
  let pack: Uint8Array;
  const workspaces: TestWorkspace[] = [];
  beforeAll(() => {
    const first = workspaceWith({});
    for (const run of [nodes(first, 'study'), first.nx(['pack', 'study'])]) {
      if (run.status !== 0) throw new Error(run.output);
    }
    pack = asOfOtherProcessor(readFileSync(first.path(PACK)));
  });
  afterAll(() => workspaces.forEach((one) => one.dispose()));

  /** Its stages take no time, and its pretrainings have weights. */
  function workspaceWith(documents: Record<string, object>): TestWorkspace {
    const workspace = new TestWorkspace({ ...tinyStudy, ...documents });
    for (const [file, code] of Object.entries(blobStages)) workspace.write(file, code);
    workspaces.push(workspace);
    return workspace;
  }

  function clone(documents: Record<string, object> = {}): TestWorkspace {
    const workspace = workspaceWith(documents);
    mkdirSync(dirname(workspace.path(PACK)));
    writeFileSync(workspace.path(PACK), pack);
    return workspace;
  }

  /** Runs all nodes of a pipeline, without its page. */
  const nodes = (workspace: TestWorkspace, pipeline: string, environment = {}) =>
    workspace.nx(['run', `${pipeline}:nodes`], environment);
  const manifest = (workspace: TestWorkspace, slug: string): Manifest =>
    parseManifest(workspace.artifact(slug, 'manifest.json'))!;
  const kinds = (slugs: readonly string[]) => [
    ...new Set(slugs.map((slug) => slug.split('-')[0]!)),
  ];

  it('are gone on from with pretrainings of this one, as nx plan says, and nothing mixes the two', () => {
    const here = clone({ 'pipelines/more.json': more });
    // Nx keeps these results, too.
    const taken = nodes(here, 'study');
    expect([taken.status, taken.computed, taken.packed.length]).toEqual([0, [], 9]);
    const pretraining = taken.packed.find((slug) => slug.startsWith('pretrain'))!;
    const published = here.artifact(pretraining);

    const plan = here.nx(['plan', 'more']).output;
    const note = `A pretraining of another processor (${OTHER_PROCESSOR}) runs again`;
    expect(plan.replace(/\s+/g, ' ')).toContain(note);
    // What runs, what depends on the weights, and what is restored.
    for (const row of [/pretrain +1 +0 +0/, /finetune +1 +1 +0/, /scratch +0 +0 +2/]) {
      expect(plan).toMatch(row);
    }

    const run = nodes(here, 'more');
    expect([run.status, kinds(run.computed)]).toEqual([
      0,
      ['curve', 'finetune', 'images', 'pretrain', 'spread', 'utility'],
    ]);
    expect(here.artifact(pretraining)).not.toBe(published);
    const finetuned = run.computed.filter((slug) => slug.startsWith('finetune'));
    const sources = finetuned.map((slug) => manifest(here, slug).ingredients.upstream);
    expect(sources).toHaveLength(2);
    expect(sources[0]).toEqual(sources[1]);

    expect(here.nx(['plan', 'more']).output).toContain('nothing to run');
    // A clone with both packs would take the pretraining of one of the two.
    expect(here.nx(['pack', 'more']).output).toMatch(
      /Warning: published\/more\.nhat-pack: pretrain-\S+ .*came out otherwise in published\/study\.nhat-pack/,
    );
    rmSync(here.path('published/more.nhat-pack'));
    const again = nodes(here, 'more');
    expect([again.status, again.computed]).toEqual([0, []]);
    // The published pipeline takes the same pretraining from now on, and finetuned networks of that alone.
    expect(nodes(here, 'study').computed).toEqual([]);
    expect(here.artifact(pretraining)).not.toBe(published);
  });

  it('are shown until NHAT_PUBLISHED=off computes others, which are shown from then on', () => {
    const here = clone();
    const taken = nodes(here, 'study');
    const scratch = taken.packed.find((slug) => slug.startsWith('scratch'))!;
    const test = () => manifest(here, scratch).outputs.scores['test'];
    expect(test()).toBe(0.123);
    const off = { NHAT_PUBLISHED: 'off' };
    expect(here.nx(['plan', 'study'], off).output).toMatch(
      /9 of 9 nodes will run[^]*images +its published result does not count \(NHAT_PUBLISHED=off\)/,
    );
    const own = nodes(here, 'study', off);
    expect([own.status, own.computed.length]).toEqual([0, 9]);
    const computed = test();
    expect(computed).not.toBe(0.123);
    expect(here.nx(['plan', 'study']).output).toContain('nothing to run');
    for (const environment of [{}, off]) {
      const shown = nodes(here, 'study', environment);
      expect([shown.status, shown.computed, shown.packed]).toEqual([0, [], []]);
      expect(test()).toBe(computed);
    }
  });
});
