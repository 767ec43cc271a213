import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { NODE_ENTRY, loadCommand } from './entry';
import { printedHost } from './host-label';
import { flipBit } from './testing/flip-bit';
import { nodeOfWork } from './work-folder';
import { RunnerFolder, until, workspaceRoot } from './testing/runner-folder';
import type { PlannedNode } from './node-record';

/** Counts to `config.steps` one step at a time, with a checkpoint after each step, and then writes a blob. */
const COUNTING = `
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
exports.run = async ({ config, upstream, work, progress, record, readBlob, writeBlob }) => {
  const file = work + '/checkpoint';
  const first = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  for (let step = first; step < config.steps; step++) {
    writeFileSync(file, String(step + 1));
    progress.step(step + 1, config.steps, step + 1, { loss: 1 });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const read = await Promise.all(
    upstream.flatMap(({ outputs }) => Object.values(outputs.blobs)).map(readBlob),
  );
  record({ resumedFrom: first });
  const blob = await writeBlob(Buffer.alloc(config.bytes ?? 10, 'x'));
  return { blobs: { data: blob }, scores: { steps: config.steps, read: read.map((b) => b.length) } };
};
`;

describe('runner', () => {
  let runner: RunnerFolder;
  let folder: string;

  beforeAll(() => {
    const unused = new RunnerFolder(); // Its constructor must not affect the runner's own bundle.
    unused.run({ ...node('warm-up'), bundle: 'none' }, { cwd: workspaceRoot });
    unused.dispose();
  });
  beforeEach(() => {
    runner = new RunnerFolder();
    folder = runner.path;
    bundle('bundle-count', COUNTING);
  });
  afterEach(() => runner.dispose());

  const bundle: RunnerFolder['bundle'] = (name, code) => runner.bundle(name, code);
  const run: RunnerFolder['run'] = (record, changes) => runner.run(record, changes);
  const start = (record: PlannedNode) => runner.start(record);
  const ledger = () => runner.ledger();
  const artifact: RunnerFolder['artifact'] = (name, file) => runner.artifact(name, file);
  const manifest: RunnerFolder['manifest'] = (name) => runner.manifest(name);
  const work = () => runner.list('.nhat/work');
  const manifests = () => runner.list('.nhat/store/ac').filter((name) => !name.endsWith('.part'));
  const blobPath = (name: string) =>
    join(folder, '.nhat/store/cas', manifest(name).outputs.blobs['data']!);

  const node = (name: string, config: object = {}, ...upstream: string[]): PlannedNode => ({
    name,
    stage: 'render',
    config: { steps: 2, ...config },
    upstream: upstream.map((other) => ({ role: 'run', node: other })),
    bundle: 'bundle-count',
  });

  it('computes once and finds the result again, under any name', () => {
    const first = run(node('a'));
    expect([first.stderr, first.status]).toEqual(['', 0]);
    expect(JSON.parse(artifact('a', 'outputs.json'))).toEqual({
      stage: 'render',
      blobs: { data: expect.stringMatching(/^[0-9a-f]{64}$/) },
      scores: { steps: 2, read: [] },
    });
    rmSync(join(folder, 'artifacts/a'), { recursive: true });
    expect(run(node('a')).stdout).toMatch(/^a: found in the store \(took .* s on .*\)\n$/);
    run(node('b'));
    expect(ledger()).toEqual(['a computed', 'a store', 'b store']);
    expect(artifact('b', 'outputs.json')).toBe(artifact('a', 'outputs.json'));
    expect([manifest('a').node, manifest('b').node]).toEqual(['a', 'b']);
    run(node('after-a', { steps: 4 }, 'a'));
    run(node('after-b', { steps: 4 }, 'b'));
    expect(ledger().slice(3)).toEqual(['after-a computed', 'after-b store']);
    expect(manifest('after-b').ingredients.upstream.map((ingredient) => ingredient.node)).toEqual([
      'b',
    ]);
    expect(work()).toEqual([]);
  });

  it.each<[string, () => PlannedNode]>([
    ['another configuration', () => node('b', { steps: 3 })],
    ['another stage', () => ({ ...node('b'), stage: 'pretrain' })],
    ['another upstream', () => node('b', {}, 'a')],
    ['other code', () => (bundle('bundle-count', `${COUNTING};`), node('b'))],
  ])('computes for %s', (_, changed) => {
    run(node('a'));
    const second = run(changed());
    expect(second.stderr).toBe('');
    expect(ledger()).toEqual(['a computed', 'b computed']);
  });

  it('reuses later results when an upstream node gives the same outputs again', () => {
    run(node('a'));
    run(node('b', {}, 'a'));
    bundle('bundle-again', `${COUNTING};`);
    run({ ...node('a'), bundle: 'bundle-again' });
    run(node('b', {}, 'a'));
    expect(ledger()).toEqual(['a computed', 'b computed', 'a computed', 'b store']);
  });

  it('continues from its checkpoint after kill -9, and then cleans up', async () => {
    const slow = node('a', { steps: 60 });
    const child = start(slow);
    await until(() => work().some((name) => checkpoint(name) >= 5));
    const named = work().map((name) => nodeOfWork(join(folder, '.nhat/work', name)));
    expect(named).toContain('a');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(manifests()).toEqual([]);
    expect(existsSync(join(folder, 'artifacts/a'))).toBe(false);
    const again = run(slow);
    expect([again.stderr, again.status]).toEqual(['', 0]);
    expect(manifest('a').ran.facts['resumedFrom']).toBeGreaterThanOrEqual(5);
    expect(manifest('a').ran.facts['seconds']).toEqual({ write: expect.any(Number) as number });
    expect(JSON.parse(artifact('a', 'outputs.json'))).toMatchObject({ scores: { steps: 60 } });
    expect(work()).toEqual([]);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'keeps its checkpoint and releases its lock on %s',
    async (signal) => {
      const child = start(node('a', { steps: 500 }));
      await until(() => work().some((name) => checkpoint(name) >= 2));
      child.kill(signal);
      const [code] = (await once(child, 'exit')) as [number];
      expect(code).toBe(signal === 'SIGTERM' ? 143 : 130);
      expect(work()).toHaveLength(1);
      expect(work()[0]).not.toMatch(/lock$/);
    },
  );

  it('computes once when two processes run the same node', async () => {
    const slow = node('a', { steps: 25 });
    const children = [start(slow), start({ ...slow, name: 'b' })];
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual([0, 0]);
    expect(
      ledger()
        .map((line) => line.split(' ')[1])
        .sort(),
    ).toEqual(['computed', 'store']);
    expect(work()).toEqual([]);
  });

  it.each<[string, (path: string) => void]>([
    ['truncated', (path) => truncateSync(path, 3)],
    ['lost', (path) => rmSync(path)],
  ])('computes an upstream node again when its blob is %s', (damage, spoil) => {
    run(node('a', { bytes: 1000 }));
    spoil(blobPath('a'));
    const { stderr, stdout, status } = run(node('b', {}, 'a'));
    expect(status).toBe(0);
    expect(stderr).toMatch(
      damage === 'lost' ? /^$/ : /^store: .* is damaged \(got 3 bytes .*quarantine.*\n$/,
    );
    expect(stdout).toContain('b: a file of a is missing from the store; computing it again');
    expect(ledger()).toEqual(['a computed', 'a computed', 'b computed']);
    expect(JSON.parse(artifact('b', 'outputs.json'))).toMatchObject({ scores: { read: [1000] } });
  });

  it('says that the same command goes on when an upstream node that is made again has another result', () => {
    run(node('a'));
    rmSync(blobPath('a'));
    bundle('bundle-count', COUNTING.replace("'x'", "'y'"));
    const { stderr, status } = run(node('b', {}, 'a'));
    expect([stderr, status]).toEqual([
      expect.stringMatching(
        /^a: made again, it came out with other files \(.*\)\. Run the same command again.*\n$/,
      ) as string,
      1,
    ]);
  });

  const damages: [string, (path: string) => void][] = [
    ['changed in a bit', (path) => flipBit(path, 1)],
    ['changed in another bit', (path) => flipBit(path, 2)],
    ['truncated', (path) => truncateSync(path, 30)],
    ['emptied', (path) => truncateSync(path, 0)],
    ['lost', (path) => rmSync(path)],
    ['a folder', (path) => (rmSync(path), mkdirSync(join(path, 'full'), { recursive: true }))],
  ];

  it.each([
    ...damages.map(([damage, spoil]) => ({ file: 'outputs.json', damage, spoil })),
    { file: 'manifest.json', damage: damages[0]![0], spoil: damages[0]![1] },
  ])('brings upstream nodes back from the store when $file is $damage', ({ file, spoil }) => {
    run(node('a'));
    run(node('b', {}, 'a'));
    const outputs = artifact('b', 'outputs.json');
    for (const name of ['a', 'b']) spoil(join(folder, 'artifacts', name, file));
    const { stdout, stderr, status } = run(node('c', {}, 'b'));
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toMatch(/^c: artifacts\/b.*; making it again \(.*nx reset.*$/m);
    expect(stdout).toMatch(/^b: artifacts\/a.*; making it again \(.*nx reset.*$/m);
    expect(ledger().slice(2)).toEqual(['a store', 'b store', 'c computed']);
    expect(artifact('b', 'outputs.json')).toBe(outputs);
    expect(run(node('d', {}, 'b')).stdout).not.toContain('making it again');
  });

  it('computes a damaged upstream node again when the store lost its result', () => {
    run(node('a'));
    const outputs = artifact('a', 'outputs.json');
    rmSync(join(folder, '.nhat/store'), { recursive: true });
    truncateSync(join(folder, 'artifacts/a/outputs.json'), 0);
    expect(run(node('b', {}, 'a')).status).toBe(0);
    expect(ledger()).toEqual(['a computed', 'a computed', 'b computed']);
    expect(artifact('a', 'outputs.json')).toBe(outputs);
  });

  it('refuses the consistent artifact of another node under the name of an upstream node', () => {
    run(node('a'));
    run(node('other', { steps: 5 }));
    for (const file of ['outputs.json', 'manifest.json']) {
      writeFileSync(join(folder, 'artifacts/a', file), artifact('other', file));
    }
    run(node('b', {}, 'a'));
    expect(ledger().slice(2)).toEqual(['a store', 'b computed']);
  });

  it.each(damages.slice(0, 4))('never runs a bundle that is %s', (_, spoil) => {
    spoil(join(folder, 'artifacts/bundle-count/bundle.cjs'));
    const { stdout, stderr, status } = run(node('a'));
    expect(stdout).toContain('a: artifacts/bundle-count/bundle.cjs: damaged; making it again (');
    // Here is nothing to bundle from; damage.spec.ts of nx-plugin has a whole workspace.
    expect([stderr.length < 2000, status]).toEqual([true, 1]);
    expect(stderr).toMatch(/artifacts\/bundle-count.*could not be made again\. See above\.\n$/);
  });

  it('stops with one message on a full disk, publishes nothing and recovers', () => {
    // A limit on file size stands for the full disk: the system refuses the write midway.
    const large = node('a', { bytes: 200_000 });
    const limited = `trap '' XFSZ; ulimit -f 100; exec ${loadCommand(NODE_ENTRY)}`;
    const { stderr, status } = run(large, { command: ['sh', '-c', limited] });
    expect(stderr).toMatch(
      /^\/.*\/store\/cas\/[0-9a-f]{64}: larger than this file system or limit allows .*\n$/,
    );
    expect(status).toBe(1);
    expect(manifests()).toEqual([]);
    expect(readdirSync(join(folder, '.nhat/store/cas'))).toEqual([]);
    expect(existsSync(join(folder, 'artifacts/a'))).toBe(false);
    expect(run(large).status).toBe(0);
  });

  it('stops before it computes, with one message, when the store may not be written', () => {
    const store = join(folder, 'shared');
    mkdirSync(store, { mode: 0o555 });
    mkdirSync(join(folder, '.nhat'), { mode: 0o777 });
    for (const path of [folder, join(folder, '.nhat')]) chmodSync(path, 0o777);
    const uid = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    const { stderr, status } = run(node('a'), { env: { NHAT_STORE: store }, ...uid });
    expect(stderr).toMatch(
      /^\/.*\/shared\/claims: no permission \(got "EACCES"\)\. Change .* NHAT_STORE .*\n$/,
    );
    expect(work()).toEqual([]);
    expect(status).toBe(1);
    expect(existsSync(join(folder, 'artifacts/a'))).toBe(false);
  });

  it.each<[string, object]>([
    ['a file', { NHAT_STORE: 'tools/load.cjs' }],
    ['no place for folders', { NHAT_STORE: '/proc/nhat' }],
    ['a name that is too long', { NHAT_STORE: `/tmp/${'x'.repeat(300)}` }],
  ])('stops before it computes, with one message, when the store is %s', (_, env) => {
    const { stderr, status } = run(node('a'), { env });
    expect(stderr).toMatch(/^\/.*: .* \(got "E[A-Z]+"\)\. .* NHAT_STORE .*\n$/);
    expect(status).toBe(1);
    expect(work()).toEqual([]);
  });

  it('succeeds although the ledger cannot be written', () => {
    mkdirSync(join(folder, '.nhat/ledger.jsonl'), { recursive: true });
    const { stdout, stderr, status } = run(node('a'));
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toContain('ledger.jsonl: a folder lies where a file belongs');
    expect(manifest('a').outputs.scores).toMatchObject({ steps: 2 });
  });

  it('publishes the name of the machine only with NHAT_HOST_NAMES', () => {
    run(node('a'));
    expect(manifest('a').ran.host).toMatch(/^host-[0-9a-f]{4}$/);
    run(node('b', { steps: 3 }), { env: { NHAT_HOST_NAMES: '1' } });
    expect(manifest('b').ran.host).toBe(hostname());
  });

  it('prints no control characters from a manifest', () => {
    expect(printedHost('a\u001b[2J\n"\u202e')).toBe('a\\u001b[2J\\n\\"\\u202e');
  });

  it('shows a mistake of the user without a stack, a fault of the program with one', () => {
    bundle(
      'bundle-count',
      `exports.run = async ({ config }) => { throw Object.assign(new Error('at fault'), { name: config.kind }); };`,
    );
    expect(run(node('a', { kind: 'UserError' })).stderr).toBe('at fault\n');
    expect(run(node('a', { kind: 'Error' })).stderr).toMatch(
      /^a: Error: at fault\n {4}at .*bundle\.cjs/,
    );
    expect(manifests()).toEqual([]);
  });

  it('refuses scores that JSON cannot represent', () => {
    bundle('bundle-count', `exports.run = async () => ({ blobs: {}, scores: { loss: NaN } });`);
    const { stderr, status } = run(node('a'));
    expect(stderr).toContain('NaN');
    expect(status).toBe(1);
    expect(manifests()).toEqual([]);
  });

  it('runs an upstream node that is missing', () => {
    run(node('b', {}, 'finetune-x'));
    expect(ledger()).toEqual(['finetune-x computed', 'b computed']);
    expect(run(node('a'), { env: { NHAT_NODE: undefined } }).stderr).toMatch(/^NHAT_NODE: not set/);
  });

  function checkpoint(key: string): number {
    const path = join(folder, '.nhat/work', key, 'checkpoint');
    return existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
  }
});
