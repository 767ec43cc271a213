import { checkGraph, planPipeline } from '@nhat/plan';
import { indexDocuments, resolvePipeline } from '@nhat/spec';
import { NODES_PER_DATASET, gridDocuments } from './grid-documents';
import { median } from './median';
import { snakefile } from './snakefile';

const options = { type: 'object', description: 'None.', properties: {} } as const;
const named = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, { options: { ...options, properties: {} } }]));

const documents = (kind: 'dataset' | 'pipeline', all: Record<string, object>) =>
  indexDocuments(
    kind,
    Object.entries(all)
      .filter(([path]) => path.startsWith(kind))
      .map(([path, body]) => ({ path, text: JSON.stringify(body) })),
  );

describe('the grid of the benchmark', () => {
  it.each([
    [1, 94],
    [94, 94],
    [1000, 1034],
  ])('has at least %i nodes: %i', (asked, expected) => {
    const all = gridDocuments(asked);
    const pipeline = resolvePipeline(
      {
        datasets: documents('dataset', all),
        pipelines: documents('pipeline', all),
        registries: {
          backbones: named('plain'),
          methods: named('north', 'east', 'south', 'west'),
          tasks: named('guess'),
        },
      },
      'grid',
    );
    const { nodes } = planPipeline(pipeline);
    checkGraph(nodes);
    expect(nodes).toHaveLength(expected);
    expect(expected % NODES_PER_DATASET).toBe(0);
  });

  it('is the same for Snakemake: budgets, seeds, methods and datasets', () => {
    const text = snakefile(1000);
    expect(text).toContain('D = range(11)');
    expect(text).toContain('M = ["north","east","south","west"]');
    expect(text).toContain('N = [10,20,40,80,160,320,640,1280]');
    expect(text.match(/^rule /gm)).toHaveLength(8);
  });

  it('is reported by medians', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });
});
