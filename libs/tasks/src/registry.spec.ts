import type { JsonObject, MetricFacts, RenderConfig } from '@nhat/documents';
import { describeRegistry } from '@nhat/documents/testing/describe-registry';
import * as modules from '.';
import { tasks } from './registry';

const dataset: RenderConfig = {
  ...{ dataset: 'set', background: 'lit', objects: 1, resolution: 32, shapesPerBucket: 4, seed: 0 },
  factors: { texture: true, colour: true, viewpoint: true, lighting: true },
  counts: { train: 100, validation: 0, test: 100 },
};
const scene = { ...dataset, objects: 4 };
const still = { ...dataset, factors: { ...dataset.factors, viewpoint: false } };

const problem = (name: keyof typeof tasks, on: RenderConfig, options: JsonObject = {}) => {
  const entry = tasks[name];
  return 'checkDataset' in entry ? entry.checkDataset(options, on) : undefined;
};

describe('the registry of tasks', () => {
  describeRegistry(__dirname, tasks, 'describeTask');

  it.each(Object.keys(tasks) as (keyof typeof tasks)[])(
    'says of %s whether it is dense, and how its main metric counts',
    (name) => {
      const { truth, metric, higherIsBetter } = modules[name];
      expect('dense' in tasks[name]).toBe(truth === 'mask' || truth === 'depth');
      const metrics: Record<string, MetricFacts> = tasks[name].metrics;
      expect(metrics[metric]).toMatchObject({ higherIsBetter, unit: 'share', range: [0, 1] });
    },
  );

  it('has every task learned on one object that is seen from everywhere', () => {
    for (const name of Object.keys(tasks)) {
      expect(problem(name as keyof typeof tasks, dataset)).toBeUndefined();
    }
  });

  it('asks pose for a viewpoint that varies', () => {
    expect(problem('pose', still)).toEqual({
      what: 'all its objects have the same pose',
      got: { viewpoint: false },
      expected: 'a dataset with factors.viewpoint true',
    });
    expect(problem('classification', still)).toBeUndefined();
  });

  it('lets only dense tasks have scenes of several objects', () => {
    for (const name of ['classification', 'pose'] as const) {
      expect(problem(name, scene)).toMatchObject({ got: { objects: 4 } });
    }
    for (const name of ['segmentation', 'depth'] as const) {
      expect(problem(name, scene)).toBeUndefined();
    }
  });
});
