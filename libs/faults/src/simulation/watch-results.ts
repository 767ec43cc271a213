import { outputsDigest, parseManifest, sha256 } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { parseOwner } from '@nhat/artifacts/lock-owner';
import type { DiskEntry, SimulatedDisk } from './simulated-disk';

/** What must hold in every schedule. */
export const RULES = [
  'wrong',
  'lost',
  'blocked',
  'computed twice',
  'claim broken',
  'left over',
] as const;
export type Rule = (typeof RULES)[number];

export interface Violation {
  rule: Rule;
  what: string;
}

/** A process that may have a claim. */
interface Claimant {
  name: string;
  /** No two processes of a schedule have the same. */
  pid: number;
  hasJustRead(path: string): boolean;
  wasPausedWriting(path: string): boolean;
}

/** A result that a driver went on with. */
interface Adoption {
  key: string;
  outputs: string;
  /** The folder of the store that it came from. */
  folder: string;
  step: number;
  who: string;
}

/**
 * Watches what processes do to the results in store folders: an intact one must neither go nor be replaced by another. A result is
 * intact when its manifest and all files that it names are.
 */
export class ResultWatch {
  readonly violations: Violation[] = [];
  /** Outputs that were computed, by action key. */
  readonly computed = new Map<string, Set<string>>();
  /** Whether claims keep every other process away: not those of a process that is paused for long, nor where files are seen late. */
  isExclusive = true;
  /** By path of a result, who computes it. */
  private readonly computing = new Map<string, Set<{ by: { name: string; isAlive: boolean } }>>();
  /** By action key, how often it was computed. */
  readonly counts = new Map<string, number>();
  readonly adopted: Adoption[] = [];
  /** Results that a process published and went on with, by their paths. */
  private readonly published = new Map<string, Buffer>();
  /** By action key, the operation at which a fault last damaged one of its files. */
  private readonly damagedAt = new Map<string, number>();

  constructor(
    private readonly disk: SimulatedDisk,
    private readonly step: () => number,
  ) {
    disk.watch = (path, before, after) => this.look(path, before, after);
  }

  add(rule: Rule, what: string): void {
    this.violations.push({ rule, what });
  }

  /**
   * Notes that a process begins to compute a result for the store in this folder. Returns a function that notes its end. At most one
   * process may compute it at a time, except where `isExclusive` is false.
   */
  begins(key: string, folder: string, by: { name: string; isAlive: boolean }): () => void {
    const path = `${folder}/ac/${key}`;
    const others = this.computing.get(path) ?? new Set();
    this.computing.set(path, others);
    for (const other of others) {
      if (!other.by.isAlive || !this.isExclusive) continue;
      this.add('computed twice', `${path}: by ${other.by.name} and ${by.name} at once`);
    }
    const computation = { by };
    others.add(computation);
    return () => void others.delete(computation);
  }

  /** Notes that a process removes a file. */
  removes(path: string, by: Claimant): void {
    if (path.endsWith('.lock')) this.respects(path, by, `removes ${path}`);
  }

  /**
   * Notes that a process puts a file in its place. A process that takes over a claim replaces it, which is right; and one that was paused
   * between its look at the claim and the last step puts its result where there is none yet.
   */
  publishes(path: string, by: Claimant): void {
    const [folder, kind, key] = partsOf(path) ?? [];
    if (kind === 'ac' && !by.wasPausedWriting(path))
      this.respects(`${folder}/claims/${key}.lock`, by, `publishes ${path}`);
  }

  /** A process must keep the claim of another, except where a pause came between its look at the claim and what it does. */
  private respects(claim: string, by: Claimant, what: string): void {
    const entry = this.disk.at(claim);
    const owner = entry && parseOwner(entry.bytes.toString('utf8'));
    if (owner === undefined || owner.pid === by.pid || !by.hasJustRead(claim)) return;
    this.add('claim broken', `${by.name} ${what}, which process ${owner.pid} has claimed`);
  }

  /** Notes that a process has computed a result. */
  hasComputed({ actionKey, outputs }: Manifest): void {
    const all = this.computed.get(actionKey) ?? new Set();
    this.computed.set(actionKey, all.add(outputsDigest(outputs)));
    this.counts.set(actionKey, (this.counts.get(actionKey) ?? 0) + 1);
  }

  /** Notes that a process goes on with a result of the store in this folder. `isPublished`: it has just published it. */
  adopts(manifest: Manifest, folder: string, who: string, isPublished: boolean): void {
    const key = manifest.actionKey;
    this.adopted.push({
      ...{ key, folder, who, step: this.step() },
      outputs: outputsDigest(manifest.outputs),
    });
    const path = `${folder}/ac/${key}`;
    const there = this.disk.at(path);
    const isThere = there !== undefined && this.isIntact(path, there);
    if (isPublished && isThere) this.published.set(path, there.bytes);
  }

  /** Notes that a fault has damaged the file at this path. */
  damages(path: string): void {
    const name = path.split('/').at(-1)!;
    this.published.delete(path);
    for (const [key, all] of this.computed) {
      if (key === name || path.includes('/cas/')) this.damagedAt.set(key, this.step());
      if (path.includes('/cas/') && all.size > 0) {
        for (const known of this.published.keys()) {
          if (known.endsWith(key)) this.published.delete(known);
        }
      }
    }
  }

  /** Checks after a power cut that what was published is there. */
  afterPowerCut(): void {
    for (const [path, bytes] of this.published) {
      const there = this.disk.at(path);
      if (there === undefined || !there.bytes.equals(bytes) || !this.isIntact(path, there)) {
        this.add('lost', `${path} was published and is gone after a power cut`);
      }
    }
    // What was read before it was on the disk may come back as another result.
    for (const key of this.computed.keys()) {
      const isSafe = [...this.published.keys()].some((path) => path.endsWith(key));
      if (!isSafe) this.damagedAt.set(key, this.step());
    }
  }

  /** Drivers that share a folder must go on with the same result of a key, except where a fault has damaged it in between. */
  checkAgreement(): void {
    const groups = new Map<string, Adoption[]>();
    for (const adoption of this.adopted) {
      if (adoption.step <= (this.damagedAt.get(adoption.key) ?? -1)) continue;
      const name = `${adoption.folder}/ac/${adoption.key}`;
      groups.set(name, [...(groups.get(name) ?? []), adoption]);
    }
    for (const [name, group] of groups) {
      const other = group.find(({ outputs }) => outputs !== group[0]!.outputs);
      if (other === undefined) continue;
      this.add('lost', `${group[0]!.who} and ${other.who} went on with two results of ${name}`);
    }
  }

  /** Whether the entry at this path is what belongs there. */
  isIntact(path: string, { bytes, isFolder }: DiskEntry): boolean {
    const [folder, kind, digest] = partsOf(path)!;
    if (isFolder) return false;
    if (kind === 'cas') return sha256(bytes) === digest;
    const manifest = parseManifest(bytes.toString('utf8'), digest);
    if (manifest === undefined) return false;
    return Object.values(manifest.outputs.blobs).every((blob) => {
      const file = `${folder}/cas/${blob}`;
      const entry = this.disk.at(file);
      return entry !== undefined && this.isIntact(file, entry);
    });
  }

  private look(path: string, before: DiskEntry | undefined, after: DiskEntry | undefined): void {
    if (before === undefined || before === after || partsOf(path) === undefined) return;
    if (after?.bytes.equals(before.bytes) || !this.isIntact(path, before)) return;
    this.add(
      'lost',
      after === undefined ? `${path} was removed` : `${path} was replaced by another result`,
    );
  }
}

/** The folder of a store, the kind and the digest of an entry; undefined for a path that is none. */
function partsOf(path: string): [string, string, string] | undefined {
  const match = /^(.*)\/(ac|cas)\/([0-9a-f]{64})$/.exec(path);
  return match === null ? undefined : [match[1]!, match[2]!, match[3]!];
}
