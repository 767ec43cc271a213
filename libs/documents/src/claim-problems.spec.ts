import { resolvePipeline } from './pipeline';
import { least, workspace } from './testing/workspace';

const networks = [
  { name: 'brick', width: 0.5 },
  { name: 'brick', width: 2 },
];
const datasets = { flat: {}, steep: {} };
const grid = { ...least, methods: ['turn', { name: 'hide', as: 'hidden' }] };
const twoNetworks = { ...grid, backbones: networks };

const claimed = (body: object, options: object) =>
  resolvePipeline(
    workspace({ x: { ...body, claims: [{ name: 'gains-more', ...options }] }, grid }, datasets),
    'x',
  );

describe('names in a claim that no result of the document can have are refused', () => {
  it.each([
    [{ dataset: 'flatt' }, /claims\[0\]\.dataset.*"flatt".*Did you mean "flat"/],
    [{ dataset: 'steep' }, /claims\[0\]\.dataset.*"steep".*one of "?flat"?/],
    [{ backbone: 'brik' }, /claims\[0\]\.backbone.*Did you mean "brick"/],
    [{ backbone: 'brick (width 3)' }, /claims\[0\]\.backbone.*brick \(width 3\)/],
    [{ method: 'hide' }, /claims\[0\]\.method.*"hide".*hidden/],
  ])('%j', (options, message) => {
    expect(() => claimed(grid, options)).toThrow(message);
  });

  it('with the settings of each network, where a document has several', () => {
    const error = () => claimed(twoNetworks, { backbone: 'brick (width 3)' });
    expect(error).toThrow(/brick \(width 0\.5, layers \[8,8\]\)/);
  });

  it('also in a study of other pipelines', () => {
    const study = { question: 'And?', includes: ['grid'] };
    expect(() => claimed(study, { dataset: 'steep' })).toThrow(/claims\[0\]\.dataset/);
    expect(claimed(study, { dataset: 'flat' }).claims).toHaveLength(1);
  });
});

it.each([
  [{ dataset: 'flat', method: 'turn' }],
  [{ method: 'hidden' }],
  [{ method: 'turn (peakRate 0.1)' }],
  [{ backbone: 'brick' }],
  [{ backbone: 'brick (width 2)' }],
  [{ backbone: 'brick (layers [8,8], width 0.5)' }],
])('names that results can have pass: %j', (options) => {
  expect(claimed(twoNetworks, options).claims).toHaveLength(1);
});

it('scores of other programs may get further arms and datasets, so their claims pass', () => {
  const scores = { question: 'Elsewhere?', scores: 'scores.csv' };
  const table = 'arm,n,seed,value\nscratch,10,0,0.4\nscratch,20,0,0.5\nturn,10,0,0.5\n';
  const body = { ...scores, claims: [{ name: 'gains-more', dataset: 'later' }] };
  const documents = workspace({ x: body }, {}, { 'scores.csv': table });
  expect(resolvePipeline(documents, 'x').claims).toHaveLength(1);
});
