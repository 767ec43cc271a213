import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');
const tracked = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .stdout.split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)));

/** A workspace as a newcomer's clone has it, sharing only the installed packages. */
function clone(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nhat-smoke-'));
  for (const file of tracked) cpSync(join(root, file), join(folder, file));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

function nx(folder: string, args: string[], env: Record<string, string>) {
  return spawnSync(process.execPath, [join(root, 'node_modules/nx/dist/bin/nx.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...env,
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      NX_CACHE_DIRECTORY: join(folder, '.nx/cache'),
      NX_WORKSPACE_DATA_DIRECTORY: join(folder, '.nx/data'),
      NHAT_STORE: join(folder, '.nhat/store'),
    },
  });
}

interface Row {
  dataset: string;
  method: string;
  n: number;
  scratch: number;
  finetuned: number;
  nHat: number | null;
  utility: number | null;
  low: number | null;
  high: number | null;
  status: string;
  seeds: number;
}

/** WebAssembly is ten times as slow: half the width, one seed, and no probes, which train a hundred steps each. */
const SMALL = {
  extends: 'smoke',
  question: 'Does every part work together?',
  backbones: [{ name: 'resnet9', width: 0.0625 }],
  seeds: 1,
  pretraining: { probes: false },
};

const engines = (process.env['NHAT_TEST_ENGINES'] ?? 'native,wasm').split(',');

describe.each(engines)('smoke, end to end on the %s engine', (engine) => {
  const name = engine === 'native' ? 'smoke' : 'small';
  let folder: string;
  let first: ReturnType<typeof nx>;

  beforeAll(() => {
    folder = clone();
    writeFileSync(join(folder, 'pipelines/small.json'), JSON.stringify(SMALL));
    first = nx(folder, ['utility', name, '--json'], { NHAT_ENGINE: engine });
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('walks from documents to a utility with intervals', () => {
    if (first.status !== 0) throw new Error(first.stderr + first.stdout);
    const rows = JSON.parse(
      readFileSync(join(folder, `reports/${name}/utility.json`), 'utf8'),
    ) as Row[];
    expect(rows.map(({ method, n }) => [method, n])).toEqual([
      ['rotation', expect.any(Number)],
      ['rotation', expect.any(Number)],
    ]);
    for (const row of rows) {
      expect(row.seeds).toBe(engine === 'native' ? 2 : 1);
      expect(row.scratch).toBeGreaterThan(0);
      expect(row.scratch).toBeLessThanOrEqual(1);
      expect(row.finetuned).toBeGreaterThan(0);
      expect(['exact', 'censored-high', 'censored-low']).toContain(row.status);
      if (row.status === 'exact') expect(row.utility).toBeCloseTo(row.nHat! / row.n - 1, 4); // six digits
    }
  });

  it('computes curves and utilities in one process, trains in one for each', () => {
    const lines = readFileSync(join(folder, '.nhat/ledger.jsonl'), 'utf8').trim().split('\n');
    const ran = lines.map((line) => JSON.parse(line) as { node: string; pid: number });
    const processes = (names: RegExp) => {
      const pids = ran.filter(({ node }) => names.test(node)).map(({ pid }) => pid);
      return { nodes: pids.length, processes: new Set(pids).size };
    };
    expect(processes(/^(curve|spread|utility)-/)).toMatchObject({ processes: 1 });
    const apart = processes(/^(images|pretrain|scratch|finetune)-/);
    expect(apart.processes).toBe(apart.nodes);
    expect(apart.nodes + processes(/^(curve|spread|utility)-/).nodes).toBe(ran.length);
    expect(processes(/./).processes).toBe(apart.processes + 1);
  });

  it('writes a report that opens without a network', () => {
    const page = readFileSync(join(folder, `reports/${name}/index.html`), 'utf8');
    expect(page).toContain('<svg');
    expect(page).not.toMatch(/(src|href)="https?:\/\/[^"]*\.(js|css|png|svg)"/);
  });

  it('runs nothing the second time and finds the same', () => {
    const left = (file: string) => readFileSync(join(folder, file), 'utf8');
    const ledger = left('.nhat/ledger.jsonl');
    const rows = left(`reports/${name}/utility.json`);
    expect(ledger.match(/"computed"/g)).toHaveLength(ledger.trim().split('\n').length);
    const again = nx(folder, ['utility', name, '--json'], { NHAT_ENGINE: engine });
    expect(again.status).toBe(0);
    expect(left('.nhat/ledger.jsonl')).toBe(ledger);
    expect(left(`reports/${name}/utility.json`)).toBe(rows);
  });
});
