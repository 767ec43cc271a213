import { evaluationsTable } from './evaluations-table';
import { singleFixture } from './testing/fixture';
import { utilityRows } from './rows';
import type { UtilityRow } from './rows';

const { metric } = singleFixture.panels[0]!;
const [row] = utilityRows(singleFixture);
const of = (method: string, evaluation: string, n: number, finetuned: number): UtilityRow => ({
  ...{ ...row!, evaluation, n, finetuned },
  method: evaluation === 'finetune' ? method : `${method} (${evaluation})`,
  scratch: n === 50 ? 0.2 : null,
});
const lines = (rows: readonly UtilityRow[], unit = metric.unit) =>
  evaluationsTable(rows, () => ({ ...metric, unit }))
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );

it('has the means of a method by each evaluation in one row, and the best method of each in bold', () => {
  const rows = [
    ...[of('rotation', 'finetune', 50, 0.5), of('rotation', 'finetune', 100, 0.6)],
    ...[of('rotation', 'linear', 50, 0.3), of('rotation', 'linear', 100, 0.35)],
    ...[of('vae', 'finetune', 50, 0.4), of('vae', 'linear', 50, 0.31)],
  ];
  expect(lines(rows).filter((_, at) => at !== 1)).toEqual([
    ['labels', 'method', 'scratch', 'finetune', 'linear'],
    ['50', 'rotation', '20.0 %', '**50.0 %**', '30.0 %'],
    ['50', 'vae', '20.0 %', '40.0 %', '**31.0 %**'],
    // One method alone is not the best of several.
    ['100', 'rotation', '–', '60.0 %', '35.0 %'],
  ]);
});

it('names what tells rows apart, and takes the smallest error for the best', () => {
  const errors = [of('rotation', 'finetune', 50, 0.5), of('vae', 'finetune', 50, 0.4)].map(
    (one) => ({ ...one, higherIsBetter: false }),
  );
  const others = errors.map((one) => ({ ...one, dataset: 'other' }));
  expect(lines([...errors, ...others], '').slice(2)).toEqual([
    [row!.dataset, '50', 'rotation', '0.200', '0.500'],
    [row!.dataset, '50', 'vae', '0.200', '**0.400**'],
    ['other', '50', 'rotation', '0.200', '0.500'],
    ['other', '50', 'vae', '0.200', '**0.400**'],
  ]);
});
