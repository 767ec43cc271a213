import { float16 } from './float16';
import { numbersOf, readNpy } from './npy';
import { npy } from '../testing/npy-file';

/** From numpy: `numpy.array([…], '<u2').view('<f2')`. */
const known: readonly [bits: number, value: number][] = [
  [0x0000, 0],
  [0x8000, -0],
  [0x0001, 2 ** -24],
  [0x8001, -(2 ** -24)],
  [0x03ff, 1023 * 2 ** -24],
  [0x0400, 2 ** -14],
  [0x2e66, 0.0999755859375],
  [0x3555, 0.333251953125],
  [0x3bff, 0.99951171875],
  [0x3c00, 1],
  [0x3c01, 1.0009765625],
  [0xc000, -2],
  [0x7bff, 65504],
  [0xfbff, -65504],
  [0x7c00, Infinity],
  [0xfc00, -Infinity],
  [0x7c01, NaN],
  [0x7e00, NaN],
  [0xffff, NaN],
];

it.each(known)('reads the bits %d as %d', (bits, value) => {
  expect(float16(bits)).toBe(value);
});

it.each(['<', '>'])('reads an array of float16 in the order of bytes %s', (order) => {
  const data = Buffer.alloc(2 * known.length);
  known.forEach(([bits], at) =>
    order === '<' ? data.writeUInt16LE(bits, 2 * at) : data.writeUInt16BE(bits, 2 * at),
  );
  const array = readNpy(npy(`${order}f2`, [known.length], data), 'x');
  expect([...numbersOf(array)!]).toEqual(known.map(([, value]) => value));
});
