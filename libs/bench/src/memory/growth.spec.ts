import { keep, openEngine, tensor1d } from '@nhat/engine';
import type { Tensor } from '@nhat/engine';
import { methodParts } from '../methods/method-parts';
import type { MethodParts } from '../methods/method-parts';
import { loadParts } from '../testing/load-parts';
import { growthOf } from './growth';
import { tinyCase } from './memory-case';
import { sampledPretraining } from './sampled-pretraining';

const one = { ...tinyCase('rotation'), images: 40, precision: 'float32' as const };
const parts = loadParts<MethodParts>(methodParts(one));
const plan = { steps: 300, every: 50, parts };
const warmUp = 100;

describe('memory of a training', () => {
  beforeAll(async () => {
    await openEngine();
  });

  it('stays as it is, through the stage that pretrains', async () => {
    const samples = await sampledPretraining(one, plan);
    expect(samples.map(({ step }) => step)).toEqual([50, 100, 150, 200, 250, 300]);
    const { tensors, residentMB } = growthOf(samples, warmUp);
    expect(tensors[1]).toBe(tensors[0]);
    expect(residentMB[1] - residentMB[0]).toBeLessThan(100);
  });

  it('grows when a step keeps a million numbers', async () => {
    const kept: Tensor[] = [];
    const { method } = parts;
    const leaking: typeof method = {
      ...method,
      create(options, context) {
        const pretext = method.create(options, context);
        return {
          loss(batch) {
            kept.push(keep(tensor1d(new Float32Array(1_000_000).fill(1))));
            return pretext.loss(batch);
          },
        };
      },
    };
    const samples = await sampledPretraining(one, {
      ...plan,
      parts: { ...parts, method: leaking },
    });
    for (const tensor of kept) tensor.dispose();
    const { tensors, residentMB, slope, flat } = growthOf(samples, warmUp);
    expect(tensors[1] - tensors[0]).toBe(200);
    // 200 × 4 MB = 763 MiB, less what the allocator had freed before and takes again.
    expect(residentMB[1] - residentMB[0]).toBeGreaterThan(400);
    expect(slope).toBeGreaterThan(2000);
    expect(flat).toBe(false);
  });
});

describe('growthOf', () => {
  const series = (residentMB: number[], tensors = residentMB.map(() => 7)) =>
    residentMB.map((resident, i) => ({
      ...{ step: 500 * (i + 1), tensors: tensors[i]!, residentMB: resident },
    }));

  it('fits a line and leaves the warm-up out', () => {
    const found = growthOf(series([10, 100, 102, 104]), 1000);
    expect(found).toEqual({ tensors: [7, 7], residentMB: [100, 104], slope: 4, flat: true });
  });

  it('is not flat from 16 MB on, nor when one tensor comes and goes', () => {
    expect(growthOf(series([100, 115.9]), 0).flat).toBe(true);
    expect(growthOf(series([100, 116]), 0).flat).toBe(false);
    expect(growthOf(series([100, 100, 100], [7, 8, 7]), 0).flat).toBe(false);
  });
});
