import { BUDGETS, METHODS, NODES_PER_DATASET, SEEDS } from './grid-documents';

/** A node's name → the names of its upstream nodes: the nodes and edges of `gridDocuments`, without bundles. */
export function gridEdges(nodes: number): Record<string, string[]> {
  const edges: Record<string, string[]> = {};
  const runs = (prefix: string, upstream: string[]): string[] =>
    BUDGETS.flatMap((n) =>
      Array.from({ length: SEEDS }, (_, seed) => {
        const name = `${prefix}-n${n}-s${seed}`;
        edges[name] = upstream;
        return name;
      }),
    );
  for (let at = 0; at * NODES_PER_DATASET < nodes; at++) {
    const images = `images-${at}`;
    edges[images] = [];
    edges[`base-${at}`] = runs(`scratch-${at}`, [images]);
    for (const method of METHODS) {
      const pretrain = `pretrain-${at}-${method}`;
      edges[pretrain] = [images];
      edges[`curve-${at}-${method}`] = runs(`finetune-${at}-${method}`, [images, pretrain]);
      edges[`utility-${at}-${method}`] = [`base-${at}`, `curve-${at}-${method}`, 'spread'];
    }
  }
  edges['spread'] = Object.keys(edges).filter((name) => /^(base|curve)-/.test(name));
  return edges;
}

/**
 * A workspace of Nx, path → text, in which the grid's nodes are cached targets that do nothing, read nothing and leave nothing: the
 * least that Nx itself takes for such a graph, whatever its plugins do. Its settings are those of this workspace.
 */
export function bareNxFiles(nodes: number): Record<string, string> {
  const edges = gridEdges(nodes);
  const projects = Object.entries(edges).map(([name, upstream]) => [
    `projects/${name}`,
    { name, targets: { run: target(upstream) } },
  ]);
  const ends = Object.keys(edges).filter((name) => name.startsWith('utility-'));
  const all = { name: 'all', targets: { all: { ...target(ends), cache: false } } };
  const graph = { ...Object.fromEntries(projects), 'projects/all': all };
  return {
    '.env': 'NX_ISOLATE_PLUGINS=false\nNX_LOAD_DOT_ENV_FILES=false\nNX_PARALLEL=100%\n',
    'nx.json': JSON.stringify({
      analytics: false,
      neverConnectToCloud: true,
      useDaemonProcess: false,
      tui: { enabled: false },
      plugins: ['./plugin.cjs'],
    }),
    'package.json': '{ "name": "bare" }',
    'graph.json': JSON.stringify(graph),
    'plugin.cjs': PLUGIN,
  };
}

const PLUGIN = `'use strict';
const projects = require('./graph.json');
exports.createNodesV2 = ['nx.json', () => [['nx.json', { projects }]]];
exports.createNodes = exports.createNodesV2;
`;

const target = (upstream: string[]) => ({
  executor: 'nx:noop',
  cache: true,
  inputs: [{ externalDependencies: [] }],
  dependsOn: upstream.length === 0 ? [] : [{ projects: upstream, target: 'run' }],
});
