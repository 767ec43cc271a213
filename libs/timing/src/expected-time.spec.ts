import type { DatasetConfig, JsonObject } from '@nhat/documents';
import { registries } from '@nhat/plan';
import { expectedSeconds, speedsOf } from './expected-time';
import type { Timing } from './expected-time';
import { workloadOf } from './workload';
import type { TimedStage } from './workload';

const images: TimedStage = {
  stage: 'images',
  config: { dataset: 'd', resolution: 16, counts: { train: 80, validation: 10, test: 10 } },
};
const configOf = (imagesSeen: number, width = 0.125): JsonObject => ({
  backbone: { name: 'resnet9', options: { width, features: 256 } },
  ...{ task: { name: 'classification', options: {} }, arm: 'scratch', n: 10, seed: 0 },
  schedule: { imagesSeen, batch: 8 },
});
const scratch = (config: JsonObject): TimedStage => ({ stage: 'scratch', config });
const resolutionOf = ({ stage }: TimedStage) => (stage === 'images' ? null : 16);
const past = (node: TimedStage, workSeconds: number, rest = 2): Timing => ({
  workload: workloadOf(node, resolutionOf(node), registries),
  ...{ seconds: workSeconds + rest, workSeconds },
});
const expected = (node: TimedStage, known: readonly Timing[]) =>
  expectedSeconds(workloadOf(node, resolutionOf(node), registries), speedsOf(known));

describe('the time of a training', () => {
  it('is unknown before anything ran here', () => {
    expect(expected(scratch(configOf(1000)), [])).toBeNull();
  });

  it('grows with its operations, and the rest of a run stays', () => {
    const known = [past(scratch(configOf(1000)), 10)];
    expect(expected(scratch(configOf(1000)), known)!.likely).toBeCloseTo(12, 0);
    expect(expected(scratch(configOf(5000)), known)!.likely).toBeCloseTo(52, 0);
  });

  it('is less sure the less the past trainings are like it', () => {
    const known = [past(scratch(configOf(1000)), 10)];
    const width = (node: TimedStage) => {
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
    const counts: DatasetConfig['counts'] = { train: 800, validation: 100, test: 100 };
    const larger = { ...images, config: { ...images.config, counts } };
    expect(expected(larger, [past(images, 5, 0)])!.likely).toBeCloseTo(50, 0);
  });

  it('takes images that nobody counted yet as long as the same dataset took', () => {
    const own = (dataset: string): TimedStage => ({
      stage: 'images',
      config: { dataset, resolution: 16, counts: null },
    });
    const known = [past(own('a'), 7, 0)];
    expect(expected(own('a'), known)!.likely).toBeCloseTo(7, 0);
    expect(expected(own('b'), known)).toBeNull();
  });

  it('is small for a curve where none was fitted here', () => {
    expect(expected({ stage: 'curve', config: {} }, [])!.high).toBeLessThan(5);
  });
});
