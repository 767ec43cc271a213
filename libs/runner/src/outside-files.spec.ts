import type { SourceRegistry } from '@nhat/documents';
import { checkUnchanged, outsideFiles } from './outside-files';

const place = { root: '/', environment: {} };
const file = (name: string, digit: string) => ({ name, sha256: digit.repeat(64) });
const options = { type: 'object' as const, description: 'Made.', properties: {} };
const sources: SourceRegistry = {
  plain: { options, truths: () => [], words: { about: '' } },
  filed: {
    options,
    truths: () => [],
    words: { about: '' },
    ingredients: ({ source }, { root }) =>
      Promise.resolve([file('b', String(source['digit'])), file(`a in ${root}`, '2')]),
  },
};
const config = (name: string) => ({ dataset: 'x', source: { name, digit: '1' } });

describe('files outside the workspace', () => {
  it('are those of the source that makes the images, by name', async () => {
    const node = { stage: 'images', config: config('filed') };
    expect(await outsideFiles(node, place, sources)).toEqual([file('a in /', '2'), file('b', '1')]);
  });

  it.each([
    ['a source without files', 'images', config('plain')],
    ['a source that nobody has', 'images', config('gone')],
    ['another stage', 'pretrain', config('filed')],
  ])('there are none of %s', async (_, stage, given) => {
    expect(await outsideFiles({ stage, config: given }, place, sources)).toEqual([]);
  });

  it('must be the same after a node as before it', () => {
    const before = [file('a', '1'), file('b', '2')];
    expect(() => checkUnchanged('images-x', before, structuredClone(before))).not.toThrow();
    const changed = [
      [file('a', '1'), file('b', '3')],
      [file('a', '1')],
      [...before, file('b c', '2')],
    ].map((after) => () => checkUnchanged('images-x', before, after));
    expect(changed[0]).toThrow(/^images-x: .*changed while it ran \(got \["b"\]\)/);
    expect(changed[1]).toThrow(/\["b"\]/);
    expect(changed[2]).toThrow(/\["b c"\]/);
  });
});
