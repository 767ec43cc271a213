import { memory, openEngine, openedCapabilities } from '@nhat/engine';
import { methods } from '@nhat/pretext/registry';
import { rowOf } from './measure-method';
import { methodCases, stepFlop } from './method-case';
import type { MethodCase } from './method-case';
import { methodParts } from './method-parts';
import type { MethodParts } from './method-parts';
import { loadParts } from '../testing/load-parts';
import { methodStep } from './method-step';
import { timeStep } from './step-times';

const names = Object.keys(methods) as (keyof typeof methods)[];

/** A case of ResNet9 made small. */
function small(method: string): MethodCase {
  const one = methodCases(1 / 16, 'float32').find((found) => found.method === method)!;
  const options = { ...one.options, ...(method === 'cmc' && { negatives: 30 }) };
  return { ...one, batch: 8, size: 16, images: 40, options };
}

describe('the steps that are timed', () => {
  it.each(names)('%s: what is timed is within the step, and no tensor stays', async (name) => {
    await openEngine();
    const { timesOps } = openedCapabilities();
    const before = memory().numTensors;
    const method = await methodStep(small(name), loadParts<MethodParts>(methodParts(small(name))));
    await timeStep(method);
    const during = memory().numTensors;
    const { times } = await timeStep(method);
    expect(memory().numTensors).toBe(during);
    expect(times.reading).toBeGreaterThan(0);
    if (timesOps) {
      expect(times.convolutions!).toBeGreaterThan(0);
      expect(times.tensorflow!).toBeGreaterThan(times.convolutions!);
      expect(times.step).toBeGreaterThan(times.tensorflow! + times.reading);
    }
    method.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('has a case of each network for every method', () => {
    const found = methodCases(0.25, 'auto').map(({ method, backbone }) => `${method} ${backbone}`);
    const pair = (name: string) => (name === 'cmc' ? '-pair' : '');
    expect(found.sort()).toEqual(
      ['resnet9', 'resnet50']
        .flatMap((network) => names.map((name) => `${name} ${network}${pair(name)}`))
        .sort(),
    );
  });

  it('counts two views of AMDIM and the decoder of the VAE', () => {
    const flop = (method: string) => stepFlop(small(method));
    expect(flop('amdim')).toBe(2 * flop('rotation'));
    const decoder = 16 * 256 * 16 + 16 * 16 * 16 * 16 + 64 * 16 * 16 * 16 + 256 * 16 * 3;
    expect(flop('vae') - flop('rotation')).toBe(6 * 8 * decoder);
  });

  it('tells shares of the middle step', () => {
    const times = { step: 100, reading: 5, tensorflow: 70, convolutions: 40 };
    const steps = [times, { ...times, tensorflow: 80 }, { ...times, step: 300 }];
    const row = rowOf(small('rotation'), { precision: 'float32', steps });
    expect(row).toMatchObject({ msPerStep: 100, imagesPerSecond: 80, reading: 0.05 });
    expect(row).toMatchObject({ notConvolutions: 0.6, outsideTensorFlow: 0.3, onTarget: false });
    const untold = steps.map((one) => ({ ...one, tensorflow: null, convolutions: null }));
    const wasm = rowOf(small('rotation'), { precision: 'float32', steps: untold });
    expect(wasm).toMatchObject({ notConvolutions: null, outsideTensorFlow: null, onTarget: null });
  });
});
