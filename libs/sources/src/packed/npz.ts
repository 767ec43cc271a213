import { statSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { userError } from '@nhat/documents';
import { namedPathFault, readNamedFile } from '../named-path';
import { readNpy } from './npy';
import { crc32, zipSums } from './zip-sums';
import type { NpyArray } from './npy';

/** The most bytes that the arrays of a file may have together. */
const MOST_BYTES = 2 ** 31 - 1;

/** The arrays of a file as `numpy.savez` and `savez_compressed` write it, by name. Throws a UserError naming file and array. */
export function readNpz(path: string, where: string): Map<string, NpyArray> {
  const bytes = bytesOf(path, where);
  const entries = unzipped(bytes, where);
  checkSums(bytes, entries, where);
  const names = Object.keys(entries).filter((name) => name.endsWith('.npy'));
  if (names.length === 0) {
    throw userError(where, 'no arrays of numpy', {
      got: Object.keys(entries).slice(0, 5),
      expected: 'a file as numpy.savez writes it',
    });
  }
  return new Map(
    names.map((name) => {
      const array = name.slice(0, -'.npy'.length);
      const { buffer, byteOffset, length } = entries[name]!;
      const own = Buffer.from(buffer, byteOffset, length);
      return [array, readNpy(own, `${where} › ${array}`)];
    }),
  );
}

function bytesOf(path: string, where: string): Buffer {
  const size = sizeOf(path);
  if (size > MOST_BYTES) throw tooLarge(where, size);
  return readNamedFile(path);
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (error) {
    throw namedPathFault(path, error);
  }
}

/** The reader of zip files compares no checksums. */
function checkSums(bytes: Buffer, entries: Record<string, Uint8Array>, where: string): void {
  const sums = zipSums(bytes);
  const damaged = Object.keys(entries).find((name) => sums.get(name) !== crc32(entries[name]!));
  if (damaged === undefined) return;
  throw userError(`${where} › ${damaged}`, 'damaged: its checksum is another one', {
    advice: 'Bring the file back from where it came from.',
  });
}

function unzipped(bytes: Buffer, where: string): Record<string, Uint8Array> {
  let total = 0;
  const refusal: { error?: Error } = {};
  const filter = ({ originalSize }: { originalSize: number }): boolean => {
    total += originalSize;
    if (total > MOST_BYTES) refusal.error ??= tooLarge(where, total);
    return refusal.error === undefined;
  };
  try {
    const entries = unzipSync(bytes, { filter });
    if (refusal.error !== undefined) throw refusal.error;
    return entries;
  } catch (error) {
    if (refusal.error !== undefined) throw refusal.error;
    throw userError(where, 'cut off or damaged', { got: (error as Error).message });
  }
}

const tooLarge = (where: string, bytes: number): Error =>
  userError(where, 'too large to read in one piece', {
    got: `${Math.ceil(bytes / 2 ** 20)} MiB`,
    expected: 'at most 2,047 MiB',
    advice: 'Split it, e.g. into one file for each split, or write the images as PNG into folders.',
  });
