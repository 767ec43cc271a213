import type { MetricFacts } from '@nhat/documents';
import { describeRegistry, modulesOf } from '@nhat/documents/testing/describe-registry';
import { tasks } from './registry';
import type { TaskModule } from './task';

const modules = modulesOf<TaskModule>(__dirname);

describe('the registry of tasks', () => {
  describeRegistry(__dirname, tasks);

  it.each(Object.keys(tasks) as (keyof typeof tasks)[])(
    'states for %s whether it is dense, and the descriptor of its main metric',
    (name) => {
      const { truth, metric, higherIsBetter } = modules.get(name)!;
      expect('dense' in tasks[name]).toBe(truth === 'mask' || truth === 'depth');
      const metrics: Record<string, MetricFacts> = tasks[name].metrics;
      expect(metrics[metric]).toMatchObject({ higherIsBetter, unit: 'share', range: [0, 1] });
    },
  );

  it.each(Object.keys(tasks) as (keyof typeof tasks)[])(
    'says of %s which truth of the images it learns',
    (name) => {
      expect(tasks[name].truth).toBe(modules.get(name)!.truth);
    },
  );
});
