import { lead } from './lead';
import type { Report } from './report';
import { cells } from './rows';
import { largeFixture, LARGE_METHODS } from './testing/large-fixture';
import { simulatedReport } from './testing/overview-fixture';

const headlineOf = (report: Report): string => {
  const { headline, counts } = lead(report);
  return [headline, counts].join(' ').trim();
};

/** `Of 12 comparisons …, x clearly saves labels in 3, …` → 12. */
const sumsOf = (text: string): number[] =>
  [...text.matchAll(/(?:Of|None of) ([\d,]+) comparisons/g)].map(([, sum]) =>
    Number(sum!.replace(',', '')),
  );

it('counts the verdicts of each method, which add up to the count over all of them', () => {
  const report = largeFixture();
  const headline = headlineOf(report);
  const of = (wanted: string, method?: string) =>
    cells(report).filter(
      ({ comparison, outcome }) =>
        outcome === wanted && (method === undefined || comparison.method === method),
    ).length;
  for (const method of LARGE_METHODS) {
    const all = cells(report).filter(({ comparison }) => comparison.method === method).length;
    expect(headline).toContain(
      `${method} saves labels in ${of('saves', method)} of ${all} and costs some in ${of('costs', method)}`,
    );
  }
  expect(of('saves', 'rotation')).toBeGreaterThan(of('saves', 'cmc'));
  expect(sumsOf(headline)).toEqual([cells(report).length]);
});

it('does not count linear heads and frozen stages among what finetuning saves', () => {
  const report = simulatedReport({
    ...{ datasets: 2, methods: ['rotation', 'vae'], tasks: ['classification'] },
    ...{ backbones: { resnet9: 0 }, heads: true },
  });
  const finetuned = cells(report).filter(({ comparison }) => comparison.evaluation === undefined);
  const headline = headlineOf(report);
  expect(sumsOf(headline)).toEqual([finetuned.length, cells(report).length - finetuned.length]);
  expect(headline).toMatch(/^Of \d+ comparisons after finetuning, pretraining clearly saves/);
  expect(lead(report).headline).not.toContain('frozen');
  expect(lead(report).counts).toContain(
    ' comparisons with frozen stages or another head, pretraining clearly ',
  );
});

it('says nothing of finetuning where there is a linear head alone', () => {
  const report = largeFixture();
  const panels = report.panels.map((panel) => ({
    ...panel,
    comparisons: panel.comparisons.map((one) => ({ ...one, evaluation: 'linear' })),
  }));
  expect(headlineOf({ ...report, panels })).toMatch(/^Of 576 comparisons, pretraining clearly/);
});
