import { memory, openEngine } from '@nhat/engine';
import { backboneModules } from '@nhat/models/modules';
import { backbones } from '@nhat/models/registry';
import { methodModules } from '@nhat/pretext/modules';
import { methods } from '@nhat/pretext/registry';
import { benchStep } from './bench-step';

describe('the step of `nx bench engine`', () => {
  beforeAll(async () => {
    await openEngine();
  });

  it.each(Object.keys(backbones))('learns on %s, and leaves no tensors', async (backbone) => {
    const before = memory().numTensors;
    const step = benchStep({ backbone, width: 1 / 16, batch: 4, size: 32 });
    const losses: number[] = [];
    while (losses.length < 5) losses.push(await step.run());
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    step.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe('the code of what the registries name', () => {
  it('is there for every backbone and every method', () => {
    expect(Object.keys(backboneModules)).toEqual(Object.keys(backbones));
    expect(Object.keys(methodModules)).toEqual(Object.keys(methods));
    for (const [name, { options }] of Object.entries(backbones)) {
      expect(backboneModules[name as keyof typeof backbones].options).toBe(options);
    }
    for (const [name, { options }] of Object.entries(methods)) {
      expect(methodModules[name as keyof typeof methods].facts.options).toBe(options);
    }
  });
});
