import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const root = resolve(__dirname, '../../..');
const GROUP = 54_321;
const users = { ann: 54_001, bob: 54_002 };

/** The process of a user: puts in a blob and a result, or looks for them. */
const SCRIPT = `
import { actionKey } from '@nhat/artifacts';
import { openStore } from '@nhat/store';
const [umask, text, act] = process.argv.slice(2);
process.umask(parseInt(umask, 8));
const store = openStore('/', process.env, (line) => console.log('warning', line));
const ingredients = { code: 'c'.repeat(64), upstream: [] };
const config = { text };
const key = actionKey('render', config, ingredients);
const main = async () => {
  if (act === 'look') return console.log((await store.find(key))?.node ?? 'absent');
  const data = await store.writeBlob(Buffer.from(text));
  await store.publish({
    format: 1, node: 'n', stage: 'render', config, bundle: 'bundle-render', actionKey: key, ingredients,
    outputs: { stage: 'render', blobs: { data }, scores: {} },
    ran: { host: '', platform: '', nodeVersion: '', startedAt: '', seconds: 0, facts: {} },
  });
  console.log('published');
};
main().catch((error) => console.log(String(error.message)));
`;

/** Only root may run processes of two users. */
const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

asRoot('a store of two users of one group', () => {
  let folder: string;
  let script: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nhat-two-users-'));
    chmodSync(folder, 0o755);
    script = join(folder, 'script.cjs');
    buildSync({
      absWorkingDir: root,
      stdin: { contents: SCRIPT, resolveDir: root, loader: 'ts' },
      outfile: script,
      bundle: true,
      platform: 'node',
      tsconfig: 'tsconfig.base.json',
      logLevel: 'error',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const shared = (name: string, mode: number): string => {
    const path = join(folder, name);
    mkdirSync(path);
    chownSync(path, users.ann, GROUP);
    chmodSync(path, mode);
    return path;
  };
  const as = (user: keyof typeof users, store: string, ...args: string[]): string => {
    const { stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
      cwd: '/',
      uid: users[user],
      gid: GROUP,
      env: { NHAT_STORE: store },
      encoding: 'utf8',
    });
    return stdout + stderr;
  };

  it.each(['022', '077', '002'])('can be read and written by both under umask %s', (umask) => {
    const store = shared(`store-${umask}`, 0o2770);
    expect(as('ann', store, umask, 'one')).toBe('published\n');
    expect(as('bob', store, umask, 'one', 'look')).toBe('n\n');
    expect(as('bob', store, umask, 'two')).toBe('published\n');
    expect(as('ann', store, umask, 'two', 'look')).toBe('n\n');
    expect(as('bob', store, umask, 'one')).toBe('published\n');
  });

  it('belongs to the group below a folder with the setgid bit', () => {
    const store = join(shared('parent', 0o2770), 'store');
    expect(as('ann', store, '077', 'one')).toBe('published\n');
    expect(statSync(store).mode & 0o7777).toBe(0o2770);
    expect(as('bob', store, '077', 'two')).toBe('published\n');
  });

  it('stays closed to the group below a folder that is closed to it', () => {
    const store = shared('closed', 0o700);
    expect(as('ann', store, '002', 'one')).toBe('published\n');
    for (const name of ['ac', 'cas']) expect(statSync(join(store, name)).mode & 0o777).toBe(0o700);
  });

  it('counts an unreadable entry as missing, with one warning', () => {
    const store = shared('unreadable', 0o2770);
    expect(as('ann', store, '077', 'one')).toBe('published\n');
    spawnSync('chmod', ['-R', 'g-rwx', join(store, 'cas')]);
    chmodSync(join(store, 'cas'), 0o2770);
    expect(as('bob', store, '022', 'one', 'look')).toBe('absent\n');
    expect(as('bob', store, '022', 'one')).toMatch(
      /^warning store: .* may not be read .*\npublished\n$/,
    );
    expect(as('bob', store, '022', 'one', 'look')).toBe('n\n');
  });
});
