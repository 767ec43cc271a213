import { indexDocuments, resolvePipeline } from '@nhat/documents';
import type { CurveConfig, SupervisedConfig } from '@nhat/documents';
import { checkGraph, planPipeline } from '.';
import type { Plan } from '.';
import { repository } from './testing/documents';

/** A plan of documents that all extend `smoke`. */
function plansOf(documents: Record<string, object>): Record<string, Plan> {
  const smoke = repository.pipelines;
  const files = [
    { path: smoke.path('smoke'), text: smoke.text('smoke') },
    ...Object.entries(documents).map(([name, body]) => ({
      path: `pipelines/${name}.json`,
      text: JSON.stringify({ question: 'Why?', ...body }),
    })),
  ];
  const workspace = { ...repository, pipelines: indexDocuments('pipeline', files) };
  return Object.fromEntries(
    Object.keys(documents).map((name) => [name, planPipeline(resolvePipeline(workspace, name))]),
  );
}

const trainings = ({ nodes }: Plan) =>
  nodes
    .filter(({ stage }) => ['images', 'pretrain', 'scratch', 'finetune'].includes(stage))
    .map(({ name }) => name)
    .sort();

/** Budget and seed of the runs of each curve, by its arm. */
function curves({ nodes }: Plan): Record<string, [n: number, seed: number][]> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const found = nodes.filter(({ stage }) => stage === 'curve');
  return Object.fromEntries(
    found.map(({ config, upstream }) => [
      (config as unknown as CurveConfig).arm,
      upstream.map(({ node }) => {
        const { n, seed } = byName.get(node)!.config as unknown as SupervisedConfig;
        return [n, seed];
      }),
    ]),
  );
}

const one = { extends: 'smoke' };
const more = {
  extends: 'smoke',
  seeds: 3,
  budgets: { scratch: [20, 80], finetune: [80] },
};

describe('a study', () => {
  it('plans the trainings of all that it includes, and no other', () => {
    const { study, a, b } = plansOf({ a: one, b: more, study: { includes: ['a', 'b'] } });
    checkGraph(study!.nodes);
    expect(trainings(study!)).toEqual([...new Set([...trainings(a!), ...trainings(b!)])].sort());
  });

  it('joins the curves of one cell, by ascending budget', () => {
    const { study } = plansOf({ a: more, b: one, study: { includes: ['a', 'b'] } });
    const two = (n: number): [number, number][] => [0, 1].map((seed) => [n, seed]);
    const three = (n: number): [number, number][] => [...two(n), [n, 2]];
    expect(curves(study!)).toEqual({
      scratch: [...three(20), ...two(50), ...three(80), ...two(100)],
      rotation: [...two(20), ...two(50), ...three(80)],
    });
    expect(study!.utilities).toHaveLength(1);
  });

  it('of one pipeline is the plan of that pipeline', () => {
    const { study, a } = plansOf({ a: one, study: { includes: ['a'] } });
    expect(study).toEqual(a);
  });

  it('keeps cells apart whose scratch is trained for longer, and networks that differ', () => {
    const longer = { extends: 'smoke', training: { scratchFactor: 2 } };
    const { study } = plansOf({ a: one, b: longer, study: { includes: ['a', 'b'] } });
    expect(study!.utilities).toHaveLength(2);
    const networks = { extends: 'smoke', seeds: [1, 0], pretrainingSeeds: 2 };
    const { other } = plansOf({
      ...{ c: { ...networks, seeds: [0, 1] }, d: networks },
      other: { includes: ['c', 'd'] },
    });
    expect(other!.utilities).toHaveLength(2);
  });
});
