import type { DatasetConfig, JsonObject } from '@nhat/documents';
import { registries } from '@nhat/plan';
import type { PlanNode } from '@nhat/plan';
import { trainingFlop } from '@nhat/plan';
import { expectedSeconds, makespan } from './expected-time';
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

describe('the time of nodes side by side', () => {
  const node = (name: string, ...upstream: string[]) => ({
    name,
    upstream: upstream.map((one) => ({ role: 'run', node: one })),
  });
  const chain = [node('a'), node('b', 'a'), node('c'), node('d', 'b', 'c')];
  const seconds = new Map([
    ['a', 3],
    ['b', 4],
    ['c', 5],
    ['d', 1],
  ]);

  it('is the sum for one process, and at least the longest chain for many', () => {
    expect(makespan(chain, seconds, 1)).toBe(13);
    expect(makespan(chain, seconds, 2)).toBe(8);
    expect(makespan(chain, seconds, 9)).toBe(8);
  });

  it('takes no time for what is there', () => {
    expect(makespan(chain, new Map([['d', 2]]), 2)).toBe(2);
    expect(makespan(chain, new Map(), 2)).toBe(0);
  });
});
