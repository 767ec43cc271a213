import { resolvePipeline } from '@nhat/documents';
import type { AddedRun, Pipeline } from '@nhat/documents';
import { checkGraph, nodeSlug, planPipeline } from '.';
import type { Plan } from '.';
import { repository } from './testing/documents';

const smoke = (change: Partial<Pipeline> = {}): Pipeline => ({
  ...resolvePipeline(repository, 'smoke'),
  ...change,
});
const run: AddedRun = {
  ...{ round: 1, dataset: 'shapes-tc', backbone: 'resnet9', task: 'classification' },
  ...{ arm: 'scratch', n: 35, seed: 0 },
};
const names = ({ nodes }: Plan) => nodes.map(({ name }) => name);
const fresh = (before: Plan, after: Plan) =>
  names(after)
    .filter((name) => !names(before).includes(name))
    .map(nodeSlug);
const CELL = 'resnet9-classification';

describe('runs that were added to a pipeline', () => {
  it('are nodes of their curves; no training of the design runs again', () => {
    const design = planPipeline(smoke());
    const plan = planPipeline(smoke({ added: [run] }));
    expect(fresh(design, plan)).toEqual([
      `scratch-shapes-tc-${CELL}-n35-s0`,
      `curve-shapes-tc-scratch-${CELL}`,
      'spread-1-panel',
      `utility-shapes-tc-rotation-${CELL}`,
    ]);
    checkGraph(plan.nodes);
    const curve = plan.nodes.find(({ name }) => name === plan.comparisons[0]!.curves.scratch)!;
    expect(curve.upstream.map(({ node }) => nodeSlug(node))).toContain(
      `scratch-shapes-tc-${CELL}-n35-s0`,
    );
  });

  it('bring a pretrained network where every seed has one of its own, once', () => {
    const own = { pretrainingSeeds: 2 };
    const added = [20, 50].map((n) => ({ ...run, arm: 'rotation', n, seed: 2 }));
    const design = planPipeline(smoke(own));
    const plan = planPipeline(smoke({ ...own, added }));
    expect(fresh(design, plan)).toEqual([
      'pretrain-shapes-tc-rotation-resnet9-s2',
      `finetune-shapes-tc-rotation-${CELL}-n20-s2`,
      `finetune-shapes-tc-rotation-${CELL}-n50-s2`,
      `curve-shapes-tc-rotation-${CELL}`,
      'spread-1-panel',
      `utility-shapes-tc-rotation-${CELL}`,
    ]);
    checkGraph(plan.nodes);
  });

  it('change nothing where the design has them by now', () => {
    const three = smoke({ seeds: [0, 1, 2] });
    const added = [{ ...run, n: 20, seed: 2 }];
    expect(planPipeline({ ...three, added })).toEqual(planPipeline(three));
  });

  it('belong to one evaluation of a method', () => {
    const pipeline = smoke({
      evaluations: [{ name: 'finetune' }, { name: 'linear', inversePenalty: 1 }],
    });
    const { comparisons } = planPipeline(pipeline);
    const [, linear] = comparisons.map(({ arm }) => arm);
    expect(comparisons).toHaveLength(2);
    expect(linear).toMatch(/^rotation \(.+\)$/);
    const added = [{ ...run, arm: linear!, n: 20, seed: 2 }];
    const more = fresh(planPipeline(pipeline), planPipeline({ ...pipeline, added }));
    expect(more.filter((name) => name.startsWith('finetune-'))).toHaveLength(1);
  });
});
