import { documentsOf, membersOf, resolvePipeline, roundsOf } from '.';
import type { Pipeline } from '.';
import { least, workspace } from './testing/workspace';

const study = (includes: unknown, more: object = {}) => ({ question: 'All?', includes, ...more });
const resolve = (pipelines: Record<string, unknown>, name = 'all') =>
  resolvePipeline(workspace(pipelines), name);

describe('a study', () => {
  it('needs a question and what it includes, and has no grid of its own', () => {
    const { datasets, includes, claims } = resolve({ all: study(['x']), x: least });
    expect(datasets).toEqual([]);
    expect(claims).toEqual([]);
    expect(includes.map(({ name, datasets: own }) => [name, own.length])).toEqual([['x', 1]]);
  });

  it('consists of every pipeline below it, each once', () => {
    const documents = {
      ...{ all: study(['part', 'x']), part: study(['x', 'y']) },
      ...{ x: least, y: { extends: 'x', question: 'Y?', seeds: 4 } },
    };
    expect(membersOf(resolve(documents)).map(({ name }) => name)).toEqual(['x', 'y']);
  });

  it('has as many rounds of additions as the part with the latest one', () => {
    const all = resolve({ all: study(['x', 'y']), x: least, y: { ...least, question: 'Y?' } });
    expect(roundsOf(all)).toEqual({});
    const cell = { dataset: 'shapes-tc', backbone: 'resnet9', task: 'classification' };
    const run = { ...cell, arm: 'scratch', n: 10, seed: 5 };
    const [x, y] = all.includes as [Pipeline, Pipeline];
    const added = [
      { round: 1, ...run },
      { round: 2, ...run, seed: 6 },
    ];
    expect(roundsOf({ ...all, includes: [x, { ...y, added }] })).toEqual({ rounds: 2 });
  });

  it('may have a grid too, which comes first', () => {
    const documents = { all: { ...least, includes: ['x'] }, x: least };
    expect(membersOf(resolve(documents)).map(({ name }) => name)).toEqual(['all', 'x']);
  });

  it.each([
    ['an unknown name', { all: study(['y']), x: least }, /all\.json › includes\[0\]: .*got "y"/],
    ['itself', { all: study(['all']) }, /all\.json › includes\[0\]: a cycle .*all -> all/],
    [
      'itself by way of another study',
      { all: study(['x', 'part']), part: study(['all']), x: least },
      /part\.json › includes\[0\]: a cycle .*all -> part -> all/,
    ],
    [
      'itself by way of what another one extends',
      { all: study(['part']), part: { extends: 'all', question: 'Again?' } },
      /part\.json › includes\[0\]: a cycle .*part/,
    ],
    ['a pipeline twice', { all: study(['x', 'x']), x: least }, /includes\[1\]: a second time/],
    ['nothing', { all: study([]), x: least }, /includes: empty/],
    [
      'others beside what only trainings of its own could follow',
      { all: study(['x'], { goal: { width: 0.5 }, seeds: 4 }), x: least },
      /all\.json › goal: belongs to trainings.*\n.*all\.json › seeds: belongs to trainings/,
    ],
    ['a pipeline with a mistake', { all: study(['x']), x: { question: 'X?' } }, /x\.json: key/],
  ])('refuses to include %s, and says where', (_, documents, message) => {
    expect(() => resolve(documents)).toThrow(message);
  });

  it('suggests the nearest name', () => {
    const documents = { all: study(['finding-2']), 'finding-1': least };
    expect(() => resolve(documents)).toThrow('Did you mean "finding-1"?');
  });

  it('refuses a key of a grid that it does not have', () => {
    expect(() => resolve({ all: study(['x'], { seeds: 5 }), x: least })).toThrow(
      /all\.json › seeds: belongs to trainings/,
    );
  });

  it('is made of the documents of all that it includes, whatever is wrong with them', () => {
    const documents = {
      ...{ all: study(['part', 'none']), part: study(['x', 'all']) },
      ...{ x: { extends: 'base' }, base: least },
    };
    expect(documentsOf(workspace(documents), 'all')).toEqual([
      ...['all', 'part', 'x', 'base'].map((name) => `pipelines/${name}.json`),
      'datasets/flat.json',
    ]);
  });
});

describe('claims of a document', () => {
  const claims = (list: unknown) => resolve({ all: { ...least, claims: list } }).claims;

  it('are names, or objects with options, and get the defaults', () => {
    expect(claims(['gains-more', { name: 'gains-more', upTo: 100 }, 'falls'])).toEqual([
      { name: 'gains-more', options: { upTo: 400 } },
      { name: 'gains-more', options: { upTo: 100 } },
      { name: 'falls', options: {} },
    ]);
  });

  it.each([
    ['an unknown name', ['fall'], /claims\[0\]: unknown name .*Did you mean "falls"/],
    ['an unknown option', [{ name: 'falls', upTo: 1 }], /claims\[0\]\.upTo: unknown key/],
    ['an option out of range', [{ name: 'gains-more', upTo: 0 }], /claims\[0\]\.upTo: too small/],
    ['the same one twice', ['falls', { name: 'falls' }], /claims\[1\]: a second time/],
  ])('with %s are refused, with their place', (_, list, message) => {
    expect(() => claims(list)).toThrow(message);
  });

  it('are not inherited, because they belong to the question', () => {
    const base = { ...least, claims: ['falls'] };
    const documents = { base, all: { extends: 'base', question: 'Another?' } };
    expect(resolve(documents).claims).toEqual([]);
  });
});
