import type { DatasetConfig, JsonObject } from '@nhat/documents';
import { registries } from '@nhat/plan';
import type { PlanNode } from '@nhat/plan';
import { trainingFlop } from '@nhat/plan';
import { expectedSeconds } from './expected-time';
import type { PastNode } from './past-nodes';

const images: PlanNode = {
  ...{ name: 'images', stage: 'images', bundle: 'b', upstream: [] },
  config: { dataset: 'd', resolution: 16, counts: { train: 80, validation: 10, test: 10 } },
};
const configOf = (imagesSeen: number, width = 0.125): JsonObject => ({
  backbone: { name: 'resnet9', options: { width, features: 256 } },
  ...{ task: { name: 'classification', options: {} }, arm: 'scratch', n: 10, seed: 0 },
  schedule: { imagesSeen, batch: 8 },
});
const scratch = (config: JsonObject): PlanNode => ({
  ...{ name: 'run', stage: 'scratch', bundle: 'b', config },
  upstream: [{ role: 'images', node: 'images' }],
});
const past = (config: JsonObject, trainSeconds: number): PastNode => ({
  ...{ stage: 'scratch', config, resolution: 16, seconds: trainSeconds + 2, trainSeconds },
  ...{ memory: 400, bytes: null },
  flop: trainingFlop({ stage: 'scratch', config }, 16, registries),
});
const expected = (node: PlanNode, known: readonly PastNode[]) =>
  expectedSeconds(node, [images, node], known, registries);

describe('the time of a training', () => {
  it('is unknown before anything ran here', () => {
    expect(expected(scratch(configOf(1000)), [])).toBeNull();
  });

  it('grows with its operations, and the rest of a run stays', () => {
    const known = [past(configOf(1000), 10)];
    expect(expected(scratch(configOf(1000)), known)!.likely).toBeCloseTo(12, 0);
    expect(expected(scratch(configOf(5000)), known)!.likely).toBeCloseTo(52, 0);
  });

  it('is less sure the less the past trainings are like it', () => {
    const known = [past(configOf(1000), 10)];
    const width = (node: PlanNode) => {
      const { low, high } = expected(node, known)!;
      return high / low;
    };
    const [same, longer, wider] = [configOf(1000), configOf(2000), configOf(1000, 0.25)].map(
      (config) => width(scratch(config)),
    );
    expect(same!).toBeLessThan(longer!);
    expect(longer!).toBeLessThan(wider!);
  });

  it('takes images by their number and size', () => {
    const made: PastNode = {
      ...{ stage: 'images', config: images.config, resolution: 16, seconds: 5, trainSeconds: 0 },
      ...{ flop: 0, memory: null, bytes: null },
    };
    const counts: DatasetConfig['counts'] = { train: 800, validation: 100, test: 100 };
    const larger = { ...images, config: { ...images.config, counts } };
    expect(expected(larger, [made])!.likely).toBeCloseTo(50, 0);
  });
});
