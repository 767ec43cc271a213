import { inOrderOf, nodesToCompare } from './nodes-to-compare';
import type { Draw } from './nodes-to-compare';
import type { FinishedNode } from './recompute';

const [epyc, xeon] = ['EPYC', 'Xeon'].map((model) => ({ model, digest: model }));

/** A finished node that an engine computed on this processor; without one, a node that needs no engine. */
const node = (name: string, processor?: typeof epyc): FinishedNode =>
  ({
    node: { name },
    manifest: { ran: { facts: processor === undefined ? {} : { engine: {}, processor } } },
  }) as unknown as FinishedNode;

const five = [...['a', 'b', 'c'].map((name) => node(name, xeon)), node('d', epyc), node('e', epyc)];
const nodes = [...five, node('curve')];
type MakersOf = (one: FinishedNode) => Promise<FinishedNode[]>;
const noMakers: MakersOf = () => Promise.resolve([]);
const draw = async (seed: number, more: Partial<Draw> = {}, makersOf = noMakers, of = nodes) => {
  const asked = { count: 3, seed, today: epyc!, ...more };
  const { chosen, passedOver } = await nodesToCompare(of, asked, makersOf);
  return { names: chosen.map((one) => one.node.name), passedOver };
};
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

describe('the nodes that run again to be compared', () => {
  it('are those that this kind of processor computed, and those that need no engine', async () => {
    for (const seed of SEEDS) {
      const { names, passedOver } = await draw(seed);
      expect([...names].sort()).toEqual(['curve', 'd', 'e']);
      const order = inOrderOf(seed, nodes).map((one) => one.node.name);
      expect(names).toEqual(order.filter((name) => names.includes(name)));
      expect(passedOver).toBe(order.indexOf(names[2]!) - 2);
    }
  });

  it('are followed by others where these are too few', async () => {
    const { names, passedOver } = await draw(1, { count: 5 });
    expect([...names.slice(0, 3)].sort()).toEqual(['curve', 'd', 'e']);
    expect([names.length, passedOver]).toEqual([5, 1]);
  });

  it('are taken as they come where another kind computed all of them', async () => {
    const order = inOrderOf(2, nodes).map((one) => one.node.name);
    const drawn = await draw(2, { today: { model: 'M1', digest: 'M1' } });
    expect(drawn).toEqual({ names: order.slice(0, 3), passedOver: 0 });
  });

  it('leave out one whose lost files another kind of processor made', async () => {
    const makersOf = (one: FinishedNode) =>
      Promise.resolve(one.node.name === 'd' ? [node('pretrain', xeon)] : []);
    for (const seed of SEEDS) {
      const { names } = await draw(seed, { count: 2 }, makersOf);
      expect([...names].sort()).toEqual(['curve', 'e']);
    }
  });

  it('may be fewer than asked for', async () => {
    expect(await draw(1, { count: 9 })).toMatchObject({ passedOver: 0 });
    expect((await draw(1, { count: 9 })).names).toHaveLength(6);
    expect(await draw(1, {}, noMakers, [])).toEqual({ names: [], passedOver: 0 });
  });
});
