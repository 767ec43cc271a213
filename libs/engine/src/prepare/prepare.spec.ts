import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { native } from '../engines/native';
import { addonLink } from '../native/addon-link';
import { temporaryFolder } from '../testing/temporary-folder';
import { findWorkspace } from './find-workspace';
import { prepareEngine } from './prepare';
import type { PreparationReport } from './report';

const folder = temporaryFolder();
const environment = { ...process.env };
const commandPath = (name: string) => execFileSync('which', [name], { encoding: 'utf8' }).trim();

/** Prepares a clone of its own, with its own cache and only the given commands on the path. */
async function prepareIn(name: string, commands: string[], env: Record<string, string> = {}) {
  const bin = path.join(folder, name, 'bin');
  fs.mkdirSync(bin, { recursive: true });
  for (const command of commands) {
    fs.rmSync(path.join(bin, command), { force: true });
    fs.symlinkSync(commandPath(command), path.join(bin, command));
  }
  const clone = path.join(folder, name, 'clone');
  fs.mkdirSync(clone, { recursive: true });
  const said: string[] = [];
  const own = { PATH: bin, CXX: '', NHAT_TF_DIR: '', TFJS_NODE_BASE_URI: 'http://127.0.0.1:9/' };
  const cache = path.join(folder, name, 'cache');
  Object.assign(process.env, own, { XDG_CACHE_HOME: cache }, env);
  const workspace = {
    ...findWorkspace(),
    link: path.join(clone, 'lib/addon.node'),
    reports: clone,
  };
  try {
    const report: PreparationReport = await prepareEngine(workspace, (line) => said.push(line));
    return { report, said, cache: path.join(cache, 'nhat/engine'), link: workspace.link };
  } finally {
    Object.assign(process.env, { CXX: '', NHAT_TF_DIR: '', TFJS_NODE_BASE_URI: '' }, environment);
  }
}

const reasons = ({ missed }: PreparationReport) => missed.map(({ why }) => why).join('; ');
const leftovers = (cache: string) => fs.readdirSync(cache).filter((name) => name !== 'prepare.log');

describe('prepareEngine falls to wasm and says why', () => {
  it('without a compiler', async () => {
    const { report, cache } = await prepareIn('bare', []);
    expect(report.prepared).toBe(false);
    expect(reasons(report)).toContain('no C++ compiler');
    expect(leftovers(cache)).toEqual([]);
  });

  it('without Python', async () => {
    const { report, cache, link } = await prepareIn('no-python', ['c++']);
    expect(report.prepared).toBe(false);
    expect(reasons(report)).toContain('python3 with pip is missing (not found)');
    expect(reasons(report)).toContain('the official libtensorflow is out of reach');
    expect(leftovers(cache)).toEqual([]);
    expect(fs.existsSync(link)).toBe(false);
  });

  it('with the package index out of reach', async () => {
    const { report, cache } = await prepareIn('offline', [], {
      PATH: process.env['PATH']!,
      PIP_INDEX_URL: 'https://127.0.0.1:9/',
      PIP_FIND_LINKS: '',
      PIP_CONFIG_FILE: '/dev/null',
    });
    // A Python that has this very TensorFlow needs no index.
    if (path.basename(report.folder).startsWith('installed')) return;
    expect(report.prepared).toBe(false);
    expect(reasons(report)).toMatch(/the package index is out of reach|pip is missing/);
    expect(leftovers(cache)).toEqual([]);
  });

  it('with a cache that cannot be written', async () => {
    const file = path.join(folder, 'file');
    fs.writeFileSync(file, '');
    const { report } = await prepareIn('readonly', ['c++'], { XDG_CACHE_HOME: file });
    expect(report.prepared).toBe(false);
    expect(reasons(report)).toMatch(/ENOTDIR|EEXIST/);
  });
});

if (native.available()) {
  describe('prepareEngine on this machine', () => {
    const engine = path.dirname(fs.realpathSync(addonLink()));
    const ready = JSON.parse(fs.readFileSync(path.join(engine, 'probe.json'), 'utf8'));
    const given = {
      NHAT_TF_DIR: path.dirname(ready.libraries.files[0]),
      PATH: process.env['PATH']!,
    };

    it('builds from a TensorFlow that is there, clears what a kill left, and does it once', async () => {
      const cache = path.join(folder, 'native', 'cache/nhat/engine');
      fs.mkdirSync(path.join(cache, 'something.part'), { recursive: true });
      const killed = { pid: 999_999_999, host: os.hostname() };
      fs.writeFileSync(path.join(cache, 'preparing.lock'), JSON.stringify(killed));

      const first = await prepareIn('native', [], given);
      expect(first.report).toMatchObject({ prepared: true, missed: [] });
      expect(first.said).toEqual([expect.stringContaining('compiling')]);
      expect(leftovers(cache)).toEqual([path.basename(first.report.folder)]);
      expect(fs.realpathSync(first.link)).toContain(first.report.folder);

      const second = await prepareIn('native', [], given);
      expect(second.report).toEqual(first.report);
      expect(second.said).toEqual([]);
    });
  });
}
