import { join } from 'node:path';
import { filesBelow } from '@nhat/artifacts/files-below';
import type { Manifest } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import type { Pack } from './decode-pack';
import { PACK_ENDING, PIPELINE_NAME, PUBLISHED } from './pack-path';
import { readPack } from './read-pack';
import type { ReadPack } from './read-pack';

/** Results without the files that only a training reads. */
export interface PackedResults {
  /** The result under this key; its weights and images need not be anywhere. */
  find(actionKey: string): Manifest | undefined;
  /** The file with this SHA-256. */
  file(digest: string): Uint8Array | undefined;
  /** A PNG of the part that a report shows of the file with this SHA-256. */
  picture(digest: string): Uint8Array | undefined;
}

export const NO_PACKS: PackedResults = {
  find: () => undefined,
  file: () => undefined,
  picture: () => undefined,
};

/**
 * The results of all packs below `published/`, which are read when the first is asked for. `warn` gets one line for a pack that is
 * damaged, and for a line of a pack that is not what its header says; both count as absent. NHAT_PUBLISHED=off leaves all packs out;
 * throws a UserError for another value.
 */
export function openPacks(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
  warn: (line: string) => void,
): PackedResults {
  if (isOff(environment['NHAT_PUBLISHED'])) return NO_PACKS;
  let read: Packed[] | undefined;
  const packs = () => (read ??= readAll(root, warn));
  const first = <Value>(
    names: (pack: Pack) => readonly string[],
    get: (pack: Pack) => Value | undefined,
    name: string,
  ): Value | undefined => {
    for (const packed of packs()) {
      if (!packed.has(names(packed.pack), name)) continue;
      const value = get(packed.pack);
      if (value !== undefined) return value;
      packed.refuse(name);
    }
    return undefined;
  };
  return {
    find: (key) =>
      first(
        ({ keys }) => keys,
        (pack) => pack.manifest(key),
        key,
      ),
    file: (digest) =>
      first(
        ({ files }) => files,
        (pack) => pack.file(digest),
        digest,
      ),
    picture: (digest) =>
      first(
        ({ pictures }) => pictures,
        (pack) => pack.picture(digest),
        digest,
      ),
  };
}

function isOff(value = ''): boolean {
  if (value === '' || value === 'off') return value === 'off';
  throw userError('NHAT_PUBLISHED', 'unknown value', {
    got: value,
    expected: 'off, or nothing',
    advice: 'Unset it, and results of packs in published/ count.',
  });
}

/** A pack with what is needed to ask it often. */
interface Packed {
  pack: Pack;
  has(names: readonly string[], name: string): boolean;
  /** Says once that an entry of this pack is not what its header says. */
  refuse(name: string): void;
}

/** A file of `published/` and what was read from it. */
export interface PublishedPack {
  /** Name of the pipeline. */
  name: string;
  /** Path from the root of the workspace. */
  path: string;
  found: ReadPack;
}

/** All packs below `published/`, in the order of their names. */
export const publishedPacks = (root: string): PublishedPack[] =>
  packNames(root).map((name) => {
    const path = `${PUBLISHED}/${name}${PACK_ENDING}`;
    return { name, path, found: readPack(join(root, path), name) };
  });

function readAll(root: string, warn: (line: string) => void): Packed[] {
  return publishedPacks(root).flatMap(({ path, found }): Packed[] => {
    if (found.kind === 'damaged') {
      warn(`${path}: damaged (${found.why}); nothing of it is used. Bring it back from git.`);
    }
    return found.kind === 'pack' ? [packedOf(path, found.pack, warn)] : [];
  });
}

function packedOf(path: string, pack: Pack, warn: (line: string) => void): Packed {
  const sets = new Map<readonly string[], Set<string>>();
  let hasWarned = false;
  return {
    pack,
    has(names, name) {
      if (!sets.has(names)) sets.set(names, new Set(names));
      return sets.get(names)!.has(name);
    },
    refuse(name) {
      if (!hasWarned) {
        warn(
          `${path}: what it holds under ${name.slice(0, 12)}… is something else; that is not used`,
        );
      }
      hasWarned = true;
    },
  };
}

/** Names of pipelines that have a pack, in the order of their paths; links are not followed. */
const packNames = (root: string): string[] =>
  filesBelow(join(root, PUBLISHED))
    .filter((path) => path.endsWith(PACK_ENDING))
    .map((path) => path.slice(0, -PACK_ENDING.length))
    .filter((name) => PIPELINE_NAME.test(name));
