import { resolvePipeline } from '.';
import { least, workspace } from './testing/workspace';

const resolved = (interval: object) => () =>
  resolvePipeline(workspace({ x: { ...least, interval } }), 'x');

it.each([
  [{ coverage: 0.999, draws: 100 }, 10_000],
  [{ coverage: 0.999 }, 10_000],
  [{ draws: 199 }, 200],
])('%j has too few draws, and at least %d are required', (interval, needed) => {
  expect(resolved(interval)).toThrow('pipelines/x.json › interval.draws: ');
  expect(resolved(interval)).toThrow(`expected at least ${needed})`);
});

it.each([{ draws: 200 }, { coverage: 0.9, draws: 100 }, { coverage: 0.999, draws: 10_000 }])(
  '%j has enough draws',
  (interval) => {
    expect(resolved(interval)).not.toThrow();
  },
);
