import type { RenderConfig } from './node-config';
import { resolvePipeline } from './pipeline';
import { probeChoices } from './probe-choices';
import type { Registry } from './registry';
import { least, registries, workspace } from './testing/workspace';

const options = { type: 'object', description: 'A task.', properties: {} } as const;
const hard = {
  ...options,
  properties: { hard: { type: 'boolean', default: true, description: 'Hard.' } },
} as const;

describe('probeChoices', () => {
  const tasks: Registry = {
    any: { options: hard, probe: true },
    map: { options, dense: true, probe: true },
    later: { options },
    viewed: {
      options,
      probe: true,
      checkDataset: (_, { factors: { viewpoint } }) =>
        viewpoint ? undefined : { what: 'one view', got: viewpoint, expected: 'more' },
    },
  };
  const dataset = (viewpoint: boolean) => ({ factors: { viewpoint } }) as RenderConfig;

  it('are the tasks with `probe` on images that a dataset has the truth for, with their defaults', () => {
    const any = { name: 'any', options: { hard: true } };
    expect(probeChoices(tasks, dataset(false))).toEqual([any]);
    expect(probeChoices(tasks, dataset(true))).toEqual([any, { name: 'viewed', options: {} }]);
  });

  it('are the tasks on maps where no task on images fits', () => {
    const { any, ...others } = tasks;
    expect(any).toBeDefined();
    expect(probeChoices(others, dataset(false))).toEqual([{ name: 'map', options: {} }]);
    expect(probeChoices(others, dataset(true))).toEqual([{ name: 'viewed', options: {} }]);
  });
});

describe('a pipeline', () => {
  it('probes every dataset unless it or the method says no', () => {
    const made = (more: object) => resolvePipeline(workspace({ a: { ...least, ...more } }), 'a');
    const all = made({});
    expect([...all.probes]).toEqual([['flat', probeChoices(registries.tasks, all.datasets[0]!)]]);
    const wanted = (more: object) =>
      made(more).methods.map(({ pretraining }) => pretraining.probes);
    expect(wanted({})).toEqual([true]);
    expect(wanted({ pretraining: { probes: false } })).toEqual([false]);
    const own = { methods: ['hide', { name: 'turn', pretraining: { probes: false } }] };
    expect(wanted(own)).toEqual([true, false]);
  });
});
