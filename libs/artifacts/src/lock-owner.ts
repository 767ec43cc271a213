import { systemPlatform } from './platform';
import type { Platform } from './platform';

/** The owner of a lock, as recorded in its file. */
export interface LockOwner {
  pid: number;
  /** Start of the process, in ticks since the system booted; empty where unknown. */
  born: string;
  host: string;
  /** Identifies the boot of the system and the pid namespace; empty where unknown. */
  boot: string;
  /** When the lock was taken, ISO 8601. */
  since: string;
  /** Random, so that no two locks are equal. */
  nonce: string;
}

/** Describes this process as the owner of a new lock. */
export const ownLock = (platform: Platform = systemPlatform): LockOwner => ({
  pid: platform.pid,
  born: platform.born(platform.pid),
  host: platform.host(),
  boot: platform.boot(),
  since: new Date(platform.date()).toISOString(),
  nonce: platform.randomHex(8),
});

/** Undefined for a text that is not the record of an owner. */
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
 * Whether the owner's process still runs; `unknown` when this process cannot check it: on another machine, in another
 * container, before a reboot, or where the system does not tell when processes started. The host name decides only where nothing better is available, because it can change and two
 * machines can share it.
 */
export function ownerState(
  owner: LockOwner,
  platform: Platform = systemPlatform,
): 'alive' | 'dead' | 'unknown' {
  const here = platform.boot();
  const isHere =
    owner.boot !== '' && here !== '' ? owner.boot === here : owner.host === platform.host();
  if (!isHere) return 'unknown';
  if (!platform.isRunning(owner.pid)) return 'dead';
  const since = platform.born(owner.pid); // This is also empty where processes of other users are hidden.
  if (since === '' || owner.born === '') return 'unknown'; // Another process may have its pid by now.
  return since === owner.born ? 'alive' : 'dead';
}

/** `process 12 on "node17"`, safe to print. */
export const ownerText = ({ pid, host }: LockOwner): string =>
  `process ${pid} on ${/^[\w.-]+$/.test(host) ? host : JSON.stringify(host)}`;
