import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileFault, makeFolder } from '@nhat/artifacts';

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

/**
 * Appends one line to `.nhat/ledger.jsonl`: what was done here, for people and tests. A ledger that cannot be written is no
 * reason for a node to fail whose result is there: returns what is wrong instead.
 */
export function recordRun(root: string, entry: LedgerEntry): string | undefined {
  const file = join(root, '.nhat', 'ledger.jsonl');
  const line = JSON.stringify({ at: new Date().toISOString(), pid: process.pid, ...entry });
  try {
    makeFolder(join(root, '.nhat'));
    appendFileSync(file, `${line}\n`);
    return undefined;
  } catch (error) {
    return fileFault(file, error).message;
  }
}
