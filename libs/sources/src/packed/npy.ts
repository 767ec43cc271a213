import { userError } from '@nhat/documents';
import { float16 } from './float16';

/** An array of numpy as a file holds it. */
export interface NpyArray {
  shape: number[];
  /** Kind and bytes of a value as numpy writes them, without the order of bytes: `u1`, `i8`, `f4`, `U5`, `O`. */
  type: string;
  isBigEndian: boolean;
  /** Values in the order of C, i.e. the last index runs fastest. */
  data: Buffer;
}

const MAGIC = '\x93NUMPY';

/**
 * Reads an array in numpy's format npy (versions 1 to 3). Arrays of Python objects are refused, because reading them could run code.
 * `where` names the array in messages. Throws a UserError for everything that is no whole array.
 */
export function readNpy(bytes: Buffer, where: string): NpyArray {
  const header = headerOf(bytes, where);
  const descr = /'descr':\s*'([<>|=]?)(\w\d*)'/.exec(header.text);
  const shape = /'shape':\s*\(([^)]*)\)/.exec(header.text);
  const order = /'fortran_order':\s*(True|False)/.exec(header.text);
  if (descr === null || shape === null || order === null) {
    throw userError(where, 'an array of records or objects, or of a kind that is not known', {
      got: header.text.trim().slice(0, 200),
      expected: 'an array of numbers or texts',
    });
  }
  const [, byteOrder, type] = descr as unknown as [string, string, string];
  if (type.startsWith('O')) {
    throw userError(where, 'an array of Python objects, which are not read', {
      expected: 'an array of numbers or texts',
      advice: 'Give it a type in numpy, e.g. array.astype(str), and save it again.',
    });
  }
  if (order[1] === 'True') {
    throw userError(where, 'in the order of Fortran', {
      expected: 'the order of C',
      advice: 'Save numpy.ascontiguousarray(…) of it.',
    });
  }
  const sides = shape[1]!.split(',').map((side) => side.trim());
  const array = {
    // Python 2 writes long numbers, `(10L, 28L)`.
    shape: sides.filter((side) => side !== '').map((side) => Number(side.replace(/L$/, ''))),
    ...{ type, isBigEndian: byteOrder === '>' },
    data: bytes.subarray(header.end),
  };
  const expected = array.shape.reduce((product, side) => product * side, bytesOfValue(type));
  if (array.data.length === expected) return array;
  throw userError(where, 'cut off or damaged', {
    got: `${array.data.length} bytes of values`,
    expected: `${expected} for ${shapeText(array.shape)} of ${type}`,
  });
}

export const shapeText = (shape: readonly number[]): string => shape.join(' × ') || 'one value';

function headerOf(bytes: Buffer, where: string): { text: string; end: number } {
  const [version] = [bytes[6]];
  const start = version === 1 ? 10 : 12;
  const isNpy = bytes.subarray(0, 6).toString('latin1') === MAGIC && bytes.length > start;
  const length = isNpy ? (version === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8)) : 0;
  const end = start + length;
  if (isNpy && end <= bytes.length)
    return { text: bytes.subarray(start, end).toString('utf8'), end };
  throw userError(where, 'no array of numpy', { expected: 'a file as numpy.save writes it' });
}

/** Texts of numpy have four bytes a character. */
function bytesOfValue(type: string): number {
  const size = Number(type.slice(1) || 1);
  return type.startsWith('U') ? 4 * size : size;
}

const READERS: Readonly<Record<string, (data: DataView, at: number, little: boolean) => number>> = {
  u1: (data, at) => data.getUint8(at),
  b1: (data, at) => data.getUint8(at),
  i1: (data, at) => data.getInt8(at),
  u2: (data, at, little) => data.getUint16(at, little),
  i2: (data, at, little) => data.getInt16(at, little),
  u4: (data, at, little) => data.getUint32(at, little),
  i4: (data, at, little) => data.getInt32(at, little),
  u8: (data, at, little) => Number(data.getBigUint64(at, little)),
  i8: (data, at, little) => Number(data.getBigInt64(at, little)),
  f2: (data, at, little) => float16(data.getUint16(at, little)),
  f4: (data, at, little) => data.getFloat32(at, little),
  f8: (data, at, little) => data.getFloat64(at, little),
};

/** The values as numbers, in the order of C; undefined for an array of texts or of a type without a reader, such as `c8`. */
export function numbersOf({ shape, type, isBigEndian, data }: NpyArray): Float64Array | undefined {
  const read = READERS[type];
  if (read === undefined) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const size = bytesOfValue(type);
  const count = shape.reduce((product, side) => product * side, 1);
  return Float64Array.from({ length: count }, (_, at) => read(view, at * size, !isBigEndian));
}

/** The values as texts: texts as they are, whole numbers in decimal; undefined for numbers that are not whole. */
export function textsOf(array: NpyArray): string[] | undefined {
  const { type, data, isBigEndian } = array;
  const size = bytesOfValue(type);
  const count = array.shape.reduce((product, side) => product * side, 1);
  const parts = Array.from({ length: count }, (_, at) => data.subarray(at * size, (at + 1) * size));
  if (type.startsWith('S')) return parts.map((part) => part.toString('utf8').replace(/\0+$/, ''));
  if (type.startsWith('U')) return parts.map((part) => characters(part, isBigEndian));
  const numbers = numbersOf(array);
  return numbers?.every(Number.isInteger) ? [...numbers].map(String) : undefined;
}

function characters(part: Buffer, isBigEndian: boolean): string {
  const codes: number[] = [];
  for (let at = 0; at < part.length; at += 4) {
    codes.push(isBigEndian ? part.readUInt32BE(at) : part.readUInt32LE(at));
  }
  return String.fromCodePoint(...codes.filter((code) => code > 0 && code <= 0x10ffff));
}
