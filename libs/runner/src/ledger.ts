import { appendFileSync, closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
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
  const file = ledgerPath(root);
  const line = JSON.stringify({ at: new Date().toISOString(), pid: process.pid, ...entry });
  try {
    makeFolder(join(root, '.nhat'));
    appendFileSync(file, `${line}\n`);
    return undefined;
  } catch (error) {
    return fileFault(file, error).message;
  }
}

const ledgerPath = (root: string): string => join(root, '.nhat', 'ledger.jsonl');

/** The longest end of the ledger that is read, in bytes. */
const LONGEST = 1_000_000;

/** The entries from the byte `from` on, the latest last; at most a megabyte of them. Lines that cannot be read are left out. */
export function readLedger(root: string, from = 0): LedgerEntry[] {
  const bytes = readEnd(ledgerPath(root), from);
  return bytes
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        const entry = JSON.parse(line) as Partial<LedgerEntry> | null;
        return typeof entry?.node === 'string' && typeof entry.actionKey === 'string'
          ? [entry as LedgerEntry]
          : [];
      } catch {
        return []; // A process was killed while it wrote this line.
      }
    });
}

/** The length of the ledger in bytes. */
export const ledgerLength = (root: string): number => {
  try {
    return statSync(ledgerPath(root)).size;
  } catch {
    return 0;
  }
};

function readEnd(path: string, from: number): Buffer {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { size } = fstatSync(file);
    const start = Math.max(from, size - LONGEST);
    const bytes = Buffer.alloc(Math.max(0, size - start));
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, start));
  } catch {
    return Buffer.alloc(0);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
