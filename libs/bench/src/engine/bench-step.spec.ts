import { memory, openEngine } from '@nhat/engine';
import type { BackboneModule } from '@nhat/models';
import { backbones } from '@nhat/models/registry';
import type { MethodName } from '../methods/method-case';
import { methodCases } from '../methods/method-case';
import { methodParts } from '../methods/method-parts';
import type { MethodParts } from '../methods/method-parts';
import { methods } from '@nhat/pretext/registry';
import { loadParts } from '../testing/load-parts';
import { benchStep } from './bench-step';

describe('the step of `nx bench engine`', () => {
  beforeAll(async () => {
    await openEngine();
  });

  it.each(Object.keys(backbones))('learns on %s, and leaves no tensors', async (name) => {
    const parts = [{ key: 'backbone', library: 'models' as const, name }];
    const { backbone } = loadParts<{ backbone: BackboneModule }>(parts);
    const before = memory().numTensors;
    const step = benchStep(backbone, { backbone: name, width: 1 / 16, batch: 4, size: 32 });
    const losses: number[] = [];
    while (losses.length < 5) losses.push(await step.run());
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    step.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe('the code of what the registries name', () => {
  it.each(Object.keys(methods) as MethodName[])('is found by name: %s', (method) => {
    for (const one of methodCases(1, 'auto').filter((found) => found.method === method)) {
      const parts = loadParts<MethodParts>(methodParts(one));
      expect(parts.method.facts).toBe(methods[method]);
      expect(parts.backbone.options).toBe(backbones[one.backbone].options);
      expect(parts.augmentations.length).toBeGreaterThan(0);
    }
  });
});
