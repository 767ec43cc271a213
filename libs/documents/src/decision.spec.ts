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
  const parent = { ...document, decision: { labels: 300, labelPrice: 0.2, currency: 'EUR' } };
  const child = { extends: 'parent', question: 'And?', decision: { labels: 50 } };
  const documents = workspace({ parent, child }, datasets);
  expect(resolvePipeline(documents, 'parent').decision).toEqual({
    ...{ labels: 300, labelPrice: 0.2, hourPrice: 0, currency: 'EUR', hours: null },
  });
  expect(resolvePipeline(documents, 'child').decision).toMatchObject({
    ...{ labels: 50, labelPrice: 0.2, currency: 'EUR' },
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
