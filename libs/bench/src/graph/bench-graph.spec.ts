import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchGraphFlags } from '@nhat/commands/bench-graph-flags';
import { checkGraph, planPipeline, registries } from '@nhat/plan';
import { indexDocuments, readFlags, resolvePipeline } from '@nhat/documents';
import { bareNxFiles, gridEdges } from './bare-nx';
import { NODES_PER_DATASET, gridDocuments, nodeCount } from './grid-documents';
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
    [1, 95],
    [94, 95],
    [1000, 1035],
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
          evaluations: registries.evaluations,
          augmentations: registries.augmentations,
          sources: registries.sources,
          claims: registries.claims,
        },
      },
      'grid',
    );
    const { nodes } = planPipeline(pipeline);
    checkGraph(nodes);
    expect(nodes).toHaveLength(expected);
    expect(expected % NODES_PER_DATASET).toBe(1);
    expect(nodeCount(asked)).toBe(expected);
  });

  it.each([1, 94, 1000])('has as many jobs in Snakemake as nodes here: %i', (asked) => {
    const jobs = jobsOf(snakefile(asked));
    const count = Object.values(jobs).reduce((sum, one) => sum + one, 0);
    expect(count).toBe(nodeCount(asked));
    const { images, base, ...others } = jobs;
    expect(base).toBe(images);
    expect(others['utility']).toBe(others['pretrain']);
    expect(others['finetune']! / others['scratch']!).toBe(others['pretrain']! / images!);
  });

  it.each([1, 94, 1000])('has as many targets in Nx alone as nodes here: %i', (asked) => {
    const edges = gridEdges(asked);
    const count = nodeCount(asked);
    expect(Object.keys(edges)).toHaveLength(count);
    const upstream = Object.values(edges).flat();
    expect(upstream.filter((name) => !Object.hasOwn(edges, name))).toEqual([]);
    const { 'graph.json': graph } = bareNxFiles(asked);
    expect(Object.keys(JSON.parse(graph!) as object)).toHaveLength(count + 1);
  });

  it('is that of the command in docs/team.md, which measure-graph.spec runs with 95 nodes', () => {
    const page = readFileSync(join(__dirname, '../../../../docs/team.md'), 'utf8');
    const [, words] = /^npx nx bench graph ([^#\n]*)/m.exec(page)!;
    const flags = readFlags('nx bench graph', words!.trim().split(/ +/), benchGraphFlags);
    expect([nodeCount(Number(flags.nodes)), flags.runs]).toEqual([1035, '1']);
    expect(page).toContain('what 1,035 nodes');
  });

  it('is reported by medians', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });
});

/** Jobs of each rule: one for every combination of the wildcards in its output. */
function jobsOf(text: string): Record<string, number> {
  const sizes = Object.fromEntries(
    [...text.matchAll(/^([DMNS]) = (?:range\((\d+)\)|(\[.*\]))$/gm)].map(
      ([, name, range, list]) => [
        name!.toLowerCase(),
        range === undefined ? (JSON.parse(list!) as unknown[]).length : Number(range),
      ],
    ),
  );
  const rules = [...text.matchAll(/^rule (\w+):\n.*\n {4}output: "(.*)"$/gm)];
  return Object.fromEntries(
    rules.map(([, rule, output]) => [
      rule!,
      [...output!.matchAll(/\{(\w)\}/g)].reduce((jobs, [, name]) => jobs * sizes[name!]!, 1),
    ]),
  );
}
