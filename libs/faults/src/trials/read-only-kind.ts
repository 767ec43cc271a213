import { spawnSync } from 'node:child_process';
import { PLACES, mayMount, mountDisk } from './disk';
import type { FaultKind } from './fault-kind';
import { judge } from './judge';
import { storedResults } from './results';

/** Nx, which opens a lock in `.nx` before any code of a plugin, says `Read-only file system` without the folder. */
const NAMES_IT = /read-only|EROFS|no permission|EACCES|cannot be written/i;

/** Modes do not bind root, so root needs a disk that it can mount. */
const isRoot = process.getuid?.() === 0;
const canTry = (): boolean => !isRoot || mayMount();

/** A part of the workspace that cannot be written, the usual command, then the same with leave to write. */
export const readOnlyKind: FaultKind = {
  trials: 4 * PLACES.length,
  untried: () => (canTry() ? undefined : 'anything read-only, because root may not mount here'),
  run: async ({ workspace, reference, trial }) => {
    if (!canTry()) return undefined;
    const place = PLACES[trial % PLACES.length]!;
    const state = trial % (2 * PLACES.length) < PLACES.length ? 'cold' : 'finished';
    await workspace.restore(state);
    const { open, close } = closed(workspace.path(place));
    try {
      const before = storedResults(workspace.folder);
      const run = await workspace.run();
      const followAdvice = (messages: string) => {
        open();
        return NAMES_IT.test(messages);
      };
      const judgement = await judge({ workspace, reference, before, run, followAdvice });
      return { row: place, fault: `${place} read-only, ${state}`, ...judgement };
    } finally {
      close();
    }
  },
};

/** Takes the leave to write below a folder; `open` gives it back, `close` cleans up. */
function closed(folder: string): { open(): void; close(): void } {
  if (!isRoot) {
    const mode = (change: string) => void spawnSync('chmod', ['-R', change, folder]);
    mode('a-w');
    return { open: () => mode('u+w'), close: () => mode('u+w') };
  }
  const disk = mountDisk(folder, 2 ** 30);
  disk.makeReadOnly();
  return { open: disk.makeWritable, close: disk.unmount };
}
