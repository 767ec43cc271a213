import { sha256 } from '@nhat/artifacts';
import type { JsonObject } from '@nhat/documents';
import { blobInMemory } from '@nhat/runner/blob-in-memory';
import type { StageRun, Upstream } from '@nhat/runner/stage';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';

/** Blobs in memory, shared by the runs of a test. */
export function memoryBlobs() {
  const held = new Map<string, Uint8Array>();
  return {
    write(bytes: Uint8Array): string {
      const digest = sha256(bytes);
      held.set(digest, bytes);
      return digest;
    },
    read(digest: string): Uint8Array {
      const bytes = held.get(digest);
      if (!bytes) throw new Error(`no blob ${digest}`);
      return bytes;
    },
  };
}

export type MemoryBlobs = ReturnType<typeof memoryBlobs>;

/** Runs a stage without a runner; `cutAt` kills it when that many steps are reported. */
export function memoryRun<Config>(
  config: Config,
  {
    blobs,
    upstream,
    work = temporaryFolder('work'),
    cutAt = Infinity,
  }: { blobs: MemoryBlobs; upstream: Upstream[]; work?: string; cutAt?: number },
): StageRun<Config> & { notes: string[]; facts: JsonObject } {
  const notes: string[] = [];
  const facts: JsonObject = {};
  return {
    config,
    upstream,
    work,
    notes,
    facts,
    readBlob: (digest) => Promise.resolve(blobs.read(digest)),
    openBlob: (digest) => Promise.resolve(blobInMemory(blobs.read(digest))),
    writeBlob: (bytes) => Promise.resolve(blobs.write(bytes)),
    progress: {
      step(done) {
        if (done >= cutAt) throw new Error(`killed at step ${done}`);
      },
      note: (line) => void notes.push(line),
    },
    record: (more) => void Object.assign(facts, more),
  };
}
