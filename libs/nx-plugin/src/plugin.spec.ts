import { TestWorkspace } from './testing/test-workspace';
import type { NxRun } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const study = tinyStudy['pipelines/study.json'];

describe('the workspace', () => {
  let workspace: TestWorkspace;

  beforeAll(() => {
    workspace = new TestWorkspace({
      ...tinyStudy,
      'pipelines/broken.json': { ...study, methods: ['rotatoin'], active: true },
      'pipelines/idle.json': {
        ...study,
        extends: 'study',
        budgets: { finetune: [15] },
        active: false,
      },
      'pipelines/deep/er/idle.json': { question: 'Deeper?', extends: 'idle' },
    });
  });
  afterAll(() => workspace.dispose());

  const projects = (...args: string[]) =>
    workspace
      .nx(['show', 'projects', ...args])
      .output.trim()
      .split('\n');

  it('has a project for each pipeline, and for each node and bundle of the active ones', () => {
    const found = projects();
    expect(found).toEqual(
      expect.arrayContaining(['study', 'broken', 'idle', 'deep/er/idle', 'bundle-images-rendered']),
    );
    const nodes = found.filter((name) => /-[0-9a-f]{8}$/.test(name));
    expect(nodes.map((name) => name.split('-')[0]).sort()).toEqual([
      'curve',
      'curve',
      'finetune',
      'images',
      'pretrain',
      'scratch',
      'scratch',
      'spread',
      'utility',
    ]);
  });

  it('says once, without a stack, what is wrong with a pipeline, and fails', () => {
    for (const target of ['utility', 'plan']) {
      const { status, output } = workspace.nx([target, 'broken']);
      expect(status).not.toBe(0);
      expect(
        output.match(
          /pipelines\/broken\.json › methods\[0\]: unknown name .*Did you mean "rotation"\?/g,
        ),
      ).toHaveLength(1);
      expect(output).not.toMatch(/\n\s+at /);
    }
  });

  it.each(['plan deep/er/idel', 'run-many -t plan -p study,deep/er/idel'])(
    'says which name was meant: nx %s',
    (line) => {
      const { status, output } = workspace.nx(line.split(' '));
      expect(status).not.toBe(0);
      expect(output).toContain('unknown name (got "deep/er/idel"');
      expect(output).toContain('Did you mean "deep/er/idle"?');
    },
  );

  it('lets other commands alone', () => {
    expect(workspace.nx(['schema', 'documents']).status).toBe(0);
    expect(workspace.nx(['plan', 'study']).status).toBe(0);
  });

  it.each([
    ['its name', ['plan', 'idle', '--json']],
    ['its path', ['plan', 'deep/er/idle', '--json']],
    ['its path as a project', ['run-many', '-t', 'plan', '-p', 'deep/er/idle', '--json']],
    ['its path and target', ['run', 'deep/er/idle:plan', '--json']],
  ])('plans a pipeline that is not active when it is asked for by %s', (_, line) => {
    const { status, output } = workspace.nx(line);
    expect(status).toBe(0);
    const { nodes, stages } = JSON.parse(
      output.slice(output.indexOf('{'), output.lastIndexOf('\n}') + 2),
    ) as {
      nodes: { name: string; status: string; reason: { kind: string } }[];
      stages: { stage: string; nodes: number; run: number }[];
    };
    expect(stages.map(({ stage, nodes: count, run }) => [stage, count, run])).toEqual([
      ['images', 1, 1],
      ['pretrain', 1, 1],
      ['scratch', 2, 2],
      ['finetune', 1, 1],
      ['curve', 2, 2],
      ['spread', 1, 1],
      ['utility', 1, 1],
    ]);
    expect(nodes[0]).toMatchObject({ status: 'run', reason: { kind: 'no result yet' } });
    expect(nodes.at(-1)).toMatchObject({ status: 'run', reason: { kind: 'upstream runs' } });
  });

  it('refuses two documents of one name, in the pipelines that need them', () => {
    const copies = { 'datasets/more/tiny.json': () => '{}' };
    const [planned, shown] = workspace.during(copies, () => [
      workspace.nx(['plan', 'study']),
      workspace.nx(['show', 'projects']),
    ]);
    expect([planned!.status === 0, shown!.status]).toEqual([false, 0]);
    expect(planned!.output).toContain('a second dataset of this name (got "tiny"');
    expect(planned!.output).not.toMatch(/\n\s+at /);
  });

  it('refuses a pipeline that is named like a library', () => {
    const named = { 'pipelines/render.json': () => JSON.stringify(study) };
    const [shown, { status, output }] = workspace.during(named, () => [
      workspace.nx(['plan', 'study']),
      workspace.nx(['plan', 'render']),
    ]) as [NxRun, NxRun];
    expect(shown.status).toBe(0);
    expect(status).not.toBe(0);
    expect(output).toContain('pipelines/render.json: named like a library (got "render"');
    expect(output).not.toMatch(/\n\s+at /);
  });

  it('runs one node with what it needs by its name, and says so when no active pipeline has it', () => {
    const images = projects().find((name) => name.startsWith('images-'))!;
    const { status, computed } = workspace.nx(['run', images]);
    expect([status, computed]).toEqual([0, ['images-tiny-16px']]);
    const unknown = workspace.nx(['run', 'images-tiny-16px-0123abcd:run']);
    expect(unknown.status).toBe(1);
    expect(unknown.output).toMatch(/images-tiny-16px-0123abcd: no node of an active pipeline/);
    expect(unknown.output).not.toMatch(/\n\s+at /);
  });
});
