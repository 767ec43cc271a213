import { resolveDataset, resolvePipeline } from '@nhat/documents';
import { checkGraph, planPipeline } from '.';
import { repository } from './testing/documents';

describe('every pipeline document', () => {
  it.each(repository.pipelines.names)('%s resolves to a graph without loose ends', (name) => {
    const plan = planPipeline(resolvePipeline(repository, name));
    checkGraph(plan.nodes);
    expect(new Set(plan.nodes.map((node) => node.name)).size).toBe(plan.nodes.length);
    expect(plan.utilities.length).toBeGreaterThan(0);
    expect(JSON.stringify(plan)).not.toContain(repository.pipelines.body(name)['question']);
  });

  it('names its file: the datasets of one object are the twelve of the paper', () => {
    const shapes = repository.datasets.names.filter(
      (name) => name !== 'scenes-tcvl' && !('source' in repository.datasets.body(name)),
    );
    const bits = shapes.map((name) => repository.datasets.body(name)['title']);
    expect(bits.sort()).toEqual(
      [
        '----',
        'T---',
        '-C--',
        '--V-',
        '---L',
        'TC--',
        '-CV-',
        '-C-L',
        '-CVL',
        'TCV-',
        'T-VL',
        'TCVL',
      ].sort(),
    );
    for (const name of shapes) {
      const { title, factors } = repository.datasets.body(name) as {
        title: string;
        factors: object;
      };
      const letters = Object.values(factors).map((on, at) => (on ? 'TCVL'[at] : '-'));
      expect([name, letters.join('')]).toEqual([name, title]);
      const on = letters.join('').replaceAll('-', '').toLowerCase();
      expect(name).toBe(`shapes-${on || 'plain'}`);
    }
  });
});

describe('the dataset of scenes', () => {
  it('is the hardest of the twelve with four objects', () => {
    const resolved = (name: string) => {
      const {
        title,
        description,
        name: own,
        ...world
      } = resolveDataset(repository.datasets, name, repository.registries.sources);
      expect([title, description, own].every((text) => text.length > 0)).toBe(true);
      return world;
    };
    const { source: scenes, images } = resolved('scenes-tcvl');
    const { source: shapes, images: same } = resolved('shapes-tcvl');
    expect([scenes['objects'], shapes['objects']]).toEqual([4, 1]);
    expect([{ ...scenes, objects: 1 }, images]).toEqual([shapes, same]);
  });
});
