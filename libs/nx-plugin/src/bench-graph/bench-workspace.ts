import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import { gridDocuments } from './grid-documents';
import { median } from './median';
import { timedProcess } from './timed-process';
import type { TimedRun } from './timed-process';
import { trivialCode } from './trivial-code';

const FILES = [
  '.env',
  '.gitignore',
  'nx.json',
  'nx-base.json',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

/** A workspace in a temporary folder with the grid's documents and trivial stages, and its own caches and store. */
export class BenchWorkspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'nhat-graph-'));
  private readonly nxBin: string;

  constructor(root: string, nodes: number) {
    for (const file of FILES) cpSync(join(root, file), join(this.folder, file));
    cpSync(join(root, 'libs'), join(this.folder, 'libs'), {
      recursive: true,
      filter: (path) => !/\.spec\.ts$|\/(goldens|bench-graph)(\/|$)/.test(path),
    });
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
    for (const [file, text] of Object.entries(trivialCode)) this.write(file, text);
    for (const [file, body] of Object.entries(gridDocuments(nodes))) this.writeJson(file, body);
    const nx = join(root, 'node_modules', 'nx');
    const { bin } = JSON.parse(readFileSync(join(nx, 'package.json'), 'utf8')) as {
      bin: { nx: string };
    };
    this.nxBin = join(nx, bin.nx);
  }

  write(file: string, text: string): void {
    writeAtomic(join(this.folder, file), text);
  }

  writeJson(file: string, body: object): void {
    this.write(file, `${JSON.stringify(body, null, 2)}\n`);
  }

  /** Milliseconds of a Node process that does nothing: the median of nine. */
  async bareNodeMs(): Promise<number> {
    const times: number[] = [];
    for (let run = 0; run < 9; run++) {
      const { ms } = await timedProcess(process.execPath, ['-e', '0'], this.place());
      times.push(ms);
    }
    return median(times);
  }

  /** How many results the ledger names so far. */
  computed(): number {
    const text = readFileSync(join(this.folder, '.nhat/ledger.jsonl'), 'utf8');
    return text.split('"computed"').length - 1;
  }

  nx(args: readonly string[], env: Record<string, string> = {}): Promise<TimedRun> {
    return timedProcess(process.execPath, [this.nxBin, ...args], this.place(env));
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Without what an outer Nx has set, with caches of its own. */
  private place(env: Record<string, string> = {}) {
    const outer = Object.entries(process.env).filter(([name]) => !/^(NX|NHAT)_/.test(name));
    const own = {
      NX_DAEMON: 'false',
      NX_CACHE_DIRECTORY: join(this.folder, '.nx/cache'),
      NX_WORKSPACE_DATA_DIRECTORY: join(this.folder, '.nx/data'),
    };
    return { cwd: this.folder, env: { ...Object.fromEntries(outer), ...own, ...env } };
  }
}
