import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder, sha256, takeLock } from '@nhat/artifacts';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { finishedPipeline } from '@nhat/collect/testing/finished-pipeline';
import { printed } from '@nhat/collect/testing/printed';
import { resolvePipeline } from '@nhat/documents';
import { tinyStudy } from '@nhat/nx-plugin/testing/tiny-study';
import { planPipeline } from '@nhat/plan';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { pipelineStatuses } from './pipeline-status';
import { stateOf } from './status-page';
import { LOCK, writeReportsIndex } from './write-reports-index';

const study = tinyStudy['pipelines/study.json'];

const planOf = (root: string, name: string) =>
  planPipeline(resolvePipeline(readWorkspace(root), name)).nodes;

/** A workspace with three pipelines: one in a folder, and one whose document has a mistake. */
function workspace() {
  const root = temporaryFolder('reports-index');
  const write = (file: string, content: string | object) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(
      join(root, file),
      typeof content === 'string' ? content : JSON.stringify(content),
    );
  };
  write('code', 'version 1');
  write('datasets/tiny.json', tinyStudy['datasets/tiny.json']);
  write('pipelines/study.json', study);
  write('pipelines/small/other.json', { ...study, seeds: 2, question: 'Is <b> escaped?' });
  write('pipelines/wrong.json', { ...study, seeds: 'two', question: 'Is it listed?' });
  const context = { root, code: join(root, 'code') };
  const nodesOf = (name: string) => planOf(root, name).map((node) => node.name);
  const finish = (nodes: readonly string[]) =>
    nodes.forEach((node) => write(`artifacts/${node}/outputs.json`, '{}'));
  const report = (pipeline: string, newest: string | null = '2026-11-26T10:00:00.000Z') => {
    const answer = { pipeline, question: 'Asked?', answer: `Answer of ${pipeline}.`, newest };
    write(`reports/${pipeline}/answer.json`, answer);
    write(`reports/${pipeline}/index.html`, '<!doctype html>');
  };
  const status = (name: string) => pipelineStatuses(context).find((one) => one.name === name)!;
  const indexPage = async () => {
    const warnings: string[] = [];
    await writeReportsIndex(context, (line) => void warnings.push(line));
    const path = join(root, 'reports/index.html');
    return {
      warnings,
      page: statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : '',
    };
  };
  return { root, write, nodesOf, finish, report, status, indexPage };
}

describe('the states of pipelines', () => {
  it('follow from the results that the nodes of the document have', () => {
    const { nodesOf, finish, status, write } = workspace();
    const nodes = nodesOf('study');
    expect(status('study')).toMatchObject({ nodes: null, done: 0, question: 'Does it run?' });
    expect(stateOf(status('study'))).toBe('never run');
    // Interrupted before its outputs were written.
    write(`artifacts/${nodes[1]}/manifest.json`, '{}');
    finish(nodes.slice(0, 1));
    expect(status('study')).toMatchObject({ nodes: nodes.length, done: 1 });
    expect(stateOf(status('study'))).toBe('in part');
    finish(nodes);
    expect(stateOf(status('study'))).toBe('finished');
    // They have images and pretrainings in common.
    const shared = nodesOf('small/other').filter((node) => nodes.includes(node));
    expect(shared.length).toBeGreaterThan(0);
    expect(status('small/other')).toMatchObject({ done: shared.length });
  });

  it('change with the document and with the code, although the names of nodes are kept', () => {
    const { nodesOf, finish, status, write, root, report } = workspace();
    finish(nodesOf('study'));
    report('study');
    expect(stateOf(status('study'))).toBe('finished');
    write('pipelines/study.json', { ...study, training: { ...study.training, batch: 4 } });
    expect(stateOf(status('study'))).toBe('in part');
    write('pipelines/study.json', study);
    write('datasets/tiny.json', { ...tinyStudy['datasets/tiny.json'], shapesPerBucket: 2 });
    expect(stateOf(status('study'))).toBe('changed');
    // Kept names of other code are planned again.
    const kept = `.nhat/node-names/${sha256('study').slice(0, 32)}.json`;
    const names = JSON.parse(readFileSync(join(root, kept), 'utf8')) as object;
    write(kept, { ...names, nodes: ['x'] });
    expect(status('study').nodes).toBe(1);
    write('code', 'version 2');
    expect(status('study').nodes).toBe(nodesOf('study').length);
  });

  it('are known of documents with a mistake and of reports without a document', () => {
    const { report, status } = workspace();
    report('gone/before');
    expect(status('wrong')).toMatchObject({ question: 'Is it listed?', nodes: null });
    expect(status('wrong').fault).toContain('seeds');
    expect(stateOf(status('wrong'))).toBe('not readable');
    expect(stateOf(status('gone/before'))).toBe('report');
  });
});

it('plans no pipeline that was never run, because to plan all of them takes seconds', () => {
  const { nodesOf, finish, status, root, write } = workspace();
  const scores = 'arm,n,seed,value\nscratch,50,0,0.3\nscratch,100,0,0.5\nmine,50,0,0.5\n';
  write('runs.csv', scores);
  write('pipelines/scored.json', { question: 'Of others?', scores: '../runs.csv' });
  expect(stateOf(status('scored'))).toBe('never run');
  expect(existsSync(join(root, '.nhat/node-names'))).toBe(false);
  for (const name of ['study', 'scored']) {
    const nodes = nodesOf(name);
    const first = planOf(root, name).filter(({ upstream }) => upstream.length === 0);
    expect(first.length).toBeGreaterThan(0);
    finish(first.slice(0, 1).map((node) => node.name));
    expect(status(name)).toMatchObject({ nodes: nodes.length, done: 1 });
  }
});

describe('reports/index.html', () => {
  it('lists every pipeline with its answer, state, date and a link to its page', async () => {
    const { nodesOf, finish, report, indexPage } = workspace();
    finish(nodesOf('study'));
    report('study');
    const { page, warnings } = await indexPage();
    expect(warnings).toEqual([]);
    expect(page).toContain('<a href="study/index.html">study</a>');
    expect(page).toContain('Answer of study.');
    expect(page).toContain(`finished: ${nodesOf('study').length} nodes`);
    expect(page).toContain('2026-11-26</time>');
    expect(page).toContain('small/other');
    expect(page).toContain('Is &lt;b&gt; escaped?');
    expect(page).not.toMatch(/href="small\/other|<script|src=|https?:/);
  });

  it('is the same for the same disk', async () => {
    const { report, indexPage } = workspace();
    report('study');
    const first = await indexPage();
    expect((await indexPage()).page).toBe(first.page);
  });

  it('has the reports that were written while another process wrote it', async () => {
    const { root, report, indexPage } = workspace();
    report('study');
    makeFolder(join(root, '.nhat'));
    const lock = await takeLock(join(root, LOCK));
    const writing = indexPage();
    await new Promise(setImmediate);
    report('small/other');
    lock.release();
    expect((await writing).page).toContain('Answer of small/other.');
  });

  it('warns where it cannot be written', async () => {
    const { write, indexPage } = workspace();
    write('reports/index.html/file', '');
    expect((await indexPage()).warnings).toEqual([
      expect.stringMatching(/^reports\/index\.html: not written: /),
    ]);
  });

  it('is written after each report', async () => {
    const { root, record } = await finishedPipeline([
      { width: 0.25, scratch: { 50: 0.3, 100: 0.5 }, methods: { rotation: { 50: 0.4 } } },
    ]);
    await printed(['page'], root, record);
    const page = readFileSync(join(root, 'reports/index.html'), 'utf8');
    expect(page).toContain('<a href="study/index.html">study</a>');
    expect(page).toContain('rotation');
  });
});
