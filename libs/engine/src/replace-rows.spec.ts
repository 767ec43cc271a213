import { memory, tensor1d, tensor2d, tidy, variable } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { openEngine } from './open-engine';
import { takeRows } from './ops/take-rows';
import { replaceRows } from './replace-rows';
import { presentNames } from './testing/present-engines';

describe.each(presentNames())('rows of a table on %s', (engine) => {
  beforeAll(() => openEngine({ engine }));

  const table = () => tidy(() => variable(tensor2d([0, 1, 10, 11, 20, 21, 30, 31], [4, 2])));
  const read = (x: Tensor) => Array.from(x.dataSync());

  it('takes rows, also twice', () => {
    const held = table();
    tidy(() => {
      const taken = takeRows(held, tensor1d([3, 0, 3], 'int32'));
      expect(taken.shape).toEqual([3, 2]);
      expect(read(taken)).toEqual([30, 31, 0, 1, 30, 31]);
    });
    held.dispose();
  });

  it.each([false, true])(
    'replaces rows; the last of equal indices stays (read before: %s)',
    (before) => {
      const tensors = memory().numTensors;
      const held = table();
      if (before) read(held);
      tidy(() => {
        const values = tensor2d([1, 1, 2, 2, 3, 3, 4, 4], [4, 2]);
        replaceRows(held, tensor1d([2, 0, 2, 1], 'int32'), values);
        expect(read(held)).toEqual([2, 2, 4, 4, 3, 3, 30, 31]);
        replaceRows(held, tensor1d([3], 'int32'), tensor2d([7, 8], [1, 2]));
        expect(read(held)).toEqual([2, 2, 4, 4, 3, 3, 7, 8]);
      });
      held.dispose();
      expect(memory().numTensors).toBe(tensors);
    },
  );

  it('leaves the array alone that the table was made of', () => {
    const array = Float32Array.of(0, 1, 10, 11);
    const held = tidy(() => variable(tensor2d(array, [2, 2])));
    tidy(() => {
      for (const value of [5, 7]) {
        takeRows(held, tensor1d([0], 'int32')); // uploads
        replaceRows(held, tensor1d([1], 'int32'), tensor2d([value, value], [1, 2]));
      }
    });
    expect(read(held)).toEqual([0, 1, 7, 7]);
    expect([...array]).toEqual([0, 1, 10, 11]);
    held.dispose();
  });

  it('leaves copies, rows taken before and what was loaded alone', () => {
    const held = table();
    tidy(() => {
      const [copy, row] = [held.clone(), tensor1d([1], 'int32')];
      const taken = takeRows(held, row);
      replaceRows(held, row, tensor2d([5, 6], [1, 2]));
      expect(read(copy)).toEqual([0, 1, 10, 11, 20, 21, 30, 31]);
      copy.dispose();
      const again = held.clone();
      again.dispose();
      replaceRows(held, row, tensor2d([7, 8], [1, 2]));
      expect(read(taken)).toEqual([10, 11]);
      expect(read(held)).toEqual([0, 1, 7, 8, 20, 21, 30, 31]);
    });
    held.dispose();
  });
});

const inPlaceNames = presentNames(({ capabilities }) => capabilities.inPlace);

it.each(inPlaceNames)(
  '%s does not copy a large table unless something else holds it',
  async (engine) => {
    await openEngine({ engine });
    const held = tidy(() => variable(tensor2d(new Float32Array(50_000 * 128), [50_000, 128])));
    const [rows, values] = [tensor1d([5], 'int32'), tensor2d(new Float32Array(128), [1, 128])];
    const shortest = (run: () => void): number => {
      const times = Array.from({ length: 10 }, () => {
        const start = performance.now();
        run();
        return performance.now() - start;
      });
      return Math.min(...times);
    };
    const inPlace = shortest(() => replaceRows(held, rows, values));
    const copied = shortest(() => {
      const other = held.clone();
      replaceRows(held, rows, values);
      other.dispose();
    });
    expect(inPlace).toBeLessThan(copied / 10);
    for (const tensor of [held, rows, values]) tensor.dispose();
  },
);
