import { add, memory, mul, reshape, scalar, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { EngineKind } from '../engine-kind';
import { gradientCases } from '../gradient-case';
import type { GradientCase } from '../gradient-case';
import { errorAllowed, gradientError, precisionError } from '../gradient-check';
import { timeOps } from '../time-ops';
import { openEngine } from '../open-engine';
import { openedEngine } from '../opened-engine';
import { detach } from '../ops/detach';
import { relu } from '../ops/relu';
import { read, readResults } from '../read';

/** What every engine must do: right gradients, no tensor left behind, awaited reads, and what its capabilities promise. */
export function describeEngine(kind: EngineKind): void {
  const { name, capabilities } = kind;

  describe(`gradients on ${name}`, () => {
    beforeAll(() => openEngine({ engine: kind, precision: 'float32' }));

    it.each(gradientCases.map((one) => [one.name, one] as const))(
      '%s agrees with finite differences and leaks nothing',
      async (_, one) => {
        const before = memory();
        expect(await gradientError(one)).toBeLessThan(errorAllowed());
        expectNothingLeft(before);
      },
    );

    it('a wrong gradient is noticed', async () => {
      const wrong: GradientCase = {
        name: 'x · detach(x): the tape sees one factor, so the gradient is half of the true one',
        inputs: [[4]],
        run: ([x]) => mul(x!, detach(x!)),
        anyPrecision: true,
      };
      expect(await gradientError(wrong)).toBeCloseTo(0.5, 2);
    });
  });

  if (capabilities.bfloat16) {
    describe(`bfloat16 on ${name}`, () => {
      beforeAll(() => openEngine({ engine: kind, precision: 'bfloat16' }));
      afterAll(() => openEngine({ engine: kind, precision: 'float32' }));

      it.each(
        gradientCases.filter((one) => one.anyPrecision).map((one) => [one.name, one] as const),
      )('%s is close to float32 and leaks nothing', async (_, one) => {
        const before = memory();
        expect(await precisionError(one)).toBeLessThan(errorAllowed());
        expectNothingLeft(before);
      });

      it('is really used', async () => {
        const convolution = gradientCases.find((one) => one.name === 'conv2d 3×3')!;
        expect(await precisionError(convolution)).toBeGreaterThan(1e-4);
      });
    });
  }

  describe(`reading on ${name}`, () => {
    beforeAll(() => openEngine({ engine: kind }));

    it('gives the values of several tensors in their order and keeps them', async () => {
      const before = memory();
      const tensors = [tensor1d([1.5, -2]), tensor1d([3, 4, 5], 'int32'), scalar(7)];
      const [a, b, c] = await read<Float32Array | Int32Array>(tensors);
      expect([[...a!], [...b!], [...c!]]).toEqual([[1.5, -2], [3, 4, 5], [7]]);
      expect([a, b].map((array) => array!.constructor.name)).toEqual([
        'Float32Array',
        'Int32Array',
      ]);
      for (const tensor of tensors) {
        expect(tensor.isDisposed).toBe(false);
        tensor.dispose();
      }
      expectNothingLeft(before);
    });

    it('frees what was made for a result, also within a tidy that ends before the values arrive', async () => {
      const before = memory();
      const pending = tidy(() => {
        const x = tensor1d([1, 2]);
        const values = readResults(() => [add(x, x), reshape(mul(x, x), [2, 1])]);
        return { values } as never;
      }) as { values: Promise<Float32Array[]> };
      expect((await pending.values).map((array) => [...array])).toEqual([
        [2, 4],
        [1, 4],
      ]);
      expectNothingLeft(before);
    });
  });

  describe(`the capabilities of ${name} are true`, () => {
    beforeAll(() => openEngine({ engine: kind }));

    it('syncRead: values are there at once, else they must be awaited', () => {
      const x = tensor1d([1, 2]);
      if (capabilities.syncRead) expect([...x.dataSync()]).toEqual([1, 2]);
      else expect(() => x.dataSync()).toThrow();
      x.dispose();
    });

    it('bfloat16: it is asked for and got, or float32 is', async () => {
      const { precision } = await openEngine({ engine: kind, precision: 'bfloat16' });
      expect(precision).toBe(capabilities.bfloat16 ? 'bfloat16' : 'float32');
      expect(openedEngine().loaded.precisionOf !== undefined).toBe(capabilities.bfloat16);
      await openEngine({ engine: kind });
    });

    it('timesOps: an operation is timed, or the attempt is refused', async () => {
      const work = () => tidy(() => void relu(tensor1d([1, -1])));
      if (!capabilities.timesOps) {
        await expect(timeOps(work)).rejects.toThrow(name);
        return;
      }
      const times = await timeOps(work);
      expect(times.map(({ operation, calls }) => [operation, calls])).toContainEqual(['Relu', 1]);
    });

    it('inPlace: it has a way of its own to replace rows', () => {
      if (capabilities.inPlace) expect(openedEngine().loaded.replaceRows).toBeDefined();
    });

    it('threads: without them one is used, whatever is asked for', async () => {
      if (capabilities.threads) return;
      expect((await openEngine({ engine: kind, threads: 2 })).threads).toBe(1);
    });
  });
}

function expectNothingLeft(before: ReturnType<typeof memory>): void {
  const { numTensors, numDataBuffers } = memory();
  expect({ numTensors, numDataBuffers }).toEqual({
    numTensors: before.numTensors,
    numDataBuffers: before.numDataBuffers,
  });
}
