import { resolvePipeline } from './pipeline';
import { workspace } from './testing/workspace';

const document = {
  question: 'Why?',
  datasets: ['a'],
  backbones: ['brick'],
  tasks: ['sort'],
  methods: ['turn'],
  budgets: [10, 20],
};
const datasets = { a: { images: { train: 400, validation: 50, test: 100 } } };

const resolved = (decision: object, more: object = {}) =>
  resolvePipeline(workspace({ x: { ...document, ...more, decision } }, datasets), 'x');

it('fills what is not known, and is inherited key by key', () => {
  const parent = { ...document, decision: { labels: 15, labelPrice: 0.2, currency: 'EUR' } };
  const child = { extends: 'parent', question: 'And?', decision: { labels: 20 } };
  const documents = workspace({ parent, child }, datasets);
  expect(resolvePipeline(documents, 'parent').decision).toEqual({
    ...{ labels: 15, labelPrice: 0.2, hourPrice: 0, currency: 'EUR', hours: null },
  });
  expect(resolvePipeline(documents, 'child').decision).toMatchObject({
    ...{ labels: 20, labelPrice: 0.2, currency: 'EUR' },
  });
  expect(resolvePipeline(workspace({ x: document }, datasets), 'x').decision).toBeNull();
});

it.each([
  [{}, 'decision', /labels.*missing/],
  [{ labels: 0 }, 'labels', /got 0/],
  [{ labels: 1.5 }, 'labels', /got 1\.5/],
  [{ labels: 10, labelPrice: -1 }, 'labelPrice', /got -1/],
  [{ labels: 10, hourPrice: 'much' }, 'hourPrice', /got "much"/],
  [{ labels: 10, currency: '' }, 'currency', /got ""/],
  [{ labels: 10, labelprice: 1 }, 'labelprice', /labelPrice/],
  [{ labels: 10, hours: 'two' }, 'hours', /got "two"/],
  [{ labels: 10, hours: { turn: -1 } }, 'hours.turn', /got -1/],
  [{ labels: 10, hours: { turn: 1 } }, 'hours', /trained here are measured/],
])('refuses %j at its place', (decision, place, message) => {
  const error = () => resolved(decision);
  expect(error).toThrow(
    new RegExp(`pipelines/x\\.json › decision.*${place === 'decision' ? '' : place}`),
  );
  expect(error).toThrow(message);
});

it('refuses the rule of the paper, whose intervals are others', () => {
  expect(() => resolved({ labels: 10 }, { inversion: 'paper' })).toThrow(/inversion.*got "paper"/);
});

describe('labels that no arm has', () => {
  const budgets = { scratch: [10, 20, 40, 80], finetune: [10, 20] };

  it.each([
    [30, /got 30; expected .*10 to 20.*budget of 30 or more.*"finetune"/s],
    [5, /got 5; expected .*10 to 20.*budget of 5 or less/s],
  ])('are refused where the document is read: %d', (labels, message) => {
    const error = () => resolved({ labels }, { budgets });
    expect(error).toThrow(/pipelines\/x\.json › decision\.labels/);
    expect(error).toThrow(message);
  });

  it.each([10, 13, 20])('are others than %d', (labels) => {
    expect(resolved({ labels }, { budgets }).decision).toMatchObject({ labels });
  });

  it('are those that are outside of the budgets of every dataset', () => {
    const both = { ...datasets, b: datasets.a };
    const own = [{ name: 'b', budgets: { finetune: [40, 80], scratch: [20, 40, 80, 160] } }];
    const read = (labels: number) =>
      resolvePipeline(
        workspace({ x: { ...document, datasets: ['a', ...own], decision: { labels } } }, both),
        'x',
      ).decision;
    expect(read(20)).toMatchObject({ labels: 20 });
    expect(read(50)).toMatchObject({ labels: 50 });
    expect(() => read(30)).toThrow(/decision\.labels.*10 to 20 or 40 to 80/s);
  });

  it('are looked for in the pipelines that a study includes', () => {
    const study = (labels: number) =>
      workspace(
        { x: document, study: { question: 'Why?', includes: ['x'], decision: { labels } } },
        datasets,
      );
    expect(resolvePipeline(study(15), 'study').decision).toMatchObject({ labels: 15 });
    expect(() => resolvePipeline(study(21), 'study')).toThrow(/study\.json › decision\.labels/);
  });
});
