import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDigest, lockHolder } from '@nhat/artifacts';
import { historyNames } from '@nhat/collect/result-history';
import { nodeOfWork } from '@nhat/runner/work-folder';
import { NODE_NAME } from '@nhat/workspace/node-name';
import { historyOwners } from './histories';
import { fileAt, filesIn, pathsBelow } from './kept-files';
import type { KeptFile } from './kept-files';
import { storedManifest } from './reach';
import type { Reach } from './reach';

/** What nothing needs, by kind, in the order in which it is removed: a result before its files, so that no result lacks files. */
export type Garbage = Record<GarbageKind, KeptFile[]>;
export type GarbageKind = (typeof GARBAGE_KINDS)[number];
export const GARBAGE_KINDS = [
  ...(['artifacts', 'results', 'files', 'checkpoints', 'remains', 'histories'] as const),
] as const;

export const NOTHING = Object.fromEntries(
  GARBAGE_KINDS.map((kind) => [kind, []]),
) as unknown as Garbage;

/** What each kind is, for people. */
export const KIND_TEXT: Record<GarbageKind, string> = {
  artifacts: 'nodes and bundles of no pipeline in artifacts/',
  results: 'results that nothing reaches',
  files: 'files (weights, images) of no result that is kept',
  checkpoints: 'checkpoints of runs that nobody can go on with',
  remains: 'unfinished and damaged files, left locks',
  histories: 'histories and records of pipelines that are gone',
};

/** Everything of the workspace that `reach` does not need. `storeFolder` is its own store. */
export function garbageOf(root: string, storeFolder: string, reach: Reach): Garbage {
  const inNhat = (...parts: string[]) => join(root, '.nhat', ...parts);
  const keys = new Set(reach.results.map(({ key }) => key));
  const blobs = new Set(reach.results.flatMap((result) => result.blobs));
  for (const key of keys) {
    for (const blob of Object.values(storedManifest(storeFolder, key)?.outputs.blobs ?? {}))
      blobs.add(blob);
  }
  const isOurs = (name: string) => NODE_NAME.test(name) || name.startsWith('bundle-');
  const isPart = (name: string) => name.endsWith('.part') || name.endsWith('.stale');
  const isLeft = (lock: KeptFile) => lockHolder(lock.path) === undefined;
  const locksIn = (folder: string) =>
    filesIn(folder, (name) => /\.lock(\.after-\w+)*$/.test(name)).filter(isLeft);
  const unneeded = (kind: string, needed: ReadonlySet<string>) =>
    filesIn(join(storeFolder, kind), (name) => isDigest(name) && !needed.has(name));
  return {
    artifacts: filesIn(join(root, 'artifacts'), (name) => isOurs(name) && !reach.names.has(name)),
    results: unneeded('ac', keys),
    files: unneeded('cas', blobs),
    checkpoints: filesIn(inNhat('work'), (name) => isDigest(name) && !reach.keys.has(name)).filter(
      ({ path }) => !reach.withoutKey.has(nodeOfWork(path) ?? ''),
    ),
    remains: [
      ...['ac', 'cas'].flatMap((kind) => filesIn(join(storeFolder, kind), isPart)),
      ...filesIn(join(storeFolder, 'quarantine')),
      ...[inNhat(), inNhat('work')].flatMap((folder) => filesIn(folder, isPart)),
      ...filesIn(inNhat('verify')),
      ...unfinishedBatches(inNhat('slurm', 'batches')),
      ...[inNhat('work'), join(storeFolder, 'claims')].flatMap(locksIn),
    ],
    histories: pastPipelines(root, new Set(reach.pipelines)),
  };
}

/** Milliseconds for which a batch that is being submitted may lack its description; it is written just before that. */
const BATCH_MS = 24 * 3_600_000;

/** Folders of batches whose submission was killed before it had described them, so that no job belongs to them. */
const unfinishedBatches = (folder: string): KeptFile[] =>
  filesIn(folder).filter(
    ({ path, modified }) =>
      Date.now() - modified >= BATCH_MS && fileAt(join(path, 'batch.json')) === undefined,
  );

/** Removes garbage, and pauses now and then so that the locks of this process are renewed. Returns what could not be removed. */
export async function removeGarbage(garbage: Garbage): Promise<KeptFile[]> {
  const failed: KeptFile[] = [];
  let count = 0;
  for (const file of GARBAGE_KINDS.flatMap((kind) => garbage[kind])) {
    try {
      rmSync(file.path, { recursive: true, force: true });
    } catch {
      failed.push(file);
    }
    if (++count % 100 === 0) await new Promise((next) => setImmediate(next));
  }
  return failed;
}

/** What is in both: the second was looked up later, when some of it may have come into use. */
export const inBoth = (shown: Garbage, now: Garbage): Garbage =>
  Object.fromEntries(
    GARBAGE_KINDS.map((kind) => {
      const paths = new Set(shown[kind].map(({ path }) => path));
      return [kind, now[kind].filter(({ path }) => paths.has(path))];
    }),
  ) as Garbage;

/** History folders and report records of pipelines that have no document; those of `scores` are named on command lines. */
function pastPipelines(root: string, pipelines: ReadonlySet<string>): KeptFile[] {
  const isPast = (name: string) => !pipelines.has(name) && !/^scores(\/|$)/.test(name);
  const histories = historyOwners(root)
    .filter((name) => isPast(name) && historyNames(root, name).length > 0)
    .flatMap((name) => filesIn(join(root, 'reports', name), (file) => file === 'history'));
  const records = reportRecords(root).filter(({ name }) => isPast(name.replace(/\.json$/, '')));
  return [...histories, ...records];
}

function reportRecords(root: string): KeptFile[] {
  const folder = join(root, '.nhat', 'reports');
  return pathsBelow(folder)
    .filter((path) => path.endsWith('.json'))
    .flatMap((path) => fileAt(join(folder, path), path) ?? []);
}
