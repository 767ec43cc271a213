import { registries } from './registries';
import { trainingMemory } from './training-memory';

const resnet = (name: string, width: number) => ({ name, options: { width, features: 256 } });
const memory = (backbone: object, resolution: number): number => {
  const config = { backbone, schedule: { batch: 64 } } as never;
  return trainingMemory({ stage: 'scratch', config }, resolution, registries)! / 1e6;
};

describe('the memory of a training', () => {
  // MB at the peak of a pretraining by rotation in float32 with the native engine, 2 cores.
  it.each([
    ['resnet9', 0.25, 32, 327],
    ['resnet9', 0.25, 64, 695],
    ['resnet9', 0.25, 128, 2586],
    ['resnet50', 0.125, 32, 230],
    ['resnet50', 0.125, 64, 488],
    ['resnet50', 0.125, 128, 1480],
  ])('of %s of width %d at %d pixels is not far below the %d MB that were measured', (...row) => {
    const [name, width, resolution, measured] = row;
    const estimate = memory(resnet(name, width), resolution);
    expect(estimate).toBeGreaterThan(0.9 * measured);
    expect(estimate).toBeLessThan(2 * measured);
  });

  it('is not estimated for heads without steps, nor for an unknown network', () => {
    const backbone = resnet('resnet9', 1);
    const of = (stage: string, config: object) =>
      trainingMemory({ stage, config: config as never }, 64, registries);
    expect(of('finetune', { backbone })).toBeNull();
    expect(of('curve', { backbone, schedule: { batch: 64 } })).toBeNull();
    expect(of('scratch', { backbone: resnet('other', 1), schedule: { batch: 64 } })).toBeNull();
  });
});
