import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { indexDocuments } from '@nhat/documents';
import { checkCluster } from './check-cluster';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';
import { JOB_STAGES } from '@nhat/documents/cluster-options';
import { stageNames } from '@nhat/plan';

const documents = { near: { active: true }, far: { run: { on: 'slurm' } } };
const pipelines = indexDocuments(
  'pipeline',
  Object.entries(documents).map(([name, body]) => ({
    path: `pipelines/${name}.json`,
    text: JSON.stringify(body),
  })),
);

/** A file with a mistake, and what is said of it. */
const FAULTS: [string, RegExp][] = [
  ['{ "partitions": "main" }', /^nhat-cluster\.json › partitions: unknown.*"partition"/s],
  ['{ "partition": "main", }', /^nhat-cluster\.json/],
  ['{ "resources": { "pretraining": { "cores": 2 } } }', /pretraining.*unknown.*pretrain/s],
  ['{ "resources": { "curve": { "cores": 2 } } }', /curve/],
  ['{ "resources": { "default": { "memoryMb": 60 } } }', /^nhat-cluster\.json › .*memoryMb.*60/s],
];

describe('a file nhat-cluster.json with a mistake', () => {
  const root = mkdtempSync(join(tmpdir(), 'nhat-cluster-file-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const check = (line: string, NHAT_EXECUTOR?: string) => () =>
    checkCluster(root, line.split(' '), { pipelines }, { NHAT_EXECUTOR });
  const write = (text: string) => writeFileSync(join(root, 'nhat-cluster.json'), text);

  it.each(FAULTS)('is refused: %s', (text, message) => {
    write(text);
    expect(check('utility near', 'slurm')).toThrow(message);
  });

  it.each([
    ...['utility near', 'page near', 'claims near', 'plan near', 'decide near'],
    ...['run near:utility', 'run-many -t utility', 'run-many -t utility -p n*', 'utility near far'],
    ...['run images-x-0123abcd', 'run-many -t run'],
  ])('is refused for nodes that run as jobs: nx %s', (line) => {
    write(FAULTS[0]![0]);
    expect(check(line, 'slurm')).toThrow(FAULTS[0]![1]);
    expect(check(line)).not.toThrow();
    expect(check(line, 'worker')).not.toThrow();
  });

  it.each(['utility far', 'plan far', 'run-many -t utility -p near,far'])(
    'is refused for pipelines whose document names the cluster: nx %s',
    (line) => {
      expect(check(line)).toThrow(FAULTS[0]![1]);
      expect(check(line, 'worker')).not.toThrow();
    },
  );

  it.each([
    ...['status near', 'explain near', 'pack near', 'compare near', 'published near'],
    ...['jobs slurm', 'build curves', 'utility scores'],
  ])('does not concern what runs no node: nx %s', (line) =>
    expect(check(line, 'slurm')).not.toThrow(),
  );
});

it('ends Nx with the message for nhat-cluster.json, before a node starts', () => {
  const workspace = new TestWorkspace(tinyStudy);
  try {
    workspace.write('nhat-cluster.json', FAULTS[0]![0]);
    const { status, stdout, stderr } = workspace.viewed(['utility', 'study'], {
      NHAT_EXECUTOR: 'slurm',
    });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(FAULTS[0]![1]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(workspace.has('.nhat/workers')).toBe(false);
  } finally {
    workspace.dispose();
  }
});

it('names stages that there are', () => {
  const others = stageNames.filter((stage) => !Object.hasOwn(JOB_STAGES, stage));
  expect(others).toEqual(['curve', 'scores', 'spread', 'utility']);
  expect(Object.keys(JOB_STAGES).length + others.length).toBe(stageNames.length);
});
