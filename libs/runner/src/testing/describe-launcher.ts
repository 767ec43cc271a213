import { closeSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Exit, LaunchContext, Launcher } from '../launcher';
import type { PlannedNode } from '../node-record';
import { statusOf } from '../run-process';
import { RunnerFolder, until } from './runner-folder';

/** The configuration of a test node decides what its stage does. */
const STAGE = `
exports.run = async ({ config, work, progress, writeBlob }) => {
  progress.note('begins');
  if (config.mistake) throw Object.assign(new Error(config.mistake), { name: 'UserError' });
  if (config.exit) process.exit(config.exit);
  if (config.kill) process.kill(process.pid, config.kill);
  if (config.waits) {
    require('node:fs').writeFileSync(work + '/waits', '');
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  }
  return { blobs: { data: await writeBlob(Buffer.from('x')) }, scores: { right: true } };
};
`;

/** A launcher may treat code without packages differently from code with native parts. */
const KINDS = {
  plain: '\n// packages: none\n',
  native: '\n// packages: @tensorflow/tfjs-core@4.22.0\n',
};

/**
 * The contract of every launcher. `environment` returns the variables that the nodes run with, e.g. those that Nx sets; it is
 * called for each test. Lines of standard output that match `remark` are the launcher's own.
 */
export function describeLauncher(
  name: string,
  launcher: Launcher,
  environment: () => Record<string, string> = () => ({}),
  remark = /^$/,
): void {
  describe(`${name}, as every launcher`, () => {
    let folder: RunnerFolder;

    beforeEach(() => {
      folder = new RunnerFolder();
      for (const [kind, end] of Object.entries(KINDS)) folder.bundle(`bundle-${kind}`, STAGE + end);
    });
    afterEach(() => folder.dispose());

    const node = (kind: string, config: object = {}, nodeName = 'a'): PlannedNode => ({
      name: nodeName,
      stage: 'curve',
      config: { ...config },
      upstream: [],
      bundle: `bundle-${kind}`,
    });

    /** Runs a node with its standard output and error redirected to files. */
    async function launch(
      record: string,
      context: Partial<LaunchContext> = {},
    ): Promise<{ exit: Exit; out: string; err: string }> {
      const paths = ['out', 'err'].map((file) => join(folder.path, `${record}.${file}`));
      const [stdout, stderr] = paths.map((path) => openSync(path, 'a')) as [number, number];
      try {
        const variables = { NHAT_STORE: '', ...environment() };
        const defaults = { root: folder.path, stdout, stderr, environment: variables };
        const exit = await launcher.start(record, { ...defaults, ...context });
        const [all, err] = paths.map((path) => readFileSync(path, 'utf8')) as [string, string];
        const lines = all.split(/(?<=\n)/).filter((line) => !remark.test(line.trimEnd()));
        return { exit, out: lines.join(''), err };
      } finally {
        [stdout, stderr].forEach(closeSync);
      }
    }

    describe.each(Object.keys(KINDS))('for %s code', (kind) => {
      it('runs a node, and restores its result from the store', async () => {
        const record = folder.record(node(kind));
        const { exit, out, err } = await launch(record);
        expect([exit, err]).toEqual([{ status: 0, signal: null }, '']);
        expect(out).toMatch(/^a: begins\na: done/);
        expect(folder.manifest('a').outputs.scores).toEqual({ right: true });
        expect((await launch(record)).exit.status).toBe(0);
        expect(folder.ledger()).toEqual(['a computed', 'a store']);
      });

      it('fails as the node does, with its message on standard error', async () => {
        const { exit, out, err } = await launch(
          folder.record(node(kind, { mistake: 'too small' })),
        );
        expect(exit).toEqual({ status: 1, signal: null });
        expect([out, err]).toEqual(['a: begins\n', 'too small\n']);
        expect(folder.list('artifacts/a')).toEqual([]);
      });

      it('passes on the status with which the node ends', async () => {
        const { exit } = await launch(folder.record(node(kind, { exit: 9 })));
        expect(exit).toEqual({ status: 9, signal: null });
      });

      it('reports the signal that ended the node', async () => {
        const { exit } = await launch(folder.record(node(kind, { kill: 'SIGKILL' })));
        expect(statusOf(exit)).toBe(137);
        expect(folder.list('artifacts/a')).toEqual([]);
      });

      it('prints only to the given file descriptors', async () => {
        const file = openSync(join(folder.path, 'both'), 'a');
        const record = folder.record(node(kind));
        const { exit, out, err } = await launch(record, { stdout: file });
        closeSync(file);
        expect([exit.status, out, err]).toEqual([0, '', '']);
        expect(readFileSync(join(folder.path, 'both'), 'utf8')).toContain('a: begins');
      });

      it('stops a node when it is aborted, and reports a failure', async () => {
        const stop = new AbortController();
        const record = folder.record(node(kind, { waits: true }));
        const running = launch(record, { stop: stop.signal });
        await until(() => isWaiting(folder));
        stop.abort();
        expect(statusOf((await running).exit)).toBeGreaterThan(128);
        expect(folder.list('artifacts/a')).toEqual([]);
      });
    });

    it('runs nodes side by side', async () => {
      const names = ['a', 'b', 'c'];
      const nodes = names.map((nodeName, seed) =>
        node(seed === 1 ? 'native' : 'plain', { seed }, nodeName),
      );
      const records = nodes.map((planned) => folder.record(planned));
      const ends = await Promise.all(records.map((record) => launch(record)));
      expect(ends.map(({ exit }) => exit.status)).toEqual([0, 0, 0]);
      expect(folder.ledger().sort()).toEqual(names.map((nodeName) => `${nodeName} computed`));
    });

    it('fails with one line for a record that is missing', async () => {
      const { exit, out, err } = await launch('0'.repeat(64));
      expect([exit.status, out]).toEqual([1, '']);
      expect(err).toMatch(/^\S+\.json: missing .*\n$/);
    });
  });
}

const isWaiting = (folder: RunnerFolder): boolean =>
  folder
    .list('.nhat/work')
    .filter((name) => !name.includes('.lock'))
    .some((name) => readdirSync(join(folder.path, '.nhat/work', name)).includes('waits'));
