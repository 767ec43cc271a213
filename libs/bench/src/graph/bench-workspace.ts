import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import { LOADER, NODE_ENTRY } from '@nhat/runner/entry';
import { RECORDS, writeNodeRecords, writtenRecord } from '@nhat/runner/node-record';
import type { NodeRecord } from '@nhat/runner/node-record';
import { copyWorkspace, nxCommand } from '@nhat/workspace/copied-workspace';
import { gridDocuments } from './grid-documents';
import { idleCluster, submittedJobs } from './idle-cluster';
import { median } from './median';
import { peakMegabytes, timedProcess } from './timed-process';
import type { TimedRun } from './timed-process';
import { trivialCode } from './trivial-code';
import { waitingMegabytes } from './waiting-megabytes';
import type { Waiting } from './waiting-megabytes';

const RUNNER = [LOADER, NODE_ENTRY];

/** A record under another name and with another seed. */
const unlikeEarlier = (record: NodeRecord): NodeRecord => ({
  ...record,
  name: `bench-${record.name}`,
  config: { ...record.config, seed: 1_000_000 },
});

/** The records of all nodes of a workspace. */
const recordsIn = (folder: string): NodeRecord[] =>
  readdirSync(join(folder, RECORDS), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, RECORDS, file), 'utf8')) as NodeRecord);

/** A workspace in a temporary folder with the grid's documents and trivial stages, and its own caches and store. */
export class BenchWorkspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'nhat-graph-'));
  private readonly nxBin: string;

  constructor(root: string, nodes: number, ownProcesses: boolean) {
    copyWorkspace(root, this.folder);
    for (const [file, text] of Object.entries(trivialCode(ownProcesses))) this.write(file, text);
    for (const [file, body] of Object.entries(gridDocuments(nodes))) this.writeJson(file, body);
    this.nxBin = nxCommand(root);
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

  /**
   * Milliseconds for a node in a process of its own, which Nx does not start: finetunings with another seed, which compute
   * and publish, as many side by side as there are cores.
   */
  async nodeMs(): Promise<number> {
    const finished = join(this.folder, 'artifacts');
    const records = recordsIn(this.folder)
      .filter(({ stage, name }) => stage === 'finetune' && existsSync(join(finished, name)))
      .slice(0, 40)
      .map(unlikeEarlier);
    const written = records.map(writtenRecord);
    writeNodeRecords(this.folder, written);
    const start = performance.now();
    const waiting = [...written];
    const work = async () => {
      for (let one = waiting.pop(); one; one = waiting.pop()) {
        const place = this.place({ NHAT_NODE: one.digest });
        await timedProcess(process.execPath, RUNNER, place);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
    const ms = (performance.now() - start) / records.length;
    for (const { name } of records) rmSync(join(finished, name), { recursive: true });
    return ms;
  }

  /** How many results the ledger names so far. */
  computed(): number {
    const text = readFileSync(join(this.folder, '.nhat/ledger.jsonl'), 'utf8');
    return text.split('"computed"').length - 1;
  }

  /** As in a fresh clone with the same store: no result is in the workspace or in Nx's cache. */
  forgetResults(): void {
    for (const folder of ['artifacts', '.nx', 'reports']) {
      rmSync(join(this.folder, folder), { recursive: true, force: true });
    }
  }

  /** The folder of the programs of a cluster that begins no job. */
  private get programs(): string {
    return join(this.folder, 'programs');
  }

  /**
   * Peak proportional MB of a run whose nodes all wait for jobs of a cluster on which none begins, and how many wait. The run is ended as by
   * Ctrl-C when as many as `parallel` wait.
   */
  async waitingMegabytes(args: readonly string[], parallel: number): Promise<Waiting> {
    for (const [name, text] of Object.entries(idleCluster(this.programs))) {
      this.write(join('programs', name), text);
      chmodSync(join(this.programs, name), 0o755);
    }
    this.writeJson('nhat-cluster.json', { programs: this.programs });
    const place = this.place({ NX_PARALLEL: String(parallel), NHAT_EXECUTOR: 'slurm' });
    const jobs = () => submittedJobs(this.programs);
    return waitingMegabytes(process.execPath, [this.nxBin, ...args], place, { jobs, parallel });
  }

  nx(args: readonly string[], env: Record<string, string> = {}): Promise<TimedRun> {
    return timedProcess(process.execPath, [this.nxBin, ...args], this.place(env));
  }

  peakMegabytes(args: readonly string[]): Promise<number> {
    return peakMegabytes(process.execPath, [this.nxBin, ...args], this.place());
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
