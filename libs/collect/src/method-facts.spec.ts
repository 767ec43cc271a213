import type { JsonObject, Registry } from '@nhat/documents';
import { learningOf } from './method-facts';

const options = { type: 'object', description: 'None.', properties: {} } as const;
const registry: Registry = {
  jigsaw: {
    options,
    learning: {
      ...{ check: 'pieces', label: 'accuracy of the pieces', rule: 'twice chance' },
      ...{ higherIsBetter: true, unit: 'share', range: [0, 1] },
    },
  },
};
const numbers = { value: 0.3, chance: 0.25, threshold: 0.5, learned: false };

const learned = (method: string, scores: JsonObject, labelled?: JsonObject) =>
  learningOf(
    {
      node: 'pretrain-x',
      config: { method: { name: method, options: {} }, ...(labelled && { labelled }) },
      outputs: { stage: 'pretrain', blobs: {}, scores: { loss: 1, ...scores } },
    },
    registry,
  );

describe('learningOf', () => {
  it('describes the measure as the registry has it', () => {
    expect(learned('jigsaw', { learning: { check: 'pieces', ...numbers } })).toEqual({
      metric: { name: 'pieces', label: 'accuracy of the pieces', unit: 'share', range: [0, 1] },
      ...{ ...numbers, rule: 'twice chance' },
    });
  });

  it.each([
    ['a method that is not in the registry', 'puzzle', 'pieces'],
    ['a measure of other code', 'jigsaw', 'corners'],
    ['a name of every object', 'constructor', 'pieces'],
  ])('gives bare figures for %s', (_, method, check) => {
    const found = learned(method, { learning: { check, ...numbers } })!;
    expect(found.metric).toEqual({ name: check, label: check, unit: '', range: [null, null] });
    expect(found.learned).toBe(false);
  });

  it('has the number of labelled images from which alone the network learned', () => {
    const scores = { learning: { check: 'pieces', ...numbers } };
    expect(learned('jigsaw', scores, { n: 50, seed: 0 })!.labels).toBe(50);
    expect(learned('jigsaw', scores)).not.toHaveProperty('labels');
  });

  it('is null for outputs without a check, and has no numbers where nothing was held out', () => {
    expect(learned('jigsaw', {})).toBeNull();
    const unknown = { value: null, chance: null, threshold: null, learned: null };
    expect(learned('jigsaw', { learning: { check: 'pieces', ...unknown } })).toMatchObject(unknown);
  });

  it('names the node and the key of a wrong field', () => {
    const wrong = () => learned('jigsaw', { learning: { check: 3 } });
    expect(wrong).toThrow(/^pretrain-x: .*learning\.check/);
  });
});
