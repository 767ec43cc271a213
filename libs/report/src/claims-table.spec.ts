import type { DecidedClaim } from '@nhat/claims';
import { claimsTable, effectsTable, outcomesTable } from './claims-table';
import { claimsFixture } from './testing/claims';

const claim: DecidedClaim = {
  ...{ id: 'falls-with-labels', title: 'utility falls with labels', statement: '', rule: '' },
  ...{ because: '', unit: 'doublings', outcome: 'holds', moreTrainings: null },
  ...{ p: 0.0001, pFails: null },
  effects: [{ name: 'rotation', effect: 0.5, low: 0.25, high: 0.75, p: 0.02, pFails: 0.3 }],
} as unknown as DecidedClaim;

it('writes the effect that each claim rests on, the p-values of its rules, and what would decide it', () => {
  const open = { ...claim, title: 'freezing hurts', outcome: 'undecided', moreTrainings: 12 };
  const [, , ...rows] = claimsTable([claim, { ...open, effects: [] } as DecidedClaim])
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows).toEqual([
    [
      '',
      'utility falls with labels',
      '**holds**',
      'rotation',
      '0.50',
      '0.25 to 0.75',
      'doublings',
      '< 0.001',
      '–',
      '–',
      '',
    ],
    ['', 'freezing hurts', '**undecided**', '–', '–', '–', '–', '< 0.001', '–', '12', ''],
  ]);
});

it('has the unit of the effect that it names, and says of how many that is one', () => {
  const [, freezing] = claimsFixture;
  const [deepest, slope] = freezing!.effects;
  expect(claimsTable([freezing!])).toMatch(
    /\| 2 frozen stages \(1 of 2\) +\| 0\.1 +\| −0\.2 to 0\.4 +\| points +\|/,
  );
  expect(claimsTable([{ ...freezing!, effects: [slope!, deepest!] }])).toMatch(
    /\| slope for each frozen stage \(1 of 2\) +\| 0\.0 +\| −0\.2 to 0\.2 +\| points per stage +\|/,
  );
});

it('names no effect of a claim that rests on all of them together', () => {
  const [falls] = claimsFixture;
  const effects = falls!.effects.map((effect) => ({ ...effect, p: null, pFails: null }));
  expect(claimsTable([{ ...falls!, effects }])).toMatch(
    /\| all 2 together +\| – +\| – +\| doublings per doubling +\| < 0\.001 +\|/,
  );
});

it('a table of effects has a row for each effect of each claim, in its unit', () => {
  const [, freezing] = claimsFixture;
  const rows = effectsTable([claim, freezing!]).split('\n').slice(2);
  expect(rows).toHaveLength(1 + freezing!.effects.length);
  expect(rows[0]).toMatch(/^\| rotation +\| 0\.50 +\| 0\.25 to 0\.75 +\| doublings +\|$/);
  expect(rows[1]).toMatch(/^\| 2 frozen stages +\| 0\.1 +\| −0\.2 to 0\.4 +\| points +\|$/);
});

it('a table of outcomes has a row for each statement, with the effect that it rests on and the p-value of its outcome', () => {
  const [falls, freezing] = claimsFixture;
  const [, , ...rows] = outcomesTable([falls!, freezing!]).split('\n');
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatch(
    /^\| The utility of pretraining falls with the number of labels +\| \*\*holds\*\* +\| shapes-tcvl: 0\.32 doublings per doubling \(0\.12 to 0\.52\) +\| < 0\.001 \|$/,
  );
  expect(rows[1]).toMatch(
    /\| \*\*fails\*\* +\| 2 frozen stages: 0\.1 points \(−0\.2 to 0\.4\) +\| 0\.020 +\|$/,
  );
});

it('a table of outcomes joins claims with one statement and names what they differ by', () => {
  const [falls] = claimsFixture;
  const effects = falls!.effects.map((effect) => ({ ...effect, p: null, pFails: null }));
  const one = { ...falls!, options: { dataset: 'shapes-tc', large: 'resnet50' } };
  const other = { ...falls!, options: { dataset: 'shapes-tc', large: 'resnet9' } };
  const open: DecidedClaim = { ...other, outcome: 'undecided', p: 0.3, effects };
  const [, , ...rows] = outcomesTable([one, open]).split('\n');
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatch(
    /\| \*\*holds\*\* \(resnet50\); \*\*undecided\*\* \(resnet9\) \| shapes-tcvl: .* \(0\.12 to 0\.52\); all 2 together \| < 0\.001; 0\.300 \|$/,
  );
  const [, , both] = outcomesTable([{ ...one, outcome: 'undecided', p: 0.2 }, open]).split('\n');
  expect(both).toMatch(/\| \*\*undecided\*\* +\| .*0\.200; 0\.300 \|$/);
});
