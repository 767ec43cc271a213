import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  clearEnded,
  isAlive,
  readNodeStates,
  readRunStates,
  readSilences,
  takeAnswers,
  thisProcess,
  writeAnswer,
  writeRunState,
  writeSilence,
} from './live-folder';
import type { RunState, Silence } from './live-folder';
import { nodeReporter } from './node-reporter';

const HOST = 'host-0000';
let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'nhat-live-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const reporter = (node: string) => nodeReporter({ root, node, stage: 'scratch', host: HOST });
const here = () => ({ host: HOST, now: Date.now() });
const run = (id: string, more: Partial<RunState> = {}): RunState => ({
  ...{ ...thisProcess(HOST), id, command: 'nx utility a', pipelines: ['a'] },
  ...{ since: new Date().toISOString(), updated: new Date().toISOString() },
  ...{ total: 2, done: 1, restored: 0, failed: 0 },
  ...more,
});

it('keeps what a node does until it ends, and its failure until it begins again', () => {
  const { begin, waits, fail, end } = reporter('a-0123abcd');
  begin();
  expect(readNodeStates(root)).toEqual([expect.objectContaining({ node: 'a-0123abcd' })]);
  waits('process 5');
  expect(readNodeStates(root)).toEqual([expect.objectContaining({ waitsFor: 'process 5' })]);
  fail('at fault');
  expect(readNodeStates(root)).toEqual([expect.objectContaining({ failure: 'at fault' })]);
  begin();
  expect(readNodeStates(root)[0]).not.toHaveProperty('failure');
  end();
  expect(readNodeStates(root)).toEqual([]);
});

it('writes no more than once a second what a training reports', () => {
  const { begin, step, end } = reporter('a');
  begin();
  const first = readNodeStates(root);
  for (let done = 1; done <= 50; done++) step(done, 1000, done * 8, { loss: 1 });
  expect(readNodeStates(root)).toEqual(first);
  end();
});

it('knows a process that is gone, and one of another machine by its silence', () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const updated = new Date().toISOString();
  const of = (pid: number, host: string, born = '') => ({ pid, born, host, updated });
  expect(isAlive({ ...thisProcess(HOST), updated }, here())).toBe(true);
  expect(isAlive(of(gone, HOST), here())).toBe(false);
  expect(isAlive(of(process.pid, HOST, '1'), here())).toBe(false);
  expect(isAlive(of(gone, 'host-1111'), here())).toBe(true);
  expect(isAlive(of(gone, 'host-1111'), { ...here(), now: Date.now() + 61_000 })).toBe(false);
});

it('gives each answer once, in order, and to its run', () => {
  for (const text of ['one', 'two']) {
    writeAnswer(root, '7-1', { pipeline: 'a', text, warnings: [] });
  }
  writeAnswer(root, '8-1', { pipeline: 'b', text: 'other', warnings: [] });
  expect(takeAnswers(root, '7-1').map(({ text }) => text)).toEqual(['one', 'two']);
  expect(takeAnswers(root, '7-1')).toEqual([]);
});

it('says that an answer was not kept where a file is in the place of the folder', () => {
  const answer = { pipeline: 'a', text: 'one', warnings: [] };
  expect(writeAnswer(root, '7-1', answer)).toBe(true);
  const folder = join(root, '.nhat/live');
  rmSync(folder, { recursive: true });
  writeFileSync(folder, '');
  expect(writeAnswer(root, '7-1', answer)).toBe(false);
});

it('forgets what a new run of the same pipelines replaces, and nothing that is alive', () => {
  writeRunState(root, run('1', { ended: 'finished' }));
  writeRunState(root, run('2'));
  writeRunState(root, run('3', { ended: 'failed', pipelines: ['b'] }));
  writeAnswer(root, '1', { pipeline: 'a', text: 'old', warnings: [] });
  writeAnswer(root, '2', { pipeline: 'a', text: 'new', warnings: [] });
  clearEnded(root, ['a'], here());
  expect(
    readRunStates(root)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['2', '3']);
  expect(takeAnswers(root, '1')).toEqual([]);
  expect(takeAnswers(root, '2')).toHaveLength(1);
});

it('has what a cluster does not answer as long as its process lives and asks', () => {
  const now = Date.now();
  const silence = (id: string, pid: number, seconds: number): Silence => ({
    ...{ pid, born: '', host: HOST, run: id, reason: 'no answer', isOver: false },
    ...{ since: new Date(0).toISOString(), updated: new Date(now - 1000 * seconds).toISOString() },
  });
  const read = () => readSilences(root, here()).map(({ run: id }) => id);
  writeSilence(root, silence('7-1', process.pid, 60));
  writeSilence(root, silence('8-1', process.pid, 200)); // It is not asked any more.
  writeSilence(root, silence('9-1', 99_999_999, 0));
  expect(read()).toEqual(['7-1']);
  clearEnded(root, ['a'], here());
  expect(readdirSync(join(root, '.nhat/live')).sort()).toEqual([
    'silence-7-1.json',
    'silence-8-1.json',
  ]);
});

it('leaves out damaged files', () => {
  writeRunState(root, run('1'));
  const folder = join(root, '.nhat/live');
  for (const [index, text] of ['', '{"id"', '[]', '7'].entries()) {
    writeFileSync(join(folder, `run-x${index}.json`), text);
    writeFileSync(join(folder, `node-x${index}.json`), text);
  }
  expect(readdirSync(folder)).toHaveLength(9);
  expect(readRunStates(root).map(({ id }) => id)).toEqual(['1']);
  expect(readNodeStates(root)).toEqual([]);
});

it('takes no answer that it has not read, although one is written while it reads', () => {
  writeAnswer(root, 'r', { pipeline: 'a', text: 'first', warnings: [] });
  const folder = join(root, '.nhat', 'live');
  // Whoever writes into a pipe waits until somebody reads it, and that one until the text ends: meanwhile there is another answer.
  const pipe = join(folder, 'answer-r-0001-1.json');
  spawnSync('mkfifo', [pipe]);
  const answer = (text: string) => JSON.stringify({ pipeline: 'a', text, warnings: [] });
  const script = 'exec 3>"$0"; printf %s "$1" >"$2"; printf %s "$3" >&3';
  const late = join(folder, 'answer-r-0002-1.json');
  const args = ['-c', script, pipe, answer('third'), late, answer('second')];
  spawn('sh', args, { stdio: 'ignore' });
  const texts = () => takeAnswers(root, 'r').map(({ text }) => text);
  expect(texts()).toEqual(['first', 'second']);
  expect(texts()).toEqual(['third']);
  expect(readdirSync(folder)).toEqual([]);
});

it('numbers an answer behind those that are still there', () => {
  const write = (text: string) => writeAnswer(root, 'r', { pipeline: 'a', text, warnings: [] });
  ['first', 'second', 'third'].forEach(write);
  const folder = join(root, '.nhat', 'live');
  rmSync(join(folder, readdirSync(folder).sort()[0]!)); // As while they are taken.
  write('fourth');
  expect(takeAnswers(root, 'r').map(({ text }) => text)).toEqual(['second', 'third', 'fourth']);
});
