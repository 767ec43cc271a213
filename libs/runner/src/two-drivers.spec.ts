import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Manifest } from '@nhat/artifacts';
import { parseManifest, tryLock } from '@nhat/artifacts';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { openStore } from '@nhat/store';
import { sampleManifest } from '@nhat/store/testing/sample-entries';
import { readBundle } from './artifact-folder';
import { LOADER } from './entry';
import { ledgerLength, readLedger } from './ledger';
import { readNodeRecord } from './node-record';
import type { PlannedNode } from './node-record';
import { runNode } from './run-node';
import { RunnerFolder, until, workspaceRoot } from './testing/runner-folder';

const COUNT = 50;

/** A training of 40 ms that leaves weights. */
const STAGE = `
exports.run = async ({ config, writeBlob }) => {
  await new Promise((resolve) => setTimeout(resolve, 40));
  return { blobs: { weights: await writeBlob(Buffer.from('weights of ' + config.seed)) }, scores: { seed: config.seed } };
};
`;

/** One that ends when there is a file `go` in its work folder. */
const GATED = `
const { existsSync } = require('node:fs');
exports.run = async ({ work, progress }) => {
  progress.note('running');
  while (!existsSync(work + '/go')) await new Promise((resolve) => setTimeout(resolve, 5));
  return { blobs: {}, scores: { by: 'the silent one' } };
};
`;

const node = (seed: number): PlannedNode => ({
  ...{ name: `node-${seed}`, stage: 'pretrain', config: { seed }, upstream: [] },
  bundle: 'bundle-training',
});
const nodes = Array.from({ length: COUNT }, (_, seed) => node(seed));

/** Clones of a workspace and processes that run all nodes in them. */
describe('two drivers', () => {
  const folders: RunnerFolder[] = [];
  const clone = () => {
    const folder = new RunnerFolder();
    folder.bundle('bundle-training', STAGE);
    folders.push(folder);
    return folder;
  };
  afterAll(() => folders.forEach((folder) => folder.dispose()));

  const drive = (folder: RunnerFolder, store = ''): ChildProcess => {
    const records = nodes.map((one) => folder.record(one));
    const entry = 'libs/runner/src/testing/driver-main.ts';
    return spawn(process.execPath, [join(workspaceRoot, LOADER), entry, ...records], {
      cwd: folder.path,
      env: { ...process.env, NHAT_STORE: store },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  };
  const ended = async (driver: ChildProcess) => (await once(driver, 'exit'))[0] as number | null;
  const computed = (...clones: RunnerFolder[]) =>
    clones
      .flatMap(({ path }) => readLedger(path))
      .filter(({ source }) => source === 'computed')
      .map((entry) => entry.node)
      .sort();
  const names = nodes.map(({ name }) => name).sort();
  const expectAll = (store: string) => {
    // A process that was killed may leave an unfinished file, which is no entry.
    const keys = readdirSync(join(store, 'ac')).filter((name) => !name.endsWith('.part'));
    const whole = keys.map((key) => {
      const manifest = parseManifest(readFileSync(join(store, 'ac', key), 'utf8'), key)!;
      const weights = readFileSync(join(store, 'cas', manifest.outputs.blobs['weights']!), 'utf8');
      return weights === `weights of ${manifest.config['seed'] as number}`
        ? manifest.node
        : 'wrong';
    });
    expect(whole.sort()).toEqual(names);
  };
  /** Drives both to the end, the first one only until it has a few results. */
  async function driveWithKill(first: RunnerFolder, second: RunnerFolder, store?: string) {
    const killed = drive(first, store);
    const lives = drive(second, store);
    const end = ended(lives);
    const isOver = () => killed.exitCode !== null;
    while (ledgerLength(first.path) < 600 && !isOver()) await sleep(5);
    expect(isOver()).toBe(false);
    killed.kill('SIGKILL');
    expect(await end).toBe(0);
  }

  it('in one workspace compute each node once, also when one is killed, and lose none', async () => {
    const folder = clone();
    await driveWithKill(folder, folder);
    // A driver that was killed between its result and its line in the ledger has computed a node, too.
    const once = computed(folder);
    expect(new Set(once).size).toBe(once.length);
    expect(once.length).toBeGreaterThanOrEqual(COUNT - 4);
    expect(names.map((name) => folder.manifest(name).config)).toHaveLength(COUNT);
    expectAll(join(folder.path, '.nhat/store'));
    // A driver that was killed leaves the lock of its node, or the part of one, which nobody holds and a later sweep removes.
    const left = ['.nhat/work', '.nhat/store/claims'].flatMap((place) =>
      folder.list(place).map((name) => join(folder.path, place, name)),
    );
    const locks = left.filter((path) => path.endsWith('.lock'));
    expect(left.filter((path) => !locks.includes(path) && !path.endsWith('.part'))).toEqual([]);
    expect(locks.length).toBeLessThanOrEqual(1);
    for (const path of locks) tryLock(path)!.release();
  });

  it('in two clones that share a store wait for the claims of each other', async () => {
    const [ann, bob] = [clone(), clone()];
    const store = temporaryFolder('shared');
    const drivers = [drive(ann, store), drive(bob, store)];
    expect(await Promise.all(drivers.map(ended))).toEqual([0, 0]);
    expect(computed(ann, bob)).toEqual(names);
    expectAll(store);
  });

  it('in two clones lose nothing when one is killed', async () => {
    const [ann, bob] = [clone(), clone()];
    const store = temporaryFolder('shared');
    await driveWithKill(ann, bob, store);
    const once = computed(ann, bob);
    expect(new Set(once).size).toBe(once.length);
    expectAll(store);
  });

  it('agree on the result of the newer one when a claim was taken over', async () => {
    const folder = clone();
    folder.bundle('bundle-training', GATED);
    const store = openStore(folder.path, { NHAT_STORE: '' });
    const notes: string[] = [];
    const silent = runNode(readNodeRecord(folder.path, folder.record(node(0))), {
      ...{ root: folder.path, store, onStop: () => undefined },
      progress: { step: () => undefined, note: (line) => notes.push(line) },
    });
    await until(() => notes.includes('running'));
    // As on another machine, on which the owner of the claim has been silent for too long.
    const [key] = folder.list('.nhat/work').filter((name) => /^[0-9a-f]{64}$/.test(name));
    const claim = join(folder.path, '.nhat/store/claims', `${key}.lock`);
    writeFileSync(claim, JSON.stringify({ pid: 1, host: 'elsewhere', boot: 'another' }));
    writeFileSync(join(folder.path, '.nhat/work', key!, 'go'), '');
    await until(() => notes.some((line) => /taken over/.test(line)));
    expect(folder.list('.nhat/store/ac')).toEqual([]);
    const { name, stage, config, bundle } = node(0);
    const newer: Manifest = {
      ...{ ...sampleManifest(), node: name, stage, config, bundle, actionKey: key! },
      ingredients: { code: readBundle(folder.path, 'bundle-training').digest, upstream: [] },
      outputs: { stage: 'pretrain', blobs: {}, scores: { by: 'the newer one' } },
    };
    await store.publish(newer);
    rmSync(claim);
    expect((await silent).outputs.scores).toEqual({ by: 'the newer one' });
    expect((await store.find(key!))!.outputs.scores).toEqual({ by: 'the newer one' });
    expect(readLedger(folder.path).map(({ source }) => source)).toEqual(['store']);
  });
});
