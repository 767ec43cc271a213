import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { indexDocuments } from '@nhat/documents';
import type { WorkspaceDocuments } from '@nhat/documents';
import { registries } from '@nhat/plan';
import { recordPath } from '@nhat/runner/node-record';
import { flipBit } from '@nhat/runner/testing/flip-bit';
import { UnwrittenRecords, keptExpansion, knownExpansion } from './kept-expansion';
import { tinyStudy } from './testing/tiny-study';
import { workspaceGraph } from './workspace-graph';

const study = tinyStudy['pipelines/study.json'];
const tiny = tinyStudy['datasets/tiny.json'];
const documents: Record<string, object> = {
  'datasets/tiny.json': tiny,
  'datasets/unused.json': tiny,
  'pipelines/parent.json': study,
  'pipelines/study.json': { extends: 'parent', question: 'Why?' },
};

function workspaceOf(more: Record<string, object> = {}, canPlan = true): WorkspaceDocuments {
  const index = (kind: 'dataset' | 'pipeline') =>
    indexDocuments(
      kind,
      Object.entries({ ...documents, ...more })
        .filter(([path]) => path.startsWith(kind))
        .map(([path, body]) => ({ path, text: JSON.stringify(body) })),
    );
  const noRegistries = new Proxy(registries, {
    get: () => {
      throw new Error('planned');
    },
  });
  return {
    datasets: index('dataset'),
    pipelines: index('pipeline'),
    registries: canPlan ? registries : noRegistries,
  };
}

describe('the kept expansion of a pipeline', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'nhat-graph-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const expand = (more?: Record<string, object>, code: string | undefined = 'code') =>
    keptExpansion(root, workspaceOf(more), 'study', code);
  /** Throws when it must plan. */
  const read = (more?: Record<string, object>, code: string | undefined = 'code') =>
    keptExpansion(root, workspaceOf(more, false), 'study', code);
  const names = ({ nodes }: ReturnType<typeof expand>) => nodes.map(({ name }) => name);

  it('has its records, also where a folder lay in the place of one', () => {
    const [record] = expand().records;
    const path = recordPath(root, record!.digest);
    rmSync(path);
    mkdirSync(join(path, 'full'), { recursive: true });
    expand();
    expect(statSync(path).isFile()).toBe(true);
  });

  it('makes no graph without records, because a run would then do nothing and succeed', () => {
    mkdirSync(join(root, '.nhat'));
    writeFileSync(join(root, '.nhat/nodes'), '');
    expect(() => workspaceGraph(root, workspaceOf())).toThrow(UnwrittenRecords);
    expect(() => workspaceGraph(root, workspaceOf())).toThrow(/\.nhat\/nodes/);
  });

  it('is read while the documents that it is made of stay the same, whatever others do', () => {
    const first = expand();
    expect(first.nodes).toHaveLength(9);
    expect(read()).toEqual(first);
    expect(read({ 'datasets/unused.json': { ...tiny, seed: 1 }, 'pipelines/x.json': {} })).toEqual(
      first,
    );
  });

  it.each<[string, Record<string, object>]>([
    ['the dataset', { 'datasets/tiny.json': { ...tiny, seed: 7 } }],
    ['the pipeline that it extends', { 'pipelines/parent.json': { ...study, seeds: 2 } }],
    ['the pipeline itself', { 'pipelines/study.json': { ...study, question: 'How?', seeds: 2 } }],
  ])('is planned anew when %s changes, and again when it changes back', (_, change) => {
    const first = expand();
    expect(() => read(change)).toThrow('planned');
    expect(names(expand(change))).not.toEqual(names(first));
    expect(() => read()).toThrow('planned');
    expect(expand()).toEqual(first);
  });

  it('is planned anew when runs are added, when others are, and when they are removed again', () => {
    const added = (seed: number) => ({
      'pipelines/study.added.json': {
        added: [
          {
            ...{ round: 1, dataset: 'tiny', backbone: 'resnet9', task: 'classification' },
            ...{ arm: 'scratch', n: 14, seed },
          },
        ],
      },
    });
    const first = expand();
    expect(() => read(added(0))).toThrow('planned');
    const more = expand(added(0));
    expect(more.nodes).toHaveLength(first.nodes.length + 1);
    expect(read(added(0))).toEqual(more);
    expect(() => read(added(1))).toThrow('planned');
    expect(() => read()).toThrow('planned');
    expect(expand()).toEqual(first);
  });

  it('is planned anew by other code, and never kept without the digest of the code', () => {
    const first = expand();
    expect(() => read(undefined, 'other')).toThrow('planned');
    expect(keptExpansion(root, workspaceOf(), 'study', undefined)).toEqual(first);
    expect(() => keptExpansion(root, workspaceOf({}, false), 'study', undefined)).toThrow();
  });

  it('says whether images are counted before a run, also those of a pipeline that it includes', () => {
    expect(expand().counted).toBe(false);
    const photos = { 'datasets/tiny.json': { source: { name: 'folder', path: 'photos' } } };
    expect(expand(photos).counted).toBe(true);
    expect(read(photos).counted).toBe(true);
    const joined = { question: 'Which?', includes: ['parent'] };
    expect(expand({ ...photos, 'pipelines/study.json': joined }).counted).toBe(true);
    expect(expand({ 'pipelines/study.json': joined }).counted).toBe(false);
  });

  it('is known only while it is that of the documents, and is never planned for that', () => {
    const known = (more?: Record<string, object>) =>
      knownExpansion(root, workspaceOf(more, false), 'study', 'code');
    expect(known()).toBeUndefined();
    const first = expand();
    expect(known()).toEqual(first);
    expect(known({ 'datasets/tiny.json': { ...tiny, shapesPerBucket: 2 } })).toBeUndefined();
  });

  it('refuses a second dataset of the same name, also after it was kept', () => {
    expand();
    expect(() => expand({ 'datasets/more/tiny.json': tiny })).toThrow('a second dataset');
  });

  it.each<[string, (path: string) => void]>([
    ['missing', (path) => rmSync(path)],
    ['cut off', (path) => truncateSync(path, 10)],
  ])('is planned anew when the record of a node is %s, which is then there again', (_, damage) => {
    const first = expand();
    const { digest, bytes } = first.records[3]!;
    damage(recordPath(root, digest));
    expect(expand()).toEqual(first);
    expect(statSync(recordPath(root, digest)).size).toBe(bytes);
  });

  it.each<[string, (path: string) => void]>([
    ['with a changed bit', (path) => flipBit(path, 1)],
    ['cut off', (path) => truncateSync(path, statSync(path).size >> 1)],
    ['empty', (path) => truncateSync(path, 0)],
  ])('is not believed %s', (_, damage) => {
    const first = expand();
    const [file] = readdirSync(join(root, '.nhat/graph'));
    damage(join(root, '.nhat/graph', file!));
    expect(() => read()).toThrow('planned');
    expect(expand()).toEqual(first);
    expect(read()).toEqual(first);
  });
});
