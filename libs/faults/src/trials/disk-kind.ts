import { PLACES, bytesOnDisk, mayMount, mountDisk } from './disk';
import type { FaultKind, TrialContext, TrialResult } from './fault-kind';
import { judge } from './judge';
import { storedResults } from './results';

/** A limit on the size of a file, which needs no permission to mount. */
const FILE_LIMIT = 'file limit';
const ROWS = [...PLACES, FILE_LIMIT] as const;

const NAMES_IT = /no space left|ENOSPC|EDQUOT|EFBIG|larger than/;
const ROOM = 2 ** 30;

/** A disk that is full after a number of bytes, the usual command, then room and the usual command again. */
export const diskKind: FaultKind = {
  trials: 10 * ROWS.length,
  untried: () =>
    mayMount() ? undefined : 'a full disk below a folder, because this user may not mount one',
  run: async (context) => {
    const place = ROWS[context.trial % ROWS.length]!;
    if (place === FILE_LIMIT) return withFileLimit(context);
    return mayMount() ? onSmallDisk(context, place) : undefined;
  },
};

async function onSmallDisk(
  { workspace, reference, random }: TrialContext,
  place: string,
): Promise<TrialResult> {
  await workspace.restore('finished');
  const needed = bytesOnDisk(workspace.path(place));
  await workspace.restore('cold');
  const more = Math.max(4096, needed - bytesOnDisk(workspace.path(place)));
  const free = random.integer(more);
  const disk = mountDisk(workspace.path(place), free);
  try {
    const before = storedResults(workspace.folder);
    const run = await workspace.run();
    const followAdvice = (messages: string) => {
      disk.resize(ROOM);
      return NAMES_IT.test(messages);
    };
    const judgement = await judge({ workspace, reference, before, run, followAdvice });
    return { row: place, fault: `${free} bytes free in ${place}`, ...judgement };
  } finally {
    disk.unmount();
  }
}

async function withFileLimit(context: TrialContext): Promise<TrialResult> {
  const { workspace, reference, random } = context;
  await workspace.restore('cold');
  const kilobytes = 1 + random.integer(150);
  const before = storedResults(workspace.folder);
  const prefix = ['bash', '-c', `ulimit -f ${kilobytes}; exec "$@"`, 'limited'];
  const run = await workspace.run({ prefix });
  const followAdvice = (messages: string) => NAMES_IT.test(messages);
  const judgement = await judge({ workspace, reference, before, run, followAdvice });
  return { row: FILE_LIMIT, fault: `files of at most ${kilobytes} kB`, ...judgement };
}
