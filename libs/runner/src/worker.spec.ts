import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { born, isRunning } from '@nhat/artifacts';
import { LOADER, NODE_CLIENT, WORKER_ENTRY } from './entry';
import { RunnerFolder, until, workspaceRoot } from './testing/runner-folder';
import type { PlannedNode } from './node-record';
import { endWorker } from './worker-address';

const PLAIN = '\n// packages: none\n';

/** Its scores record in which process it ran; tests put other code in the place of `EXTRA`. */
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
  let runner: RunnerFolder;
  let nx: ChildProcess;

  beforeEach(() => {
    runner = new RunnerFolder();
    runner.bundle('bundle-plain', STAGE + PLAIN);
    runner.bundle('bundle-native', `${STAGE}\n// packages: @tensorflow/tfjs-core@4.22.0\n`);
    nx = spawn('sleep', ['60']);
  });
  afterEach(async () => {
    nx.kill();
    await until(() => runner.list('.nhat/workers').filter(isComplete).length === 0);
    runner.dispose();
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
    command: ['bash', NODE_CLIENT],
    // A long timeout, because a busy machine is slow; the tests of silent servers wait for two seconds.
    env: { NX_INVOCATION_ROOT_PID: String(nx.pid), NHAT_WORKER_WAIT: '60', ...env },
  });
  const run = (record: PlannedNode, env?: object) => {
    const { status, stdout, stderr } = runner.run(record, asked(env));
    return { status, stdout, stderr };
  };
  const runs = (name: string) => runner.manifest(name).outputs.scores as Record<string, number>;
  const addressName = () => `${hostname()}-${nx.pid}-${born(nx.pid!)}`;
  const address = () => join(runner.path, '.nhat/workers', addressName());
  const isComplete = (name: string) =>
    statSync(join(runner.path, '.nhat/workers', name), { throwIfNoEntry: false })?.size !== 0;
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
    expect(runner.ledger()).toEqual(['a computed', 'b computed']);
    expect(runner.list('.nhat/work')).toEqual([]);
  });

  it('gives the same results as a process for each node', () => {
    bring();
    const scoreless = STAGE.replace('process: process.pid, runs: runs.count', 'ok: true');
    runner.bundle('bundle-plain', scoreless + PLAIN);
    run(node('a'));
    const shared = runner.artifact('a', 'outputs.json');
    rmSync(join(runner.path, '.nhat/store'), { recursive: true });
    expect(runner.run(node('a')).status).toBe(0);
    expect(runner.ledger()).toEqual(['first computed', 'a computed', 'a computed']);
    expect(runner.artifact('a', 'outputs.json')).toBe(shared);
  });

  it('leaves native code to a process of its own, but finds its results', () => {
    bring();
    const { status, stdout } = run(native(node('a')));
    expect([status, stdout]).toEqual([0, expect.stringContaining('a: done in')]);
    expect(runs('a')).toEqual({ process: expect.any(Number) as number, runs: 1 });
    expect(runs('a')['process']).not.toBe(worker());
    expect(run(native(node('a'))).stdout).toMatch(/^a: found in the store/);
    expect(runner.ledger()).toEqual(['first computed', 'a computed', 'a store']);
  });

  it('makes bundles, whose mistakes are messages of their tasks', async () => {
    for (const name of ['node_modules', 'tsconfig.base.json']) {
      symlinkSync(join(workspaceRoot, name), join(runner.path, name));
    }
    const make = (entry: string, env: object = {}) => {
      const bundle = { NHAT_NODE: '', NHAT_BUNDLE: JSON.stringify({ name: 'bundle-made', entry }) };
      const { status, stdout, stderr } = runner.run(node('a'), asked({ ...bundle, ...env }));
      return { status, stdout, stderr };
    };
    const made = { status: 0, stdout: 'bundle-made: 1 kB\n', stderr: '' };
    const entry = 'export const run = (n: number) => n + 1;\n';
    expect(make(entry)).toEqual(made); // It starts the worker.
    bring();
    if (process.platform === 'linux') {
      expect(readFileSync(`/proc/${worker()}/environ`, 'utf8')).not.toMatch(/NHAT_(BUNDLE|NODE)=/);
    }
    const code = runner.artifact('bundle-made', 'bundle.cjs');
    expect(code).toContain('// packages: none');
    expect(make('export const run = ;')).toEqual({
      ...{ status: 1, stdout: '' },
      stderr: 'entry.ts:1:20: Unexpected ";"\n',
    });
    const children = () => spawnSync('ps', ['--ppid', String(worker()), '-o', 'args=']).stdout;
    await until(() => !String(children()).includes('esbuild')); // It would hold memory until the run ends.
    expect(make(entry)).toEqual(made);
    process.kill(worker(), 'SIGKILL');
    rmSync(join(runner.path, 'artifacts/bundle-made'), { recursive: true });
    expect(make(entry)).toEqual(made); // In a process of its own.
    expect(runner.artifact('bundle-made', 'bundle.cjs')).toBe(code);
    for (const executor of ['own-process', 'slurm', 'unknown']) {
      rmSync(join(runner.path, 'artifacts/bundle-made'), { recursive: true });
      expect(make(entry, { NHAT_EXECUTOR: executor })).toEqual(made);
    }
    rmSync(address(), { force: true });
  });

  it('runs nodes side by side', async () => {
    bring();
    // No node ends before all four have started.
    const children = ['a', 'b', 'c'].map((name) => runner.start(node(name, { meet: 4 }), asked()));
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0]);
    expect(['a', 'b', 'c'].map((name) => runs(name)['process'])).toEqual(Array(3).fill(worker()));
    expect(runs('a')['runs']).toBe(4);
  });

  it('is started by one of several nodes that start at once', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const children = names.map((name) => runner.start(node(name), asked()));
    await Promise.all(children.map((child) => once(child, 'exit')));
    expect(runner.ledger().sort()).toEqual(names.map((name) => `${name} computed`));
    bring();
    expect(names.map((name) => runs(name)['process'])).toContain(worker());
  });

  it('prints the message of a failed node, and goes on', () => {
    bring();
    const mistake = run(node('a', { fault: 'n: too small', kind: 'UserError' }));
    expect(mistake).toEqual({ status: 1, stdout: 'a: one\ntwo\n', stderr: 'n: too small\n' });
    const fault = run(node('b', { fault: 'at fault' }));
    expect([fault.status, fault.stderr]).toEqual([
      1,
      expect.stringMatching(/^b: Error: at fault\n {4}at .*bundle\.cjs/),
    ]);
    run(node('d'));
    expect(runs('d')['process']).toBe(worker());
  });

  it('loads a bundle again when its code has changed', () => {
    bring();
    run(node('a'));
    runner.bundle('bundle-plain', STAGE.replace('EXTRA', 'other') + PLAIN);
    run(node('a'));
    const blob = runner.manifest('a').outputs.blobs['data']!;
    expect(readFileSync(join(runner.path, '.nhat/store/cas', blob), 'utf8')).toBe('other');
    expect(runs('a')['process']).toBe(worker());
    expect(runner.ledger()).toEqual(['first computed', 'a computed', 'a computed']);
  });

  it('leaves a node with a missing upstream blob to a process of its own', () => {
    bring();
    run(node('a'));
    rmSync(join(runner.path, '.nhat/store/cas', runner.manifest('a').outputs.blobs['data']!));
    const { status, stdout } = run(node('b', {}, 'a'));
    expect(status).toBe(0);
    expect(stdout).toContain('b: a file of a is missing from the store; computing it again\n');
    expect(runs('b')['process']).not.toBe(worker());
  });

  it.each<[string, () => unknown]>([
    ['is killed', () => process.kill(worker(), 'SIGKILL')],
    ['has lost its address', () => writeFileSync(address(), '')],
    [
      'is not where its address says',
      () => writeFileSync(address(), `1 ${'0'.repeat(32)} ${'0'.repeat(32)}\n`),
    ],
  ])('is replaced by a process per node when it %s', (_, spoil) => {
    bring();
    spoil();
    const { status, stdout, stderr } = run(node('a'));
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('a: done in');
    expect(runs('a')).toMatchObject({ runs: 1 });
    expect(run(node('b', { fault: 'told', kind: 'UserError' })).stderr).toBe('told\n');
    rmSync(address(), { force: true });
  });

  it('is replaced by a process per node when a node kills it', () => {
    bring();
    const { status } = run(node('a', { exit: true }));
    expect(status).toBe(9);
    expect(run(node('b')).status).toBe(0);
    rmSync(address(), { force: true });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['is silent', () => undefined],
    ['claims success', (socket) => socket.write('exit 0 tools/load.cjs\n')],
    ['repeats what it hears', (socket) => socket.pipe(socket)],
    ['never ends a line', (socket) => socket.write('x'.repeat(100_000))],
    ['hangs up', (socket) => socket.end()],
  ])('is not confused with a server at its port that %s', async (_, answer) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      answer(socket);
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    mkdirSync(join(runner.path, '.nhat/workers'), { recursive: true });
    writeFileSync(address(), `${port} ${'0'.repeat(32)} ${'1'.repeat(32)}\n`);
    const child = runner.start(node('a'), asked({ NHAT_WORKER_WAIT: '2' }));
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(runner.ledger()).toEqual(['a computed']);
    server.close();
    rmSync(address());
  });

  it('does not run nodes with other settings, such as another store', () => {
    bring();
    const store = join(runner.path, 'other store');
    expect(run(node('a'), { NHAT_STORE: store }).status).toBe(0);
    expect(runs('a')['process']).not.toBe(worker());
    expect(readdirSync(join(store, 'ac'))).toEqual([runner.manifest('a').actionKey]);
  });

  it('shows the token of the store to nobody who lists the processes, and is asked with another one, too', () => {
    expect(run(node('first'), { NHAT_STORE_TOKEN: 'very-secret' }).status).toBe(0);
    if (process.platform === 'linux') {
      const line = readFileSync(`/proc/${worker()}/cmdline`, 'utf8');
      expect(line).toContain('NHAT_WORKER_WAIT');
      expect(line).not.toContain('very-secret');
    }
    expect(run(node('b'), { NHAT_STORE_TOKEN: 'other' }).status).toBe(0);
    expect(runs('b')['process']).toBe(worker());
  });

  it('reports a damaged record of a node in one line, and goes on', () => {
    bring();
    const digest = '0'.repeat(64);
    const { status, stderr } = run(node('a'), { NHAT_NODE: digest });
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^\S+\.json: missing .*again\.\n$/),
    ]);
    run(node('b'));
    expect(runs('b')['process']).toBe(worker());
  });

  it('does not start outside Nx', () => {
    expect(run(node('a'), { NX_INVOCATION_ROOT_PID: '' }).status).toBe(0);
    expect(runner.list('.nhat/workers')).toEqual([]);
  });

  it('does not answer without its token', async () => {
    bring();
    const [port, token, reply] = readFileSync(address(), 'utf8').split(/\s/);
    expect(statSync(address()).mode & 0o777).toBe(0o600);
    const say = async (text: string) => {
      const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
      let heard = '';
      socket.on('data', (chunk: string) => (heard += chunk));
      socket.on('error', () => undefined);
      socket.end(text);
      await new Promise((closed) => socket.on('close', closed));
      return heard;
    };
    const record = runner.record(node('a'));
    const settings = "NHAT_STORE='' NHAT_WORKER_WAIT=60 ";
    expect(await say(`${token!.replace(/./g, '0')}\n${record} ${settings}\n`)).toBe('');
    expect(await say(`${record} ${settings}\n`)).toBe('');
    expect(await say(`${token}\n${record.slice(0, 20)}`)).toBe(`${reply}\n`);
    expect(await say(`${token}\n${record} ${settings}NHAT_X=1 \n`)).toBe(`${reply}\n`);
    expect(await say('x'.repeat(1_000_000))).toBe('');
    expect(runner.ledger()).toEqual(['first computed']);
    const answer = await say(`${token}\n${record} ${settings}\n`);
    expect(answer).toMatch(
      /^\w{32}\nout a: one\nout two\n.*\nexit 0 artifacts\/a\/outputs.json\n$/,
    );
  });

  it('ends when its run of Nx was stopped', async () => {
    bring();
    endWorker(runner.path, process.pid); // Another run of Nx.
    run(node('a'));
    expect(runs('a')['process']).toBe(worker());
    endWorker(runner.path, nx.pid!);
    await until(() => !isRunning(worker()));
    expect(runner.list('.nhat/workers')).toEqual([]);
  });

  it('ends with Nx, and removes the addresses of killed workers', async () => {
    bring();
    const left = join(runner.path, `.nhat/workers/${hostname()}-99999999-1`);
    writeFileSync(left, '1 2\n');
    rmSync(address());
    process.kill(worker());
    run(node('b'));
    expect(readdirSync(join(runner.path, '.nhat/workers'))).toEqual([addressName()]);
    const second = runs('b')['process']!;
    nx.kill('SIGKILL');
    await until(() => !isRunning(second));
    expect(runner.list('.nhat/workers')).toEqual([]);
  });

  it('removes a folder that has the name of a killed worker', () => {
    const left = join(runner.path, `.nhat/workers/${hostname()}-99999999-1`);
    mkdirSync(join(left, 'inner'), { recursive: true });
    bring();
    expect(worker()).toBe(Number(readFileSync(address(), 'utf8').split('\n')[1]));
    expect(runner.list('.nhat/workers')).toEqual([addressName()]);
  });

  it('ends when it cannot start, because a node waits for its address', async () => {
    const env = { ...process.env, NX_INVOCATION_ROOT_PID: String(nx.pid) };
    const lonely = spawn('node', [LOADER, WORKER_ENTRY, join(runner.path, 'absent', 'address')], {
      env,
    });
    const [status] = (await once(lonely, 'exit')) as [number];
    expect(status).toBe(1);
  });
});
