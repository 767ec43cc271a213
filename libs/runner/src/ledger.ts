import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileFault, makeFolder } from '@nhat/artifacts';

/**
 * Where a node got its result from. `computed`: its stage ran. `store`: the result was in the store. `pack`: it was in a
 * published pack. A node that Nx restores from its own cache starts no runner and leaves no line.
 */
export interface LedgerEntry {
  node: string;
  source: 'computed' | 'store' | 'pack';
  actionKey: string;
  seconds: number;
}

/**
 * Appends one line to `.nhat/ledger.jsonl`, a log of this workspace for people and tests. Returns the fault when the ledger
 * cannot be written, because the result of the node exists nevertheless.
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
