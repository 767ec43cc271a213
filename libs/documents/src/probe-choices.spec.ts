import { resolvePipeline } from './pipeline';
import { probeChoices } from './probe-choices';
import type { Registry } from './registry';
import type { SourceRegistry } from './source';
import { least, registries, workspace } from './testing/workspace';

const options = { type: 'object', description: 'A task.', properties: {} } as const;
const hard = {
  ...options,
  properties: { hard: { type: 'boolean', default: true, description: 'Hard.' } },
} as const;

describe('probeChoices', () => {
  const tasks: Registry = {
    any: { options: hard, probe: true, truth: 'label' },
    map: { options, dense: true, probe: true },
    later: { options },
    viewed: {
      options,
      probe: true,
      truth: 'pose',
    },
  };
  const sources: SourceRegistry = {
    made: {
      options,
      truths: ({ viewpoint }) => (viewpoint ? ['label', 'pose'] : ['label']),
      words: { about: '' },
    },
  };
  const dataset = (viewpoint: boolean) => ({ source: { name: 'made', viewpoint } });

  it('are the tasks with `probe` on images for which a dataset has the ground truth, with their defaults', () => {
    const any = { name: 'any', options: { hard: true } };
    expect(probeChoices({ tasks, sources }, dataset(false))).toEqual([any]);
    expect(probeChoices({ tasks, sources }, dataset(true))).toEqual([
      any,
      { name: 'viewed', options: {} },
    ]);
  });

  it('are the tasks on maps where no task on images fits', () => {
    const { any, ...others } = tasks;
    expect(any).toBeDefined();
    expect(probeChoices({ tasks: others, sources }, dataset(false))).toEqual([
      { name: 'map', options: {} },
    ]);
    expect(probeChoices({ tasks: others, sources }, dataset(true))).toEqual([
      { name: 'viewed', options: {} },
    ]);
  });
});

describe('a pipeline', () => {
  it('probes every dataset unless it or the method disables probes', () => {
    const resolved = (more: object) =>
      resolvePipeline(workspace({ a: { ...least, ...more } }), 'a');
    const all = resolved({});
    expect([...all.probes]).toEqual([['flat', probeChoices(registries, all.datasets[0]!)]]);
    const wanted = (more: object) =>
      resolved(more).methods.map(({ pretraining }) => pretraining?.probes);
    expect(wanted({})).toEqual([true]);
    expect(wanted({ pretraining: { probes: false } })).toEqual([false]);
    const keys = { methods: ['hide', { name: 'turn', pretraining: { probes: false } }] };
    expect(wanted(keys)).toEqual([true, false]);
  });
});
