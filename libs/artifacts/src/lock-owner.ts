import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { born, isRunning } from './process-life';

/** Who holds a lock, as its file says. */
export interface LockOwner {
  pid: number;
  /** When the process started, in ticks since the system did; empty where that is not known. */
  born: string;
  host: string;
  /** Which start of the system, and which numbering of its processes; empty where that is not known. */
  boot: string;
  /** When the lock was taken, ISO 8601. */
  since: string;
  /** Makes each lock another one. */
  nonce: string;
}

/** This process as the owner of a new lock. */
export const ownLock = (): LockOwner => ({
  pid: process.pid,
  born: born(process.pid),
  host: hostname(),
  boot: boot(),
  since: new Date().toISOString(),
  nonce: randomBytes(8).toString('hex'),
});

/** Undefined for a text that no lock has. */
export function parseOwner(text: string): LockOwner | undefined {
  try {
    const owner = JSON.parse(text) as Partial<LockOwner>;
    if (!Number.isInteger(owner.pid) || owner.pid! <= 0) return undefined;
    const word = (value: unknown) => (typeof value === 'string' ? value : '');
    const { born: ticks, host, boot: start, since, nonce } = owner;
    return {
      pid: owner.pid!,
      ...{ born: word(ticks), host: word(host), boot: word(start) },
      ...{ since: word(since), nonce: word(nonce) },
    };
  } catch {
    return undefined;
  }
}

/**
 * Whether the owner's process still runs; `unknown` for one that this process cannot ask: on another machine, in another
 * container, or before the system was started anew. A host name alone decides only where nothing better is known, because
 * it can change and can be that of two machines.
 */
export function ownerState(owner: LockOwner): 'alive' | 'dead' | 'unknown' {
  const here = boot();
  const same = owner.boot !== '' && here !== '' ? owner.boot === here : owner.host === hostname();
  if (!same) return 'unknown';
  const since = born(owner.pid); // Empty too where others' processes are hidden.
  const isSame = since === '' || owner.born === '' || since === owner.born;
  return isRunning(owner.pid) && isSame ? 'alive' : 'dead';
}

/** `process 12 on "node17"`, safe to print. */
export const ownerText = ({ pid, host }: LockOwner): string =>
  `process ${pid} on ${/^[\w.-]+$/.test(host) ? host : JSON.stringify(host)}`;

/** Containers share a start of the system, and each numbers its processes anew. */
function boot(): string {
  try {
    const start = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${start} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}
