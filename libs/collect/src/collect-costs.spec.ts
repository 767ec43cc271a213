import type { Manifest } from '@nhat/artifacts';
import { provenanceOf } from './collect-costs';

const origin = { checkout: null, command: 'npx nx utility x' };

/** A finished node of which only what ran matters. */
const node = (stage: string, facts: Record<string, unknown>): Manifest => ({
  ...({ node: `${stage}-x`, stage, config: {}, actionKey: 'a' } as Manifest),
  ingredients: { code: 'c', upstream: [] } as unknown as Manifest['ingredients'],
  outputs: { stage, blobs: {}, scores: {} },
  ran: { nodeVersion: 'v20.1.0', startedAt: '2026-01-01T00:00:00Z', seconds: 1, facts } as never,
});

describe('the processors that trained networks', () => {
  const engine = { rung: 'native', version: '2.21.0', threads: 1 };
  const processor = (model: string) => ({ model, digest: '0' });

  it('are counted, the most first, with those that were not recorded and without nodes that train none', () => {
    const nodes = [
      node('curve', { processor: processor('A') }),
      node('scratch', { engine, processor: processor('A') }),
      node('pretrain', { engine }),
      node('finetune', { engine, processor: processor('B') }),
      node('finetune', { engine, processor: processor('B') }),
    ];
    expect(provenanceOf(nodes, origin).processors).toEqual([
      { model: 'B', networks: 2 },
      { model: null, networks: 1 },
      { model: 'A', networks: 1 },
    ]);
  });
});
