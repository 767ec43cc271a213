import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '@nhat/artifacts';
import { RunnerFolder, until } from '../testing/runner-folder';
import type { PlannedNode } from './node-record';

const PLAIN = '\n// packages: none\n';

/** Its scores tell in which process it ran; tests put other code in the place of `EXTRA`. */
const STAGE = `
const runs = (globalThis.runs ??= { count: 0 });
exports.run = async ({ config, upstream, progress, readBlob, writeBlob }) => {
  runs.count++;
  progress.note('one\\ntwo');
  if (config.fault) throw Object.assign(new Error(config.fault), { name: config.kind ?? 'Error' });
  if (config.exit) process.exit(9);
  runs.inside = (runs.inside ?? 0) + 1;
  while (runs.inside < (config.meet ?? 0)) await new Promise((resolve) => setTimeout(resolve, 5));
  for (const { outputs } of upstream) for (const blob of Object.values(outputs.blobs)) await readBlob(blob);
  const data = await writeBlob(Buffer.from('EXTRA'));
  return { blobs: { data }, scores: { process: process.pid, runs: runs.count } };
};
`;

describe('the worker', () => {
  let place: RunnerFolder;
  let nx: ChildProcess;

  beforeEach(() => {
    place = new RunnerFolder();
    place.bundle('bundle-plain', STAGE + PLAIN);
    place.bundle('bundle-native', `${STAGE}\n// packages: @tensorflow/tfjs-core@4.22.0\n`);
    nx = spawn('sleep', ['60']);
  });
  afterEach(async () => {
    nx.kill();
    await until(() => place.list('.nhat/workers').filter(isComplete).length === 0);
    place.dispose();
  });

  const node = (name: string, config: object = {}, ...upstream: string[]): PlannedNode => ({
    name,
    stage: 'curve',
    config: { name, ...config },
    upstream: upstream.map((other) => ({ role: 'run', node: other })),
    bundle: 'bundle-plain',
  });
  const native = (record: PlannedNode): PlannedNode => ({ ...record, bundle: 'bundle-native' });

  const asked = (env: object = {}) => ({
    command: ['bash', 'libs/nx-plugin/run-node.bash'],
    env: { NX_INVOCATION_ROOT_PID: String(nx.pid), ...env },
  });
  const run = (record: PlannedNode, env?: object) => {
    const { status, stdout, stderr } = place.run(record, asked(env));
    return { status, stdout, stderr };
  };
  const runs = (name: string) => place.manifest(name).outputs.scores as Record<string, number>;
  const address = () => join(place.path, `.nhat/workers/${hostname()}-${nx.pid}`);
  const isComplete = (name: string) =>
    statSync(join(place.path, '.nhat/workers', name), { throwIfNoEntry: false })?.size !== 0;
  const worker = () => runs('first')['process']!;
  const bring = () => expect(run(node('first')).status).toBe(0);

  it('runs plain code one node after another in one process', () => {
    expect(run(node('a'))).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^a: one\ntwo\na: done in 0\.\d s\n$/) as string,
      stderr: '',
    });
    run(node('b'));
    expect(runs('b')).toEqual({ process: runs('a')['process'], runs: 2 });
    expect(place.ledger()).toEqual(['a computed', 'b computed']);
    expect(place.list('.nhat/work')).toEqual([]);
  });

  it('gives the same results as a process for each node', () => {
    bring();
    const scoreless = STAGE.replace('process: process.pid, runs: runs.count', 'ok: true');
    place.bundle('bundle-plain', scoreless + PLAIN);
    run(node('a'));
    const shared = place.artifact('a', 'outputs.json');
    rmSync(join(place.path, '.nhat/store'), { recursive: true });
    expect(place.run(node('a')).status).toBe(0);
    expect(place.ledger()).toEqual(['first computed', 'a computed', 'a computed']);
    expect(place.artifact('a', 'outputs.json')).toBe(shared);
  });

  it('leaves native code to a process of its own, but finds its results', () => {
    bring();
    const { status, stdout } = run(native(node('a')));
    expect([status, stdout]).toEqual([0, expect.stringContaining('a: done in')]);
    expect(runs('a')).toEqual({ process: expect.any(Number) as number, runs: 1 });
    expect(runs('a')['process']).not.toBe(worker());
    expect(run(native(node('a'))).stdout).toMatch(/^a: found in the store/);
    expect(place.ledger()).toEqual(['first computed', 'a computed', 'a stored']);
  });

  it('runs nodes side by side', async () => {
    bring();
    // None ends before all are there.
    const children = ['a', 'b', 'c'].map((name) => place.start(node(name, { meet: 4 }), asked()));
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0]);
    expect(['a', 'b', 'c'].map((name) => runs(name)['process'])).toEqual(Array(3).fill(worker()));
    expect(runs('a')['runs']).toBe(4);
  });

  it('is brought by one of those that come first together', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const children = names.map((name) => place.start(node(name), asked()));
    await Promise.all(children.map((child) => once(child, 'exit')));
    expect(place.ledger().sort()).toEqual(names.map((name) => `${name} computed`));
    bring();
    expect(names.map((name) => runs(name)['process'])).toContain(worker());
  });

  it('says what a failed node would say by itself, and goes on', () => {
    bring();
    const mistake = run(node('a', { fault: 'n: too small', kind: 'UserError' }));
    expect(mistake).toEqual({ status: 1, stdout: 'a: one\ntwo\n', stderr: 'n: too small\n' });
    const fault = run(node('b', { fault: 'at fault' }));
    expect([fault.status, fault.stderr]).toEqual([
      1,
      expect.stringMatching(/^b: Error: at fault\n {4}at .*bundle\.cjs/),
    ]);
    expect(run(node('c', {}, 'gone')).stderr).toMatch(/^artifacts\/gone\/outputs\.json: missing\./);
    run(node('d'));
    expect(runs('d')['process']).toBe(worker());
  });

  it('takes the code of the day', () => {
    bring();
    run(node('a'));
    place.bundle('bundle-plain', STAGE.replace('EXTRA', 'other') + PLAIN);
    run(node('a'));
    const blob = place.manifest('a').outputs.blobs['data']!;
    expect(readFileSync(join(place.path, '.nhat/store/cas', blob), 'utf8')).toBe('other');
    expect(runs('a')['process']).toBe(worker());
    expect(place.ledger()).toEqual(['first computed', 'a computed', 'a computed']);
  });

  it('leaves a node whose upstream lost a file to a process of its own', () => {
    bring();
    run(node('a'));
    rmSync(join(place.path, '.nhat/store/cas', place.manifest('a').outputs.blobs['data']!));
    const { status, stdout } = run(node('b', {}, 'a'));
    expect(status).toBe(0);
    expect(stdout).toContain('b: a file of a is missing from the store; computing it again\n');
    expect(runs('b')['process']).not.toBe(worker());
  });

  it.each<[string, () => unknown]>([
    ['is killed', () => process.kill(worker(), 'SIGKILL')],
    ['has lost its address', () => writeFileSync(address(), '')],
    ['is not where its address says', () => writeFileSync(address(), `1 ${'0'.repeat(32)}\n`)],
  ])('is missed by nobody when it %s', (_, spoil) => {
    bring();
    spoil();
    const { status, stdout, stderr } = run(node('a'));
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('a: done in');
    expect(runs('a')).toMatchObject({ runs: 1 });
    expect(run(node('b', { fault: 'told', kind: 'UserError' })).stderr).toBe('told\n');
    rmSync(address(), { force: true });
  });

  it('is missed by nobody when it dies of a node, which then runs by itself', () => {
    bring();
    const { status } = run(node('a', { exit: true }));
    expect(status).toBe(9);
    expect(run(node('b')).status).toBe(0);
    rmSync(address(), { force: true });
  });

  it('stays away where there is no Nx', () => {
    expect(run(node('a'), { NX_INVOCATION_ROOT_PID: '' }).status).toBe(0);
    expect(place.list('.nhat/workers')).toEqual([]);
  });

  it('answers nobody without its token', async () => {
    bring();
    const [port, token] = readFileSync(address(), 'utf8').trim().split(' ');
    expect(statSync(address()).mode & 0o777).toBe(0o600);
    const say = async (text: string) => {
      const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
      let heard = '';
      socket.on('data', (chunk: string) => (heard += chunk));
      socket.on('error', () => undefined);
      socket.end(text);
      await once(socket, 'close');
      return heard;
    };
    const record = place.record(node('a'));
    expect(await say(`${token!.replace(/./g, '0')} ${record}\n`)).toBe('');
    expect(await say(`${record}\n`)).toBe('');
    expect(await say(`${token} ${record.slice(0, 20)}`)).toBe('');
    expect(place.ledger()).toEqual(['first computed']);
    expect(await say(`${token} ${record}\n`)).toMatch(/^out a: one\nout two\n.*\nexit 0\n$/);
  });

  it('goes when Nx does, and clears what others left', async () => {
    bring();
    const left = join(place.path, `.nhat/workers/${hostname()}-99999999`);
    writeFileSync(left, '1 2\n');
    rmSync(address());
    process.kill(worker());
    run(node('b'));
    expect(readdirSync(join(place.path, '.nhat/workers'))).toEqual([`${hostname()}-${nx.pid}`]);
    const second = runs('b')['process']!;
    nx.kill('SIGKILL');
    await until(() => !isRunning(second));
    expect(place.list('.nhat/workers')).toEqual([]);
  });
});
