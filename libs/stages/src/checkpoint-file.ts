import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FormatError, decodeWeights, encodeWeights, writeAtomic } from '@nhat/artifacts';
import type { Checkpoints, StateRecord } from '@nhat/train';
import type { StageRun } from './stage';

/** Checkpoints in the work folder of a run, at most one every `seconds`; a damaged one starts the training anew. */
export function checkpointFile(
  { work, progress }: Pick<StageRun<unknown>, 'work' | 'progress'>,
  seconds: number,
): Checkpoints {
  const path = join(work, 'checkpoint');
  let last = performance.now();
  return {
    resume: readCheckpoint(path, progress.note),
    due: () => performance.now() - last >= seconds * 1000,
    write(records) {
      writeAtomic(path, encodeWeights(records.map((one) => ({ ...one, trainable: false }))));
      last = performance.now();
    },
  };
}

function readCheckpoint(path: string, note: (line: string) => void): StateRecord[] | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return decodeWeights(readFileSync(path));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    note(`the checkpoint is unreadable (${error.message}); training starts anew`);
    return undefined;
  }
}
