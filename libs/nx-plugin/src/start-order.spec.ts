import { nodeSlug } from '@nhat/plan';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const study = {
  ...tinyStudy['pipelines/study.json'],
  budgets: { scratch: [10, 20, 30, 40], finetune: [10] },
  training: { imagesSeen: { perLabel: 1, minimum: 8, maximum: 40 }, batch: 8 },
};

/** Real Nx, one node at a time: the ledger's lines are in the order of starts. */
describe('of the nodes that are ready, Nx starts', () => {
  let workspace: TestWorkspace;
  let order: string[];

  beforeAll(() => {
    workspace = new TestWorkspace({ ...tinyStudy, 'pipelines/study.json': study });
    const { status, output } = workspace.nx(['run-many', '-t', 'utility'], { NX_PARALLEL: '1' });
    if (status !== 0) throw new Error(output);
    const lines = workspace.read('.nhat/ledger.jsonl').trim().split('\n');
    order = lines.map((line) => nodeSlug((JSON.parse(line) as { node: string }).node));
  }, 120_000);
  afterAll(() => workspace.dispose());

  it('images and pretraining, which the longest chain begins with, before any training from scratch', () => {
    expect(order.slice(0, 2)).toEqual(['images-tiny-16px', 'pretrain-tiny-rotation-resnet9-s0']);
  });

  it('long trainings before short ones', () => {
    const scratch = order.filter((name) => name.startsWith('scratch'));
    expect(scratch).toEqual(
      [40, 30, 20, 10].map((n) => `scratch-tiny-resnet9-classification-n${n}-s0`),
    );
  });
});
