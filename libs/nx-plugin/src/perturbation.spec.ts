import { readdirSync } from 'node:fs';
import { parseManifest } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { main as plan } from '@nhat/commands/plan';
import { nodeSlug } from '@nhat/plan';
import { TestWorkspace } from './testing/test-workspace';
import type { NxRun } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const images = 'images-tiny-16px';
const pretrain = 'pretrain-tiny-rotation-resnet9-s0';
const scratch = (n: number, seed = 0) => `scratch-tiny-resnet9-classification-n${n}-s${seed}`;
const finetune = (n: number, seed = 0) =>
  `finetune-tiny-rotation-resnet9-classification-n${n}-s${seed}`;
const curve = (arm: string) => `curve-tiny-${arm}-resnet9-classification`;
const utility = 'utility-tiny-rotation-resnet9-classification';
const spread = 'spread-1-panel';
const all = [
  images,
  pretrain,
  scratch(10),
  scratch(20),
  finetune(10),
  curve('scratch'),
  curve('rotation'),
  spread,
  utility,
];

const METHOD = 'libs/pretext/src/rotation.ts';
const PIPELINE = 'pipelines/study.json';

type Body = Record<string, Record<string, unknown> & unknown[]>;

/** A change of a JSON document. */
const json =
  (change: (body: Body) => void) =>
  (text: string): string => {
    const body = JSON.parse(text) as Body;
    change(body);
    return JSON.stringify(body);
  };

/** Probes take longer than all else here, so that one case alone asks for them. */
const probed = json((body) => (body['pretraining']!['probes'] = true));

/** An augmentation that is off by default. */
const FADE = `
import type { AugmentationModule } from './augmentation';

export const fade: AugmentationModule = {
  name: 'fade',
  options: { type: 'object', description: 'Halves every value.', properties: {} },
  default: false,
  draw: () => undefined,
  recolour: (pixels) => pixels.forEach((value, at) => (pixels[at] = value / 2)),
};
`;

/** Code that runs and changes no result. */
const idle = (text: string) => `${text}\nglobalThis.idle = 1;\n`;

/**
 * Real plugin, bundles, runner, stages and Nx, each case on top of finished runs. A case names the exact set of nodes
 * that Nx starts; they compute, except that the store may answer for a utility whose curves came out the same.
 */
describe('what runs again after', () => {
  let workspace: TestWorkspace;
  let first: NxRun;
  let answer: string;

  beforeAll(() => {
    workspace = new TestWorkspace(tinyStudy);
    first = workspace.nx(['run-many', '-t', 'utility']);
    answer = first.status === 0 ? workspace.artifact(utility) : first.output;
  }, 180_000);
  afterAll(() => workspace.dispose());

  /** All nodes, without the page, which is a function of what they leave. */
  const run = () => workspace.nx(['run-many', '-t', 'nodes']);
  const runWith = (changes: Record<string, (text: string) => string>) =>
    workspace.during(changes, run);

  /** What `nx plan` prints of a pipeline, without Nx around it, which plan-perturbation.spec has. */
  async function planned(name: string): Promise<string> {
    const before = process.env;
    process.env = {
      ...before,
      NHAT_PIPELINE: JSON.stringify({ name }),
      NHAT_STORE: '',
      NX_CACHE_DIRECTORY: workspace.path('.nx/cache'),
    };
    const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      await plan([], workspace.folder);
      return out.mock.calls.map(([text]) => String(text)).join('');
    } finally {
      out.mockRestore();
      process.env = before;
    }
  }

  const folderOf = (slug: string): string =>
    readdirSync(workspace.path('artifacts')).find((name) => nodeSlug(name) === slug)!;
  const manifest = () => parseManifest(workspace.artifact(pretrain, 'manifest.json'))!;
  const rowsOf = ({ ran }: Manifest) => (ran.facts['probes'] as unknown[]).length;

  const expectRun = ({ status, output, computed, stored }: NxRun, names: string[]) => {
    if (status !== 0) throw new Error(output);
    expect([...computed, ...stored].sort()).toEqual([...names].sort());
    expect(stored.filter((name) => name !== utility && name !== spread)).toEqual([]);
  };

  it('nothing has run yet: every node', () => {
    expectRun(first, all);
    expect(first.computed).toEqual([...all].sort());
  });

  it('nothing, where Nx plans the hashes of all tasks at once', () => {
    const logged = { NX_NATIVE_LOGGING: 'nx::native::tasks::hash_planner=debug' };
    const again = workspace.nx(['run-many', '-t', 'utility'], logged);
    expectRun(again, []);
    expect(again.output.match(/get_plans_internal COMPLETED/g)).toHaveLength(1);
  });

  it('nothing else than the bundle and the upstream outputs, which the hash of a node covers', () => {
    const [node, ...others] = [curve('scratch'), scratch(10), scratch(20)].map(folderOf);
    const shown = workspace.nx(['show', 'target', 'inputs', `${node}:run`, '--json']);
    const { files, external } = JSON.parse(shown.output) as Record<string, string[]>;
    const upstream = others.map((name) => `artifacts/${name}/outputs.json`);
    expect(files!.filter((file) => file.includes('/')).sort()).toEqual(
      ['artifacts/bundle-curve/bundle.cjs', ...upstream].sort(),
    );
    expect(external ?? []).toEqual([]);
  });

  it('a comment, an unused export, another method, prose, a test, the report and nx-base.json: nothing', () => {
    const method = workspace.read(METHOD);
    const unused = '\nexport function unturned(): number {\n  return 4;\n}\n';
    const registered = (text: string) =>
      text
        .replace(/^/, "import { spinOptions } from './spin';\n")
        .replace('rotation: {', 'spin: { options: spinOptions },\n  rotation: {');
    const spin = method
      .replaceAll('rotationOptions', 'spinOptions')
      .replaceAll('rotation:', 'spin:');
    const changes = {
      [METHOD]: (text: string) => `// A remark.\n${text}${unused}`,
      'libs/pretext/src/registry.ts': registered,
      'libs/pretext/src/spin.ts': () => spin,
      'libs/pretext/src/rotation.spec.ts': idle,
      'libs/report/src/index.ts': idle,
      [PIPELINE]: json((body) =>
        Object.assign(body, { question: 'Why?', cost: '1 s', expected: '0' }),
      ),
      'nx-base.json': json((body) => Object.assign(body, { parallel: 1 })),
    };
    expectRun(runWith(changes), []);
  });

  it('a factor, an augmentation and an option of the schedule that were added later: nothing', () => {
    const later = "type: 'boolean', default: false, later: true, description: 'New.'";
    const changes = {
      'libs/render/src/factors.ts': (text: string) =>
        text.replace('lighting: factor(', `weather: { ${later} },\n  lighting: factor(`),
      'libs/documents/src/training-schema.ts': (text: string) =>
        text.replace('weightDecay: {', `averaging: { ${later} },\n  weightDecay: {`),
      'libs/augment/src/fade.ts': () => FADE,
      'libs/augment/src/registry.ts': (text: string) =>
        text
          .replace(/^/, "import { fade } from './fade';\n")
          .replace('  cutout,\n', '  cutout,\n  fade,\n'),
    };
    expectRun(runWith(changes), []);
    const asked = (body: Body) => Object.assign(body, { augment: { fade: true } });
    const { computed } = runWith({ ...changes, [PIPELINE]: json(asked) });
    expect(computed).toContain('pretrain-tiny-rotation-resnet9-s0');
  });

  it('the draw of labels and the reference written out as they are by default: nothing', () => {
    const written = json((body) =>
      Object.assign(body, { labels: 'balanced', randomWeights: true }),
    );
    expectRun(runWith({ [PIPELINE]: written }), []);
  });

  it('the draw of labels: all but images and pretraining', () => {
    const random = json((body) => Object.assign(body, { labels: 'random' }));
    expectRun(
      runWith({ [PIPELINE]: random }),
      all.filter((name) => name !== images && name !== pretrain),
    );
  });

  it('a method edited without effect: its pretraining, and the wave stops there', () => {
    expectRun(runWith({ [METHOD]: idle }), [pretrain]);
  });

  it('a method edited with effect: all that follows from its pretraining', () => {
    const before = workspace.artifact(curve('rotation'));
    const turned = (text: string) => text.replace('at % 4', '(at + 1) % 4');
    const result = runWith({ [METHOD]: turned });
    const changed = workspace.artifact(curve('rotation')) !== before;
    expectRun(result, [
      pretrain,
      finetune(10),
      curve('rotation'),
      ...(changed ? [spread, utility] : []),
    ]);
  });

  it('the probes edited with effect: the pretraining, and the wave stops there', () => {
    const fewer = (text: string) => text.replace("['linear', 'mlp']", "['linear']");
    const edited = { 'libs/stages/src/training/probes.ts': fewer };
    workspace.during({ [PIPELINE]: probed }, () => {
      expect(run().status).toBe(0);
      const before = manifest();
      workspace.during(edited, () => {
        expectRun(run(), [pretrain]);
        expect([rowsOf(before), rowsOf(manifest())]).toEqual([2, 1]);
      });
    });
  });

  it('a shared block edited without effect: all that trains', () => {
    const result = runWith({ 'libs/train/src/fit.ts': idle });
    expectRun(result, [pretrain, scratch(10), scratch(20), finetune(10)]);
  });

  it('one factor of the dataset: everything', () => {
    const textured = json((body) => (body['factors']!['texture'] = true));
    expectRun(runWith({ 'datasets/tiny.json': textured }), all);
  });

  it('one option of training: all but images and pretraining', () => {
    const decayed = json((body) => (body['training']!['weightDecay'] = 0.01));
    expectRun(
      runWith({ [PIPELINE]: decayed }),
      all.filter((name) => name !== images && name !== pretrain),
    );
  });

  it('one more budget: its runs and what reads them', () => {
    const more = json((body) => (body['budgets']!['finetune'] as number[]).push(20));
    expectRun(runWith({ [PIPELINE]: more }), [finetune(20), curve('rotation'), spread, utility]);
  });

  it('one more seed: its runs and what reads them', () => {
    expectRun(runWith({ [PIPELINE]: json((body) => Object.assign(body, { seeds: 2 })) }), [
      ...[pretrain.replace(/s0$/, 's1'), scratch(10, 1), scratch(20, 1), finetune(10, 1)],
      ...[curve('scratch'), curve('rotation'), spread, utility],
    ]);
  });

  it('a second pipeline: only what the first does not have', () => {
    const second = {
      question: 'And with 15?',
      extends: 'study',
      active: true,
      budgets: { finetune: [10, 15] },
    };
    const result = runWith({ 'pipelines/second.json': () => JSON.stringify(second) });
    expectRun(result, [finetune(15), curve('rotation'), spread, utility]);
  });

  it.each<[string, Record<string, (text: string) => string>, RegExp[]]>([
    ['nothing', {}, [/^study: nothing to run, all 9 results are there$/m]],
    [
      'an option of training',
      { [PIPELINE]: json((body) => (body['training']!['weightDecay'] = 0.02)) },
      [
        /^study: 7 of 9 nodes will run$/m,
        /^3 of them only if .*another result$/m,
        /^ {2}scratch +2 +0 +0 /m,
        /^ {2}pretrain +0 +0 +1 +–$/m,
        /^ {2}scratch +the weight decay of training from scratch changed: \S+ →\s+0\.02 \(2\)$/m,
        /^ {2}curve +after scratch, which runs$/m,
      ],
    ],
    [
      'a method',
      { [METHOD]: (text) => `${text}\nglobalThis.planned = 1;\n` },
      [
        /^study: 5 of 9 nodes will run$/m,
        /^4 of them only if .*another result$/m,
        /^ {2}pretrain +the code of this stage changed$/m,
      ],
    ],
  ])('%s: nx plan says what will run, and why', async (_, changes, expected) => {
    const output = await workspace.during(changes, () => planned('study'));
    expected.forEach((line) => expect(output).toMatch(line));
  });

  it('nothing: nx plan compares no pipeline that never ran with another that did', async () => {
    const other = { extends: 'study', question: 'Else?', training: { weightDecay: 0.03 } };
    const output = await workspace.during(
      { 'pipelines/other.json': () => JSON.stringify(other) },
      () => planned('other'),
    );
    expect(output).toMatch(/^other: 7 of 9 nodes will run.*no finished run yet$/m);
    expect(output).not.toContain('changed');
  });

  it('the outputs are deleted: nothing, Nx has them', () => {
    workspace.remove('artifacts');
    expectRun(run(), []);
    expect(workspace.artifact(utility)).toBe(answer);
  });

  it('the outputs and all that Nx knows are deleted: nothing, the store has the results', () => {
    ['artifacts', '.nx'].forEach((folder) => workspace.remove(folder));
    const { status, computed, stored } = run();
    expect([status, computed]).toEqual([0, []]);
    expect(stored).toEqual([...all].sort());
    expect(workspace.artifact(utility)).toBe(answer);
  });
});
