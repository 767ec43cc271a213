import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder, sha256, writeAtomic } from '@nhat/artifacts';
import { float64, pack, uint8, unpack } from '@nhat/artifacts/message-pack';
import type { FileType } from './image-type';
import type { ListedFile } from './list-files';

/** What a file holds. */
export interface FileContent {
  sha256: string;
  type: FileType;
}

/** Files as they were when their digests were made: a column for each property, because a folder may hold 100,000. */
export interface KeptDigests {
  /** When the files were looked at, in milliseconds. */
  at: number;
  /** Names, each ended by `END`. */
  names: string;
  /** Size, time of change and inode of each file. */
  marks: Float64Array;
  /** 64 digits for each file. */
  digests: string;
  types: FileType[];
}

/** No name holds this character. */
const END = '\0';
const DIGITS = 64;
const MARKS = 3;
const KIND = 'file-digests-4';
const NONE: KeptDigests = { at: 0, names: '', marks: new Float64Array(), digests: '', types: [] };

/** The digests that a file in the workspace keeps; none where it is missing or damaged. */
export function readDigests(path: string): KeptDigests {
  try {
    const bytes = readFileSync(path);
    const body = bytes.subarray(DIGITS);
    if (sha256(body) !== bytes.toString('latin1', 0, DIGITS)) return NONE;
    const { at, names, marks, digests, kinds, types } = unpack(KIND, body);
    const kindNames = kinds as FileType[];
    return {
      ...{ at: Number(at), names: String(names), marks: float64(marks) },
      digests: Buffer.from(uint8(digests)).toString('hex'),
      types: Array.from(uint8(types), (type) => kindNames[type]!),
    };
  } catch {
    return NONE;
  }
}

/** Keeps the digests of files that were looked at from the time `at` on. On a disk that cannot be written nothing is kept. */
export function writeDigests(
  path: string,
  at: number,
  files: readonly (ListedFile & FileContent)[],
): void {
  const kinds = [...new Set(files.map(({ type }) => type))];
  const marks = Float64Array.from(files.flatMap(marksOf));
  const body = pack(KIND, {
    ...{ at, names: namesOf(files), kinds },
    marks: new Uint8Array(marks.buffer),
    digests: Buffer.from(files.map((file) => file.sha256).join(''), 'hex'),
    types: Uint8Array.from(files, ({ type }) => kinds.indexOf(type)),
  });
  try {
    makeFolder(dirname(path));
    writeAtomic(path, Buffer.concat([Buffer.from(sha256(body), 'latin1'), body]), {
      durable: false,
    });
  } catch {
    // All files are read each time.
  }
}

/** Gives what is kept of a file, if it has not changed since; a file that changed later than `latest` may have changed once more. */
export function keptContent(
  { names, marks, digests, types }: KeptDigests,
  files: readonly ListedFile[],
  latest: number,
): (file: ListedFile, at: number) => FileContent | undefined {
  const placeOf = namesOf(files) === names ? undefined : placesOf(names);
  return (file, at) => {
    const place = placeOf === undefined ? at : placeOf.get(file.name);
    if (place === undefined || file.mtime >= latest) return undefined;
    const isSame =
      marks[place * MARKS] === file.size &&
      marks[place * MARKS + 1] === file.mtime &&
      marks[place * MARKS + 2] === file.inode;
    if (!isSame) return undefined;
    return {
      sha256: digests.slice(place * DIGITS, (place + 1) * DIGITS),
      type: types[place]!,
    };
  };
}

const marksOf = ({ size, mtime, inode }: ListedFile): number[] => [size, mtime, inode];

const namesOf = (files: readonly ListedFile[]): string =>
  files.map(({ name }) => name + END).join('');

const placesOf = (names: string): Map<string, number> =>
  new Map(
    names
      .split(END)
      .slice(0, -1)
      .map((name, at) => [name, at]),
  );
