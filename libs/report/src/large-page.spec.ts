import { largeFixture, LARGE_METHODS, trueUtility } from './testing/large-fixture';
import { pageOf } from './testing/page-file';
import { unique } from './naming';
import { utilityRows } from './rows';

const report = largeFixture();

it('finds the utility that the study was simulated with', () => {
  const datasets = unique(report.panels.map(({ dataset }) => dataset));
  const exact = utilityRows(report).filter(
    ({ kind, status }) => kind === 'number' && status === 'exact',
  );
  expect(exact.length).toBeGreaterThan(300);
  const errors = exact.map(({ method, dataset, n, utility }) => {
    const known = LARGE_METHODS.find((name) => name === method)!;
    return Math.log2((1 + utility!) / (1 + trueUtility(known, datasets.indexOf(dataset), n)));
  });
  expect(Math.abs(errors.reduce((sum, error) => sum + error, 0) / errors.length)).toBeLessThan(0.1);
});

it('has a page of at most 2.1 MB for its 1,740 nodes', async () => {
  expect(Buffer.byteLength(await pageOf(report))).toBeLessThanOrEqual(2_100_000);
});
