import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionKey, parseManifest, manifestText, sha256 } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { openStore } from '.';

const bytes = Buffer.from('weights of a network');
const blob = sha256(bytes);

const manifest = (): Manifest => {
  const ingredients = {
    code: 'c'.repeat(64),
    upstream: [{ role: 'images', node: 'images-x-1', outputs: 'e'.repeat(64) }],
  };
  const outputs = { stage: 'scratch', blobs: { weights: blob }, scores: { test: 0.5 } };
  return {
    format: 1,
    node: 'scratch-x-1',
    stage: 'scratch',
    config: { seed: 0 },
    bundle: 'bundle-scratch',
    actionKey: actionKey('scratch', { seed: 0 }, ingredients),
    ingredients,
    outputs,
    ran: { host: 'h', platform: 'p', nodeVersion: 'v', startedAt: 't', seconds: 1, facts: {} },
  };
};
const key = manifest().actionKey;

/** Entries that another user of a shared store may have put there. */
describe('a planted entry', () => {
  let folder: string;
  let warnings: string[];
  const store = () => openStore('/', { NHAT_STORE: join(folder, 's') }, (l) => warnings.push(l));
  const at = (...names: string[]) => join(folder, 's', ...names);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nhat-planted-'));
    warnings = [];
    await store().writeBlob(bytes);
    await store().publish(manifest());
    expect(await store().find(key)).toEqual(manifest());
    writeFileSync(join(folder, 'precious'), 'mine');
  });
  afterEach(() => {
    expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('mine');
    rmSync(folder, { recursive: true });
  });

  type Loose = { [key: string]: Loose } & Loose[];
  const changed = (change: (loose: Loose) => void): string => {
    const copy = structuredClone(manifest());
    change(copy as unknown as Loose);
    return manifestText(copy); // Anyone can compute the checksum.
  };

  it.each<[string, (loose: Loose) => void]>([
    ['a bundle that is a path', (m) => Object.assign(m, { bundle: '../../evil' })],
    ['a bundle of another kind', (m) => Object.assign(m, { bundle: 'evil' })],
    ['a node that is a path', (m) => Object.assign(m, { node: '../x' })],
    ['a stage that is a command', (m) => Object.assign(m, { stage: 'scratch;touch x' })],
    ['a blob that is a path', (m) => Object.assign(m['outputs']!['blobs']!, { weights: '../p' })],
    ['a blob that is a number', (m) => Object.assign(m['outputs']!['blobs']!, { weights: 7 })],
    [
      'a blob whose name is a path',
      (m) => Object.assign(m['outputs']!['blobs']!, { '../x': blob }),
    ],
    [
      'an upstream node that is a path',
      (m) => Object.assign(m['ingredients']!['upstream']![0]!, { node: '/x' }),
    ],
    [
      'more upstream nodes than its key',
      (m) => m['ingredients']!['upstream']!.push(m['ingredients']!['upstream']![0]!),
    ],
    ['no upstream nodes', (m) => Object.assign(m['ingredients']!, { upstream: [] })],
    ['another configuration', (m) => Object.assign(m, { config: { seed: 1 } })],
    ['another stage', (m) => Object.assign(m, { stage: 'render' })],
    [
      'files that its key does not have',
      (m) => Object.assign(m['ingredients']!, { files: [{ name: 'a', sha256: 'e'.repeat(64) }] }),
    ],
    ['other code', (m) => Object.assign(m['ingredients']!, { code: 'f'.repeat(64) })],
    ['the key of another result', (m) => Object.assign(m, { actionKey: 'f'.repeat(64) })],
    ['no outputs', (m) => delete (m as Record<string, unknown>)['outputs']],
    ['no record of the run', (m) => delete (m as Record<string, unknown>)['ran']],
    ['no ingredients', (m) => delete (m as Record<string, unknown>)['ingredients']],
    ['an unknown key', (m) => Object.assign(m, { more: 1 })],
    ['a list for its scores', (m) => Object.assign(m['outputs']!, { scores: [] })],
    ['negative seconds', (m) => Object.assign(m['ran']!, { seconds: -1 })],
  ])('with %s is damaged', async (_, change) => {
    writeFileSync(at('ac', key), changed(change));
    expect(await store().find(key)).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringMatching(/not a whole manifest\); moved to .*quarantine/),
    ]);
    expect(existsSync(at('ac', key))).toBe(false);
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['a list', '[]'],
    ['nested beyond the stack', `${'{"manifest":'.repeat(1e5)}1${'}'.repeat(1e5)}`],
  ])('whose text is %s is damaged', async (_, text) => {
    writeFileSync(at('ac', key), text);
    expect(await store().find(key)).toBeUndefined();
    expect(parseManifest(text)).toBeUndefined();
  });

  it.each<[string, (path: string) => void]>([
    ['a folder', (path) => mkdirSync(join(path, 'full'), { recursive: true })],
    ['a link to a file', (path) => symlinkSync(join(folder, 'precious'), path)],
    ['a link to itself', (path) => symlinkSync(path, path)],
    ['a pipe', (path) => spawnSync('mkfifo', [path])],
    [
      'a file with a hole of 5 GiB',
      (path) => (writeFileSync(path, ''), truncateSync(path, 5 * 2 ** 30)),
    ],
  ])('that is %s is damaged, is never waited for, and is replaced', async (_, plant) => {
    for (const path of [at('cas', blob), at('ac', key)]) {
      rmSync(path);
      plant(path);
    }
    expect(await store().find(key)).toBeUndefined();
    expect(await store().readBlob(blob)).toBeUndefined();
    expect(warnings).toHaveLength(2);
    for (const line of warnings) expect(line).toMatch(/is damaged \(got .*moved to .*quarantine/);
    plant(at('cas', blob));
    await store().writeBlob(bytes);
    await store().publish(manifest());
    expect(await store().find(key)).toEqual(manifest());
    expect(await store().readBlob(blob)).toEqual(bytes);
  });

  it.each(['../precious', '../../x', '', 'A'.repeat(64), '0'.repeat(63), `${'0'.repeat(64)}\n`])(
    'is not read from the path %j',
    async (name) => {
      expect(await store().readBlob(name)).toBeUndefined();
      expect(await store().hasBlob(name)).toBe(false);
      expect(await store().find(name)).toBeUndefined();
      await expect(store().publish({ ...manifest(), actionKey: name })).rejects.toThrow();
      expect([warnings, readdirSync(at()).sort()]).toEqual([[], ['ac', 'cas']]);
    },
  );

  it('is not moved out of the store when quarantine is a link', async () => {
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), at('quarantine'));
    writeFileSync(at('cas', blob), 'x');
    expect(await store().readBlob(blob)).toBeUndefined();
    expect(warnings).toEqual([expect.stringMatching(/is damaged .*; it stays there, unused$/)]);
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
    await store().writeBlob(bytes);
    expect(await store().readBlob(blob)).toEqual(bytes);
  });

  it('is not moved into the store when the folder of blobs is a link', async () => {
    rmSync(at('cas'), { recursive: true });
    mkdirSync(join(folder, 'elsewhere'));
    writeFileSync(join(folder, 'elsewhere', blob), 'x');
    symlinkSync(join(folder, 'elsewhere'), at('cas'));
    expect(await store().readBlob(blob)).toBeUndefined();
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([blob]);
  });

  it('does not redirect a write into another file', async () => {
    // Names of temporary files that could be guessed: by the process, and by a count.
    rmSync(at('cas', blob));
    for (let count = 0; count < 200; count++) {
      symlinkSync(join(folder, 'precious'), at('cas', `${blob}.${process.pid}.${count}.part`));
    }
    await store().writeBlob(bytes);
    expect(await store().readBlob(blob)).toEqual(bytes);
  });

  it('counts as missing in a store that may not be written', async () => {
    writeFileSync(at('cas', blob), 'x');
    const quiet = process.getuid?.() === 0;
    for (const path of [at(), at('cas')]) chmodSync(path, 0o555);
    chmodSync(folder, 0o755);
    try {
      if (quiet) process.seteuid!(65_534);
      expect(await store().readBlob(blob)).toBeUndefined();
      expect(warnings).toEqual([expect.stringMatching(/it stays there, unused$/)]);
    } finally {
      if (quiet) process.seteuid!(0);
      for (const path of [at(), at('cas')]) chmodSync(path, 0o755);
    }
  });
});
