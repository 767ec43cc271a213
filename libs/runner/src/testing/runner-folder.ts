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
import { withChecksum } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { readArtifact } from '../artifact-folder';
import { LOADER, NODE_ENTRY } from '../entry';
import type { LedgerEntry } from '../ledger';
import { nodeRecords, writeNodeRecords } from '../node-record';
import type { PlannedNode } from '../node-record';

export const workspaceRoot = join(__dirname, '../../../..');

const RUNNER = [join(workspaceRoot, LOADER), NODE_ENTRY];

interface Changes {
  cwd?: string;
  env?: object;
  uid?: number;
  /** Program and arguments; the runner in a process of its own when absent. */
  command?: readonly string[];
}

/** A temporary folder with a store of its own, in which the runner runs nodes as processes. */
export class RunnerFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'nhat-runner-'));
  private readonly nodes = new Map<string, PlannedNode>();

  constructor() {
    for (const name of ['libs', 'tools']) {
      symlinkSync(join(workspaceRoot, name), join(this.path, name));
    }
  }

  /** Writes the code of a stage to the path where Nx puts bundles. */
  bundle(name: string, code: string): void {
    mkdirSync(join(this.path, 'artifacts', name), { recursive: true });
    writeFileSync(join(this.path, 'artifacts', name, 'bundle.cjs'), withChecksum(code));
  }

  /** Runs a node to its end. */
  run(node: PlannedNode, changes: Changes = {}): SpawnSyncReturns<string> {
    const { command, options } = this.process(node, changes);
    return spawnSync(command[0]!, command.slice(1), { ...options, encoding: 'utf8' });
  }

  /** Starts a node. */
  start(node: PlannedNode, changes: Changes = {}): ChildProcess {
    const { command, options } = this.process(node, changes);
    return spawn(command[0]!, command.slice(1), { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Each node with the source of its result, in order. */
  ledger(): string[] {
    return readFileSync(join(this.path, '.nhat/ledger.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as LedgerEntry)
      .map(({ node, source }) => `${node} ${source}`);
  }

  artifact(name: string, file: string): string {
    return readFileSync(join(this.path, 'artifacts', name, file), 'utf8');
  }

  manifest(name: string): Manifest {
    return readArtifact(this.path, name);
  }

  /** Names in a folder; empty when it does not exist. */
  list(folder: string): string[] {
    const path = join(this.path, folder);
    return existsSync(path) ? readdirSync(path) : [];
  }

  dispose(): void {
    chmodSync(this.path, 0o700);
    rmSync(this.path, { recursive: true });
  }

  /**
   * Writes the records of a node and of its upstream nodes, as the plugin does, and returns the digest of the node's record.
   * The upstream nodes must have run in this folder under their names.
   */
  record(node: PlannedNode): string {
    this.nodes.set(node.name, node);
    for (const { node: name } of node.upstream) {
      if (!this.nodes.has(name)) this.nodes.set(name, { ...node, name, upstream: [] });
    }
    const nodes = [...this.nodes.values()];
    const bundles = nodes.map(({ bundle: name }) => ({ name, entry: '' }));
    const records = nodeRecords(nodes, bundles);
    writeNodeRecords(this.path, records.values());
    return records.get(node.name)!.digest;
  }

  private process(node: PlannedNode, { cwd = this.path, env = {}, uid, command }: Changes) {
    const variables = { NHAT_STORE: '', NHAT_NODE: this.record(node), ...env };
    return {
      command: command ?? [process.execPath, ...RUNNER],
      options: { cwd, env: { ...process.env, ...variables }, ...(uid !== undefined && { uid }) },
    };
  }
}

/** Waits up to ten seconds for the condition. */
export async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 1000) throw new Error('waited in vain');
    await sleep(10);
  }
}
