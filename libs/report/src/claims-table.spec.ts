import type { DecidedClaim } from '@nhat/claims';
import { claimsTable } from './claims-table';
import { claimsFixture } from './testing/claims';

const claim: DecidedClaim = {
  ...{ id: 'falls-with-labels', title: 'utility falls with labels', statement: '', rule: '' },
  ...{ because: '', unit: 'doublings', outcome: 'holds', moreTrainings: null },
  ...{ p: 0.0001, pFails: null },
  effects: [{ name: 'rotation', effect: 0.5, low: 0.25, high: 0.75, p: 0.02, pFails: 0.3 }],
} as unknown as DecidedClaim;

it('writes the first effect of each claim, the p-values of its rules, and what would decide it', () => {
  const open = { ...claim, title: 'freezing hurts', outcome: 'undecided', moreTrainings: 12 };
  const [, , ...rows] = claimsTable([claim, { ...open, effects: [] } as DecidedClaim])
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows).toEqual([
    [
      '',
      'utility falls with labels',
      '**holds**',
      '0.50',
      '0.25 to 0.75',
      'doublings',
      '< 0.001',
      '–',
      '–',
      '',
    ],
    ['', 'freezing hurts', '**undecided**', '–', '–', '–', '–', '–', '12', ''],
  ]);
});

it('has the unit of the first effect, where that is a slope among differences', () => {
  const [, freezing] = claimsFixture;
  expect(claimsTable([freezing!])).toMatch(/\| −?0\.0 +\| −0\.2 to 0\.2 +\| points per stage +\|/);
});
