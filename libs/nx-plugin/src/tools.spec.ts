import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { flipBit } from '@nhat/runner/testing/flip-bit';

const root = resolve(__dirname, '../../..');
const ENTRY = 'libs/x/src/main.ts';
const SOURCES = {
  [ENTRY]: `
import { share } from './share';
import words from './words.json';
export async function main([word]: string[]): Promise<void> {
  if (word === 'fail') throw new Error(words.fault);
  console.log(\`\${100 * share} \${words.unit}\`);
}
`,
  'libs/x/src/share.ts': 'export const share = 0.12;\n',
  'libs/x/src/words.json': '{ "unit": "%", "fault": "at fault" }',
};

/** The loader in a folder of its own, with a program of three files. */
describe('a command', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nhat-tools-'));
    chmodSync(folder, 0o755);
    for (const name of ['closed-pipe', 'kept-bundles', 'load', 'run-cached', 'source-stacks']) {
      const file = `tools/${name}.cjs`;
      cpSync(join(root, file), join(folder, file));
    }
    for (const file of ['tsconfig.base.json', 'package-lock.json']) {
      cpSync(join(root, file), join(folder, file));
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const [file, text] of Object.entries(SOURCES)) write(file, text);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const at = (...names: string[]) => join(folder, ...names);
  const write = (file: string, text: string) => {
    mkdirSync(dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
  };
  const run = (word = '', options: { uid?: number } = {}) => {
    const args = [at('tools/load.cjs'), ENTRY, word];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
      timeout: 120_000,
      ...options,
    });
    return { status, stdout, stderr };
  };
  const right = { status: 0, stdout: '12 %\n', stderr: '' };
  const tool = (end: RegExp) => {
    const [name] = readdirSync(at('.nhat/tools')).filter((one) => end.test(one));
    return at('.nhat/tools', name!);
  };

  it('is not kept where a source was changed, or one was added, while the compiler read', () => {
    const { beforeBundle, keepBundle, keptBundle } = createRequire(__filename)(
      at('tools/kept-bundles.cjs'),
    ) as Record<string, (...args: unknown[]) => unknown>;
    const isKept = (name: string, meanwhile: () => void) => {
      const before = beforeBundle!();
      meanwhile();
      keepBundle!(name, { code: '1;', map: '{}', inputs: [ENTRY] }, before);
      return keptBundle!(name) !== undefined;
    };
    expect(isKept('same', () => undefined)).toBe(true);
    expect(isKept('changed', () => write(ENTRY, SOURCES[ENTRY]))).toBe(false);
    expect(isKept('added', () => write('libs/x/src/main.tsx', ''))).toBe(false);
    expect(isKept('later', () => undefined)).toBe(true);
  });

  it('sees a source that was added and that an import finds first', () => {
    expect(run()).toEqual(right);
    write('libs/x/src/share.tsx', 'export const share = 0.34;\n');
    expect(run()).toEqual({ ...right, stdout: '34 %\n' });
  });

  it('sees a source of equal size and time that has changed', () => {
    expect(run()).toEqual(right);
    for (const [file, from, to, expected] of [
      ['libs/x/src/share.ts', '0.12', '0.36', '36 %\n'],
      ['libs/x/src/words.json', '"%"', '"‰"', '36 ‰\n'],
    ] as const) {
      const { atime, mtime } = statSync(at(file));
      write(file, readFileSync(at(file), 'utf8').replace(from, to));
      utimesSync(at(file), atime, mtime);
      expect(run().stdout).toBe(expected);
    }
  });

  it.each<[string, RegExp]>([
    ['code', /\.cjs$/],
    ['record', /\.json$/],
    ['cache of V8', /\.v8$/],
  ])(
    'is the same when its %s has a changed bit, is cut, empty, a folder or gone',
    (_, end) => {
      expect(run()).toEqual(right);
      expect(run()).toEqual(right);
      const file = () => tool(end);
      const damages: (() => void)[] = [
        ...[1, 2].map((seed) => () => flipBit(file(), seed)),
        () => truncateSync(file(), statSync(file()).size >> 1),
        () => truncateSync(file(), 0),
        () => {
          const path = file();
          rmSync(path);
          mkdirSync(join(path, 'full'), { recursive: true });
        },
        () => rmSync(file(), { recursive: true }),
      ];
      for (const damage of damages) {
        damage();
        expect(run()).toEqual(right);
        expect(statSync(file()).isFile()).toBe(true);
      }
    },
    120_000,
  );

  it('never runs code whose last line has been made to fit another text', () => {
    run();
    const path = tool(/\.cjs$/);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('100 * ', '300 * '));
    expect(run()).toEqual(right);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('loses only the places in the sources with a damaged map', () => {
    expect(run('fail').stderr).toMatch(
      /^Error: at fault\n {4}at main \(.*libs\/x\/src\/main\.ts:5:/,
    );
    const damages = [
      ...[1, 2].map((seed) => () => flipBit(tool(/\.map$/), seed)),
      () => truncateSync(tool(/\.map$/), 20),
      () =>
        writeFileSync(tool(/\.map$/), '{"version":3,"sources":[7],"names":[],"mappings":"AAAA"}'),
      () => writeFileSync(tool(/\.map$/), 'null'),
    ];
    for (const damage of damages) {
      damage();
      expect(run('fail')).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(/^Error: at fault\n {4}at /) as string,
      });
    }
  });

  it('runs from memory, with one line, where it may not write', () => {
    const uid = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    mkdirSync(at('.nhat'), { mode: 0o555 });
    const { status, stdout, stderr } = run('', uid);
    expect([status, stdout]).toEqual([0, '12 %\n']);
    expect(stderr).toMatch(/^\/.*\.nhat\/tools: cannot be written \(got "EACCES"\); .*\n$/);
    chmodSync(at('.nhat'), 0o755);
  });

  it('says in one line that too many files are open', () => {
    run();
    const script = `
      const { failureText, load } = require('./tools/load.cjs');
      try { for (;;) require('fs').openSync('/dev/null', 'r'); } catch {}
      try { load('${ENTRY}'); } catch (error) { console.log(failureText(error)); }
    `;
    const { stdout } = spawnSync('bash', ['-c', `ulimit -n 100; node -e "$0"`, script], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stdout).toMatch(
      /^\/.*: the system refuses it \(got "EMFILE"\)\. Raise `ulimit -n`\.\n$/,
    );
  });

  it('takes variables from .env.local rather than from .env, as Nx does', () => {
    write(ENTRY, 'export const main = () => console.log(process.env.PLACE, process.env.OTHER);\n');
    write('.env', 'PLACE=shared\nOTHER=shared\n');
    write('.env.local', 'PLACE=mine\n');
    expect(run()).toEqual({ status: 0, stdout: 'mine shared\n', stderr: '' });
  });

  it('leaves the settings of the compiler out of the environment, and those of the user in it', () => {
    write(ENTRY, 'export const main = () => console.log(process.env.GOGC);\n');
    expect(run().stdout).toBe('undefined\n');
    rmSync(at('.nhat'), { recursive: true });
    write('.env', 'GOGC=50\n');
    expect(run().stdout).toBe('50\n');
  });

  it('keeps no process of the compiler when it has compiled itself', () => {
    const list =
      "require('node:child_process').spawnSync('ps', ['--ppid', String(process.pid), '-o', 'args='])";
    write(ENTRY, `export const main = () => console.log(String(${list}.stdout).trim());\n`);
    const { status, stdout } = run();
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^ps --ppid \d+ -o args=\n$/)]);
  });

  it('says which source is at fault, without a stack', () => {
    write('libs/x/src/share.ts', 'export const = 1;\n');
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr).toContain('libs/x/src/share.ts:1:13: ERROR: Expected identifier');
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});
