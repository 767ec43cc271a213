import { UserError, addedPath, addedText, documentsOf, resolvePipeline } from '.';
import type { AddedRun } from '.';
import { hasOwnNetworks, networkOf, nextSeed } from './extra-seeds';
import { least, workspace } from './testing/workspace';

const run: AddedRun = {
  ...{ round: 1, dataset: 'flat', backbone: 'brick', task: 'sort', arm: 'scratch', n: 14, seed: 0 },
};
const study = {
  ...least,
  datasets: ['flat', { name: 'small', budgets: { finetune: [5] } }],
  backbones: ['brick', { name: 'brick', width: 2 }],
  evaluations: ['finetune', 'knn'],
  seeds: 2,
};
const datasets = { flat: {}, small: { images: { train: 400 } } };
const withAdded = (added: unknown, more: object = {}) =>
  workspace({ x: study, 'x.added': { added }, ...more }, datasets);
const addedOf = (added: unknown) => resolvePipeline(withAdded(added), 'x').added;

describe('runs that were added to a pipeline', () => {
  it('stand beside it, in a file that is no pipeline', () => {
    const documents = withAdded([run]);
    expect(documents.pipelines.names).toEqual(['x']);
    expect(resolvePipeline(documents, 'x').added).toEqual([run]);
    expect(addedPath('pipelines/deep/x.json')).toBe('pipelines/deep/x.added.json');
  });

  it('belong to what the pipeline is made of', () => {
    expect(documentsOf(withAdded([run]), 'x')).toContain('pipelines/x.added.json');
    expect(documentsOf(workspace({ x: study }, datasets), 'x')).not.toContain(
      'pipelines/x.added.json',
    );
  });

  it('are not inherited', () => {
    const documents = withAdded([run], { child: { extends: 'x', question: 'How?' } });
    expect(resolvePipeline(documents, 'child').added).toEqual([]);
  });

  it('are the same in whatever order they are written, and are written in one', () => {
    const runs = [
      { ...run, round: 2, n: 7 },
      { ...run, seed: 1 },
      { ...run, arm: 'turn (20-nn)', n: 10, seed: 3 },
      run,
    ];
    expect(addedOf(runs)).toEqual(addedOf(runs.toReversed()));
    const text = addedText('pipelines/deep/x.json', runs);
    expect(text).toBe(addedText('pipelines/deep/x.json', runs.toReversed()));
    const body = JSON.parse(text) as { $schema: string; added: AddedRun[] };
    expect(body.added).toEqual(addedOf(runs));
    expect(body.$schema).toBe('../../libs/documents/schema/added.schema.json');
  });

  it.each<[string, unknown, string[]]>([
    ['a key is missing', [{ round: 1 }], ['added[0]', 'dataset']],
    ['the dataset is unknown', [run, { ...run, dataset: 'falt' }], ['added[1].dataset', '"flat"?']],
    [
      'the backbone is unknown',
      [{ ...run, backbone: 'brick#3' }],
      ['added[0].backbone', 'brick#2'],
    ],
    ['the task is unknown', [{ ...run, task: 'sorted' }], ['added[0].task', '"sort"?']],
    ['the arm is unknown', [{ ...run, arm: 'turn (knn)' }], ['added[0].arm', 'turn (20-nn)']],
    [
      'there are too few images',
      [{ ...run, dataset: 'small', n: 401 }],
      ['added[0].n', 'at most 400', 'delete the file'],
    ],
    [
      'the pipeline does not finetune with so many labels',
      [{ ...run, dataset: 'small', arm: 'turn', n: 10 }],
      ['added[0].n', 'budget of finetuning', '5'],
    ],
    ['one is there twice', [run, { ...run, round: 2 }], ['added[1]', 'a second time']],
  ])('are refused where %s', (_, added, words) => {
    const act = () => addedOf(added);
    expect(act).toThrow(UserError);
    for (const word of ['pipelines/x.added.json', ...words]) expect(act).toThrow(word);
  });

  it('that have lost their pipeline are found, and spoil no other', () => {
    const documents = workspace({ y: study, 'x.added': { added: [run] } }, datasets);
    expect(resolvePipeline(documents, 'y').added).toEqual([]);
    expect(documents.pipelines.names).toContain('x.added');
    const act = () => resolvePipeline(documents, 'x.added');
    for (const word of ['x.added.json', 'pipelines/x.json', 'delete']) expect(act).toThrow(word);
  });
});

describe('a seed that is added', () => {
  it('is the next of the design that the cell lacks, then the smallest other number', () => {
    const design = { seeds: [5, 1] };
    expect(nextSeed(design, [])).toBe(5);
    expect(nextSeed(design, [5])).toBe(1);
    expect(nextSeed(design, [5, 1])).toBe(0);
    expect(nextSeed(design, [5, 1, 0])).toBe(2);
  });

  it('brings a network of its own where every seed of the design has one', () => {
    const own = { seeds: [5, 1], pretrainingSeeds: 2 };
    expect([5, 1, 0, 2, 3].map((seed) => networkOf(own, seed))).toEqual([0, 1, 2, 3, 4]);
    expect(hasOwnNetworks(own)).toBe(true);
  });

  it('shares the networks of the design where they are fewer', () => {
    const shared = { seeds: [0, 1, 2, 3], pretrainingSeeds: 2 };
    expect([0, 1, 2, 3, 4, 5].map((seed) => networkOf(shared, seed))).toEqual([0, 1, 0, 1, 0, 1]);
    expect(hasOwnNetworks(shared)).toBe(false);
    expect(hasOwnNetworks({ seeds: [0], pretrainingSeeds: 1 })).toBe(false);
  });
});
