import { lstatSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { decodeWeights, encodeWeights, sha256, writeAtomic } from '@nhat/artifacts';
import type { EngineIdentity } from '@nhat/engine';
import type { Checkpoints, StateRecord } from '@nhat/train';
import type { StageRun } from '@nhat/runner/stage';

export interface CheckpointOptions {
  /** The minimum time between two checkpoints in seconds. */
  seconds: number;
  /**
   * The engine that trains. A checkpoint of another engine or precision is refused, because continuing it would give a third
   * result.
   */
  engine: EngineIdentity;
}

/**
 * The checkpoint in the work folder of a run. It contains the engine that wrote it and a digest of its content. If either
 * differs, or if it is unreadable, it is removed, and the training starts again with a note that gives the reason.
 */
export function checkpointFile(
  { work, progress }: Pick<StageRun<unknown>, 'work' | 'progress'>,
  { seconds, engine }: CheckpointOptions,
): Checkpoints {
  const path = join(work, 'checkpoint');
  let last = performance.now();
  return {
    resume: readCheckpoint(path, engine, progress.note),
    due: () => performance.now() - last >= seconds * 1000,
    write(records) {
      const body = encodeWeights(records.map((record) => ({ ...record, trainable: false })));
      writeAtomic(path, Buffer.concat([headerOf(engine, body), body]));
      last = performance.now();
    },
  };
}

/** The content of the first line of a checkpoint. */
interface Header {
  format: string;
  engine: EngineIdentity;
  /** SHA-256 (hex) of the bytes after the first line. */
  sha256: string;
}

const FORMAT = 'nhat checkpoint 1';

/** The first line with its end; the same engine and content give the same bytes. */
function headerOf(engine: EngineIdentity, body: Uint8Array): Buffer {
  const sorted = Object.fromEntries(Object.entries(engine).sort(([a], [b]) => (a < b ? -1 : 1)));
  return Buffer.from(
    `${JSON.stringify({ format: FORMAT, engine: sorted, sha256: sha256(body) })}\n`,
  );
}

function readCheckpoint(
  path: string,
  engine: EngineIdentity,
  note: (line: string) => void,
): StateRecord[] | undefined {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  try {
    if (!status.isFile()) throw new Error('it is not a plain file');
    const bytes = readFileSync(path);
    const body = bytes.subarray(bytes.indexOf('\n') + 1);
    const header = bytes.subarray(0, bytes.length - body.length);
    if (!header.equals(headerOf(engine, body))) throw new Error(difference(header, engine));
    return decodeWeights(body);
  } catch (error) {
    note(`the checkpoint cannot be used (${(error as Error).message}); training starts anew`);
    rmSync(path, { recursive: true, force: true });
    return undefined;
  }
}

/** The reason why a header differs from the expected one: another engine, or damage. */
function difference(header: Buffer, engine: EngineIdentity): string {
  const writer = engineOf(header);
  const keys = Object.keys(engine) as (keyof EngineIdentity)[];
  const differing = keys.filter((key) => writer !== undefined && writer[key] !== engine[key]);
  if (writer === undefined || differing.length === 0) return 'its content is damaged';
  const values = (of: EngineIdentity) =>
    differing.map((key) => `${key} ${JSON.stringify(of[key])}`).join(', ');
  return `another engine wrote it: ${values(writer)}; now ${values(engine)}`;
}

function engineOf(header: Buffer): EngineIdentity | undefined {
  try {
    const { format, engine } = JSON.parse(header.toString('utf8')) as Partial<Header>;
    return format === FORMAT && engine !== null && typeof engine === 'object' ? engine : undefined;
  } catch {
    return undefined;
  }
}
