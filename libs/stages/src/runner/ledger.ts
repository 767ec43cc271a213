import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * How a node got its result. `computed`: the stage ran. `stored`: the store had it. A node that Nx answered from
 * its own cache starts no runner and leaves no line.
 */
export interface LedgerEntry {
  node: string;
  outcome: 'computed' | 'stored';
  actionKey: string;
  seconds: number;
}

/** Appends one line to `.nhat/ledger.jsonl`: what was done here, for people and tests. */
export function recordRun(root: string, entry: LedgerEntry): void {
  const folder = join(root, '.nhat');
  mkdirSync(folder, { recursive: true });
  const line = JSON.stringify({ at: new Date().toISOString(), pid: process.pid, ...entry });
  appendFileSync(join(folder, 'ledger.jsonl'), `${line}\n`);
}
