import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { indexDocuments } from '@nhat/documents';
import { registries } from '@nhat/plan';
import { tinyStudy } from './testing/tiny-study';
import { uniteNodes, workspaceGraph } from './workspace-graph';

const study = tinyStudy['pipelines/study.json'];
const workspace = {
  datasets: indexDocuments('dataset', [
    { path: 'datasets/tiny.json', text: JSON.stringify(tinyStudy['datasets/tiny.json']) },
  ]),
  pipelines: indexDocuments(
    'pipeline',
    Object.entries({
      study,
      second: { ...study, budgets: { scratch: [10, 20], finetune: [10, 15] } },
      idle: { ...study, active: false, seeds: 2 },
      broken: { ...study, methods: ['rotatoin'] },
    }).map(([name, body]) => ({ path: `pipelines/${name}.json`, text: JSON.stringify(body) })),
  ),
  registries,
};

describe('the graph of a workspace', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'nhat-graph-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const graph = (only?: string) => workspaceGraph(root, workspace, { only, code: 'code' });
  const names = (only?: string) => Object.values(graph(only).projects).map(({ name }) => name!);
  const nodes = (only?: string) => names(only).filter((name) => /-[0-9a-f]{8}$/.test(name));

  it('has the nodes of all active pipelines, each once, and the others as projects alone', () => {
    // The second brings a finetuning, a curve, a spread and a utility.
    expect(nodes()).toHaveLength(9 + 4);
    expect(names()).toEqual(expect.arrayContaining(['study', 'second', 'idle', 'broken']));
  });

  it('has one pipeline with its nodes when it is for that one', () => {
    // A second seed: two from scratch, a pretraining and one finetuned more than in `study`.
    expect(nodes('idle')).toHaveLength(9 + 4);
    expect(names('idle')).toContain('idle');
    expect(names('idle')).not.toContain('study');
  });

  it('depends on nothing that is not there', () => {
    const { projects, dependencies } = graph();
    const known = new Set(Object.values(projects).map(({ name }) => name));
    const targets = Object.values(dependencies).flat();
    const libraries = new Set(readdirSync(join(__dirname, '../..')));
    expect(targets.filter((name) => !known.has(name) && !libraries.has(name))).toEqual([]);
  });

  it('refuses one name for two nodes', () => {
    const node = { name: 'x', stage: 'images', upstream: [], bundle: 'b', record: '0' } as const;
    const one = { ...node, upstream: [] };
    expect(uniteNodes([one, one]).size).toBe(1);
    expect(() => uniteNodes([one, { ...one, record: '1' }])).toThrow(
      'one name for two different nodes',
    );
  });
});
