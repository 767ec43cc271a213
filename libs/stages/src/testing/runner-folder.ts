import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess, SpawnSyncReturns } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Manifest } from '@nhat/artifacts';
import type { LedgerEntry } from '../runner/ledger';
import type { NodeRecord } from '../runner/node-record';

export const workspaceRoot = join(__dirname, '../../../..');

const RUNNER = [join(workspaceRoot, 'libs/nx-plugin/load.cjs'), 'libs/stages/src/runner/main.ts'];

interface Changes {
  cwd?: string;
  env?: object;
  uid?: number;
  /** Program and arguments, when not the runner in a process of its own. */
  command?: readonly string[];
}

/** A temporary folder in which the runner runs nodes as a process, with a store of its own. */
export class RunnerFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'nhat-runner-'));

  constructor() {
    symlinkSync(join(workspaceRoot, 'libs'), join(this.path, 'libs'));
  }

  /** Puts the code of a stage where Nx puts bundles. */
  bundle(name: string, code: string): void {
    mkdirSync(join(this.path, 'artifacts', name), { recursive: true });
    writeFileSync(join(this.path, 'artifacts', name, 'bundle.cjs'), code);
  }

  /** Runs a node to its end. */
  run(record: NodeRecord, changes: Changes = {}): SpawnSyncReturns<string> {
    const { command, options } = this.process(record, changes);
    return spawnSync(command[0]!, command.slice(1), { ...options, encoding: 'utf8' });
  }

  /** Starts a node. */
  start(record: NodeRecord, changes: Changes = {}): ChildProcess {
    const { command, options } = this.process(record, changes);
    return spawn(command[0]!, command.slice(1), { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Nodes with how they got their result, in order. */
  ledger(): string[] {
    return readFileSync(join(this.path, '.nhat/ledger.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as LedgerEntry)
      .map(({ node, outcome }) => `${node} ${outcome}`);
  }

  artifact(name: string, file: string): string {
    return readFileSync(join(this.path, 'artifacts', name, file), 'utf8');
  }

  manifest(name: string): Manifest {
    return JSON.parse(this.artifact(name, 'manifest.json')) as Manifest;
  }

  /** Names in a folder; none when it is not there. */
  list(folder: string): string[] {
    const path = join(this.path, folder);
    return existsSync(path) ? readdirSync(path) : [];
  }

  dispose(): void {
    chmodSync(this.path, 0o700);
    rmSync(this.path, { recursive: true });
  }

  private process(record: NodeRecord, { cwd = this.path, env = {}, uid, command }: Changes) {
    const own = { NHAT_STORE: '', NHAT_NODE: JSON.stringify(record), ...env };
    return {
      command: command ?? [process.execPath, ...RUNNER],
      options: { cwd, env: { ...process.env, ...own }, ...(uid !== undefined && { uid }) },
    };
  }
}

/** Waits up to ten seconds. */
export async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 1000) throw new Error('waited in vain');
    await sleep(10);
  }
}
