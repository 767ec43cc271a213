import { join, relative } from 'node:path';
import {
  MANIFEST_LIMIT,
  READ_LIMIT,
  isDigest,
  parseManifest,
  readPlainFile,
  sha256,
} from '@nhat/artifacts';
import { UserError } from '@nhat/documents';
import { publishedPacks } from '@nhat/packs';
import type { PublishedPack } from '@nhat/packs';
import { keptIn } from '@nhat/collect/result-history';
import { readArtifact, readBundle } from '@nhat/runner/artifact-folder';
import { RECORDS } from '@nhat/runner/node-record';
import { historyFiles } from './histories';
import { filesIn, namesIn } from './kept-files';
import { PINS, readPins } from './pins';

/** A file that is not what was written. */
export interface Damage {
  /** From the root of the workspace where it lies in there. */
  path: string;
  what: string;
  /** What to do about it. */
  mend: string;
}

/** How many files were looked at, by kind, and which are damaged. */
export interface Inspection {
  counts: Record<string, { files: number; bytes: number }>;
  damage: Damage[];
}

const COMPUTED_AGAIN =
  'The next run that needs it moves it away and computes it again, or takes it from the team.';
const MADE_AGAIN = 'The next run of the pipeline makes it again.';

/** Hashes everything that carries a digest: store, artifacts, packs, records, pins and histories. */
export function inspect(root: string, storeFolder: string): Inspection {
  const inspection: Inspection = { counts: {}, damage: [] };
  const look = lookInto(root, inspection);
  look(
    'results of the store',
    filesIn(join(storeFolder, 'ac'), isDigest),
    COMPUTED_AGAIN,
    ({ path, name }) => {
      const found = readPlainFile(path, MANIFEST_LIMIT);
      if (found.kind !== 'file') return whyOf(found);
      return parseManifest(found.bytes.toString('utf8'), name) ? undefined : 'not a whole manifest';
    },
  );
  look(
    'files of the store',
    filesIn(join(storeFolder, 'cas'), isDigest),
    COMPUTED_AGAIN,
    ({ path, name }) => {
      const found = readPlainFile(path, READ_LIMIT);
      if (found.kind !== 'file') return whyOf(found);
      return sha256(found.bytes) === name ? undefined : 'its content has another digest';
    },
  );
  look('artifacts', filesIn(join(root, 'artifacts')), MADE_AGAIN, ({ name }) =>
    faultOf(
      () => void (name.startsWith('bundle-') ? readBundle(root, name) : readArtifact(root, name)),
    ),
  );
  const records = namesIn(join(root, RECORDS)).flatMap((folder) =>
    filesIn(join(root, RECORDS, folder), isJson),
  );
  look('records of nodes', records, MADE_AGAIN, ({ path, name }) =>
    sha256(bytesAt(path)) === name.replace(/\.json$/, '')
      ? undefined
      : 'its content has another digest',
  );
  look('histories', historyFiles(root), 'Remove it: one kept result is lost.', ({ path }) =>
    keptIn(bytesAt(path).toString('utf8')) ? undefined : 'its content has another digest',
  );
  inspectPacks(root, inspection);
  const pins = filesIn(join(root, '.nhat'), (name) => PINS.endsWith(`/${name}`));
  look('pins', pins, 'Remove it, and pin again what should stay.', () =>
    faultOf(() => void readPins(root)),
  );
  return inspection;
}

type File = ReturnType<typeof filesIn>[number];

const lookInto =
  (root: string, { counts, damage }: Inspection) =>
  (
    kind: string,
    files: readonly File[],
    mend: string,
    fault: (file: File) => string | undefined,
  ): void => {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    if (files.length > 0) counts[kind] = { files: files.length, bytes };
    for (const file of files) {
      const what = fault(file);
      if (what !== undefined) damage.push({ path: shownPath(root, file.path), what, mend });
    }
  };

const shownPath = (root: string, path: string): string => {
  const inside = relative(root, path);
  return inside.startsWith('..') ? path : inside;
};

function whyOf(
  found: Exclude<ReturnType<typeof readPlainFile>, { kind: 'file' }>,
): string | undefined {
  if (found.kind === 'missing') return undefined; // It was removed meanwhile.
  return found.kind === 'forbidden' ? `cannot be read (${found.code})` : found.why;
}

/** What a UserError says after its place. */
function faultOf(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message.replace(/^[^:]*: /, '').split('. ')[0]!;
  }
}

/** Empty for a file that cannot be read, which has another digest then. */
function bytesAt(path: string): Buffer {
  const found = readPlainFile(path);
  return found.kind === 'file' ? found.bytes : Buffer.alloc(0);
}

const isJson = (name: string): boolean => name.endsWith('.json');

function inspectPacks(root: string, { counts, damage }: Inspection): void {
  const packs = publishedPacks(root);
  for (const pack of packs) {
    const what = faultOfPack(pack);
    if (what !== undefined)
      damage.push({ path: pack.path, what, mend: `git checkout ${pack.path}` });
  }
  const bytes = packs.reduce(
    (sum, { found }) => sum + (found.kind === 'pack' ? found.bytes : 0),
    0,
  );
  if (packs.length > 0) counts['packs'] = { files: packs.length, bytes };
}

function faultOfPack({ found }: PublishedPack): string | undefined {
  if (found.kind !== 'pack') return found.kind === 'damaged' ? found.why : undefined;
  const { pack } = found;
  const result = pack.keys.find((key) => pack.manifest(key) === undefined);
  const file = pack.files.find((digest) => pack.file(digest) === undefined);
  const wrong = result ?? file;
  return wrong === undefined
    ? undefined
    : `what it holds under ${wrong.slice(0, 12)}… is something else`;
}
