import { embeddingOf } from './pretrain-scores';

const facts = { spread: 0.5, effectiveRank: 9, dimensions: 16, collapsed: false };

describe('embeddingOf', () => {
  it('reads the fact of a manifest, or the score of older results, or nothing', () => {
    const [own, older] = [
      { embedding: { ...facts, split: 'train' } },
      { embedding: { ...facts, spread: 0.4 } },
    ];
    expect(embeddingOf('pretrain-x', own, older)).toEqual(facts);
    expect(embeddingOf('pretrain-x', {}, older)).toMatchObject({ spread: 0.4 });
    expect(embeddingOf('pretrain-x', {}, { embedding: null })).toBeNull();
  });

  it('names the node and the field that is wrong', () => {
    const wrong = { embedding: { ...facts, spread: 'wide' } };
    expect(() => embeddingOf('pretrain-x', wrong, {})).toThrow(/^pretrain-x: .*embedding\.spread/);
  });
});
