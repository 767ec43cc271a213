import { gunzipSync } from 'node:zlib';
import { userError } from '@nhat/documents';
import { readNamedFile } from '../named-path';

/** An array of bytes as MNIST has it. */
export interface IdxArray {
  shape: number[];
  data: Buffer;
}

/** The only kind of value that images and labels have. */
const UNSIGNED_BYTES = 8;

/** Reads a file in the format IDX (yann.lecun.com/exdb/mnist), compressed by gzip or not. Throws a UserError for anything else. */
export function readIdx(path: string, where: string): IdxArray {
  const bytes = uncompressed(path, where);
  const [zero, none, type, sides] = bytes;
  if (bytes.length < 4 || zero !== 0 || none !== 0 || sides === 0) {
    throw userError(where, 'no file in the format IDX', {
      expected: 'two zero bytes, a type and a number of sides',
    });
  }
  if (type !== UNSIGNED_BYTES) {
    throw userError(where, 'values that are no unsigned bytes', {
      got: `type 0x${type!.toString(16)}`,
      expected: 'type 0x8',
    });
  }
  const start = 4 + 4 * sides!;
  if (bytes.length < start) throw cutOff(where, bytes.length, start);
  const shape = Array.from({ length: sides! }, (_, at) => bytes.readUInt32BE(4 + 4 * at));
  const values = shape.reduce((product, side) => product * side, 1);
  if (bytes.length !== start + values) throw cutOff(where, bytes.length, start + values);
  return { shape, data: bytes.subarray(start) };
}

const cutOff = (where: string, got: number, expected: number): Error =>
  userError(where, 'cut off or damaged', { got: `${got} bytes`, expected: `${expected}` });

function uncompressed(path: string, where: string): Buffer {
  const bytes = readNamedFile(path);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw userError(where, 'cut off or damaged', { got: (error as Error).message });
  }
}
