import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestWorkspace } from './testing/test-workspace';
import type { NxRun } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const study = tinyStudy['pipelines/study.json'];
const deep = `{"question": ${'['.repeat(100_000)}${']'.repeat(100_000)}, "active": true}`;

/** Documents that may break everything, all active, beside one that is right; real Nx. */
describe('in a workspace with hostile documents', () => {
  let workspace: TestWorkspace;

  beforeAll(() => {
    workspace = new TestWorkspace({
      ...tinyStudy,
      'datasets/constructor.json': tinyStudy['datasets/tiny.json'],
      'pipelines/other.json': { ...study, datasets: ['constructor'] },
      'pipelines/tokens.json': { ...study, question: 'Does {workspaceRoot} or {projectName}?' },
      'pipelines/x;touch PWNED;.json': study,
      'pipelines/$(touch PWNED).json': study,
      'pipelines/my pipe.json': study,
      'pipelines/bundle-curve.json': study,
      'pipelines/constructor.json': study,
      'pipelines/study-0123abcd.json': study,
    });
    workspace.write('pipelines/deep.json', deep);
    workspace.write('pipelines/latin.json', '');
    writeFileSync(
      workspace.path('pipelines/latin.json'),
      Buffer.from('{"question": "für"}', 'latin1'),
    );
    mkdirSync(workspace.path('pipelines/folder.json'));
    mkdirSync(workspace.path('shared'));
    workspace.writeJson('shared/linked.json', { ...study, active: false });
    symlinkSync(workspace.path('shared'), workspace.path('pipelines/team'));
    symlinkSync('/nonexistent', workspace.path('pipelines/gone.json'));
    symlinkSync('..', workspace.path('pipelines/loop'));
  });
  afterAll(() => workspace.dispose());

  const plan = (name: string) => workspace.nx(['plan', name]);
  let all: NxRun;
  beforeAll(() => (all = workspace.nx(['run-many', '-t', 'plan'])));

  it('all plans run, the right ones succeed and no name reaches a shell', () => {
    const { status, output } = all;
    expect(status).toBe(1);
    for (const name of ['study', 'other', 'tokens']) {
      expect(output).toMatch(new RegExp(`^${name}: 9 of 9 nodes will run\\b`, 'm'));
    }
    expect(output.match(/not a name for a document \(got "/g)).toHaveLength(3);
    expect(existsSync(workspace.path('PWNED'))).toBe(false);
    expect(output).not.toMatch(/\n\s+at /);
  });

  it.each([
    ['my pipe', 'pipelines/my pipe.json: not a name for a document (got "my pipe"; expected lower'],
    ['x;touch PWNED;', 'not a name for a document (got "x;touch PWNED;"'],
    ['deep', 'pipelines/deep.json › line 1, column 63: nested too deeply'],
    ['latin', 'pipelines/latin.json: not UTF-8 (got "line 1'],
    ['gone', 'pipelines/gone.json: not a file'],
  ])('%s says what is wrong with it, and its plan fails', (name, expected) => {
    expect(all.output).toContain(expected);
    expect(all.output).toContain(`\n- ${name}:plan\n`);
  });

  it.each([
    ['x;touch PWNED;', 'not a name for a document (got "x;touch PWNED;"'],
    ['bundle-curve', 'pipelines/bundle-curve.json: named like a bundle'],
    ['study-0123abcd', 'pipelines/study-0123abcd.json: named like a node'],
    ['constructor', 'pipelines/constructor.json: named like a property'],
  ])('%s says what is wrong with it when it is asked for', (name, expected) => {
    const { status, output } = plan(name);
    expect(status).not.toBe(0);
    expect(output).toContain(expected);
    expect(existsSync(workspace.path('PWNED'))).toBe(false);
  });

  it('a linked document is a document', () => {
    expect(plan('team/linked').output).toContain('team/linked: 9 of 9 nodes will run');
  });

  it('a study of a dataset called constructor runs to its end', () => {
    const { status, output, computed } = workspace.nx(['utility', 'other']);
    expect([status, status === 0 ? '' : output]).toEqual([0, '']);
    expect(computed).toHaveLength(9);
    expect(existsSync(join(workspace.folder, 'reports/other/index.html'))).toBe(true);
  });
});

/** `nx affected` with real Nx. */
describe('a changed document affects', () => {
  let workspace: TestWorkspace;

  beforeAll(() => {
    const parent = { ...study, active: false };
    workspace = new TestWorkspace({
      'datasets/base.json': tinyStudy['datasets/tiny.json'],
      'datasets/tiny.json': { extends: 'base' },
      'datasets/other.json': { extends: 'base', seed: 1 },
      'pipelines/parent.json': parent,
      'pipelines/study.json': { extends: 'parent', question: 'Why?', active: true },
      'pipelines/second.json': { ...study, datasets: ['other'] },
    });
  });
  afterAll(() => workspace.dispose());

  const affected = (file: string) => {
    const { output } = workspace.nx(['show', 'projects', '--affected', `--files=${file}`]);
    const names = output.trim().split('\n');
    const nodes = names.filter((name) => /-[0-9a-f]{8}$/.test(name));
    return {
      nodes: nodes.length,
      pipelines: names.filter((name) => /^(study|second)$/.test(name)),
    };
  };

  it.each([
    ['pipelines/study.json', 9, ['study']],
    ['pipelines/parent.json', 9, ['study']],
    ['pipelines/second.json', 9, ['second']],
    ['datasets/tiny.json', 9, ['study']],
    ['datasets/base.json', 18, ['second', 'study']],
  ])('%s: %d nodes', (file, nodes, pipelines) => {
    const found = affected(file);
    expect({ ...found, pipelines: found.pipelines.sort() }).toEqual({ nodes, pipelines });
  });
});
