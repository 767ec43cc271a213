import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { makeWriter, readWriter, writerKeyFile } from './writer-key';
import { isSignedBy } from './writer-identity';

const root = resolve(__dirname, '../../../..');
const facts = { actionKey: 'a'.repeat(64), checksum: 'b'.repeat(64) };

describe('the key of a writer', () => {
  let folder: string;
  let environment: { XDG_CONFIG_HOME: string };
  const file = () => writerKeyFile(environment)!;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nhat-key-'));
    environment = { XDG_CONFIG_HOME: join(folder, 'config') };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made once, for this user alone, and signs', () => {
    expect(readWriter(environment)).toBeUndefined();
    const before = process.umask(0);
    const writer = makeWriter(environment);
    process.umask(before);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(file()))).toEqual(['writer-key.pem']);
    expect(makeWriter(environment).id).toBe(writer.id);
    const signature = readWriter(environment)!.sign(facts);
    expect(isSignedBy(writer.id, facts, signature)).toBe(true);
    for (const wrong of [
      { ...facts, checksum: 'c'.repeat(64) },
      { ...facts, actionKey: 'c'.repeat(64) },
    ]) {
      expect(isSignedBy(writer.id, wrong, signature)).toBe(false);
    }
  });

  it('is the same for processes that make it at the same time', async () => {
    const script = join(folder, 'script.cjs');
    buildSync({
      absWorkingDir: root,
      stdin: {
        contents: `
          import { makeWriter } from './libs/store/src/signing/writer-key';
          process.stdin.once('data', () => { console.log(makeWriter(process.env).id); process.exit(); });
          console.log('ready');`,
        resolveDir: root,
        loader: 'ts',
      },
      ...{ outfile: script, bundle: true, platform: 'node', logLevel: 'error' },
      tsconfig: 'tsconfig.base.json',
    });
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, [script], {
        env: { ...process.env, ...environment },
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    const heard = children.map(() => '');
    children.forEach(({ stdout }, at) => stdout.on('data', (text) => (heard[at] += String(text))));
    await Promise.all(children.map(({ stdout }) => once(stdout, 'data')));
    const ended = children.map((child) => once(child, 'close'));
    children.forEach(({ stdin }) => stdin.write('go\n'));
    await Promise.all(ended);
    const id = readWriter(environment)!.id;
    expect(heard).toEqual(children.map(() => `ready\n${id}\n`));
  });

  it.each<[string, () => void]>([
    ['may be read by others', () => chmodSync(file(), 0o640)],
    ['is no key', () => writeFileSync(file(), 'key')],
    ['is a link', () => (rmSync(file()), symlinkSync('/etc/hostname', file()))],
    ['is a folder', () => (rmSync(file()), mkdirSync(file()))],
  ])('that %s is refused in one line, and not replaced', (_, change) => {
    makeWriter(environment);
    change();
    for (const act of [readWriter, makeWriter]) {
      expect(() => act(environment)).toThrow(expect.objectContaining({ name: 'UserError' }));
    }
  });
});
