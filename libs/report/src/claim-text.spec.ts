import type { DecidedClaim } from '@nhat/claims';
import {
  claimLines,
  claimRows,
  claimsText,
  intervalText,
  looksText,
  probabilityText,
  outcomesText,
  restingFigures,
  restsText,
} from './claim-text';
import { claimsFixture } from './testing/claims';

const [falls, freezing, larger, regulariser] = claimsFixture as [
  DecidedClaim,
  DecidedClaim,
  DecidedClaim,
  DecidedClaim,
];

describe('the text of claims for a terminal', () => {
  it('has at most 80 columns, whatever the names are', () => {
    const long = 'shapes-tcvl · resnet9 (width 0.25, features 256) · segmentation, '.repeat(3);
    const wide = { ...larger, title: long, effects: [{ ...larger.effects[0]!, name: long }] };
    const lines = claimsText([...claimsFixture, wide]).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.length).toBeGreaterThan(20);
  });

  it('says statement, outcome, effects with interval, unit and p, reason and what was left out', () => {
    const text = claimsText([falls]).replace(/\s+/g, ' ');
    expect(text).toMatch(
      /^falls-with-labels: holds \(p < 0.001, against it 0.790\) The utility of pretraining falls/,
    );
    expect(text).toContain('shapes-tcvl: 0.32 (0.12 to 0.52) doublings per doubling, p < 0.001');
    expect(text).toContain('against it > 0.999');
    expect(text).toContain('Shown for shapes-tcvl.');
    expect(text).toContain('shapes-tc at 400');
    expect(text).not.toContain('trainings');
  });

  it('prints shares in points, and a minus that rounds to nothing without its sign', () => {
    expect(claimsText([freezing])).toContain('0.0 (−0.2 to 0.2) points');
  });

  it('says what would decide an open claim, unless nothing could be compared', () => {
    const text = (claim: DecidedClaim) => claimsText([claim]).replace(/\s+/g, ' ');
    expect(text(larger)).toContain('72 more trainings');
    expect(text({ ...larger, moreTrainings: 1 })).toContain('1 more training ');
    expect(text({ ...larger, moreTrainings: null })).toContain('Even 100 seeds');
    expect(text(regulariser)).not.toContain('more trainings');
  });

  it('says why no trainings would decide what is shown both ways', () => {
    const both = { ...larger, p: 0.01, pFails: 0.02, moreTrainings: null };
    expect(claimsText([both]).replace(/\s+/g, ' ')).toContain(
      'More trainings are not expected to decide it, because both it and its opposite are shown.',
    );
  });

  it('counts what was not compared where naming it would take many lines', () => {
    const few = { ...falls, leftOut: ['a at 50', 'b at 50', 'c at 50', 'd at 50'] };
    expect(claimsText([few])).toContain('Not compared: a at 50; b at 50; c at 50; d at 50.');
    const many = { ...few, leftOut: [...few.leftOut, 'e at 50'] };
    const text = claimsText([many]).replace(/\s+/g, ' ');
    expect(text).toContain('Not compared: 5 arms at some of their budgets, named in claims.json.');
    expect(text).not.toContain('a at 50');
  });

  it('says that results were looked at more than once, and nothing where they were not', () => {
    expect([looksText(), looksText(0)]).toEqual(['', '']);
    expect(looksText(2)).toMatch(/looked at 3 times, because nx decide added runs in 2 rounds\./);
  });

  it('counts outcomes in a sentence, and says one outcome of all once', () => {
    const all = (outcome: DecidedClaim['outcome'], number: number) =>
      Array.from({ length: number }, () => ({ ...falls, outcome }));
    expect(outcomesText([])).toBe('');
    expect(outcomesText(all('undecided', 1))).toBe('The claim is undecided.');
    expect(outcomesText(all('fails', 2))).toBe('Both claims fail.');
    expect(outcomesText(all('holds', 5))).toBe('All 5 claims hold.');
    expect(outcomesText([...all('holds', 4), ...all('undecided', 1)])).toBe(
      'Of 5 claims 4 hold and 1 is undecided.',
    );
  });

  it('keeps the sign of an end that rounds to zero', () => {
    const near = (claim: DecidedClaim, low: number) =>
      intervalText(claim, { ...claim.effects[0]!, low, high: 0.1 });
    expect(near(falls, -0.002)).toBe('−0.002 to 0.10');
    expect(near(freezing, -0.0002)).toBe('−0.02 to 10.0');
  });

  it('counts the effects that it does not print', () => {
    const many = { ...larger, effects: Array.from({ length: 30 }, () => larger.effects[0]!) };
    expect(claimsText([many])).toMatch(/and 22 more in claims\.json/);
  });

  it('says that a claim rests on all of its effects where none has a test of its own', () => {
    const one = { ...larger.effects[0]!, p: null, pFails: null };
    const together = { ...larger, effects: [one, one, one] };
    expect(claimsText([together])).toContain('rests on all effects together, in no order:');
    expect(restsText(together)).toBe('all 3 together');
    expect(restingFigures(together)).toEqual(['–', '–', 'doublings']);
    expect(claimsText([larger])).not.toContain('together');
  });

  it('prints no numbers as the interval of a rank correlation whose draws are all equal', () => {
    const one = { ...larger.effects[0]!, effect: 1, low: 1, high: 1 };
    const tau = { ...larger, unit: 'rank correlation' as const, effects: [one] };
    expect(intervalText(tau, one)).toBe('the same in every draw');
    expect(claimsText([tau])).not.toContain('1.00 to 1.00');
    expect(intervalText(tau, { ...one, low: 0.2 })).toBe('0.20 to 1.00');
  });

  it('is one line a claim in a summary, with the reason where it fits, above what it rests on', () => {
    const bare = { ...falls, effects: [] };
    expect(claimLines([bare], 60)).toEqual(['falls-with-labels: holds. Shown for shapes-tcvl.']);
    const restricted = { ...bare, title: 'falls-with-labels (backbone resnet9, method rotation)' };
    expect(claimLines([restricted], 60)).toEqual([
      ...['falls-with-labels (backbone resnet9, method rotation):', '  holds'],
    ]);
    const lines = claimLines(claimsFixture, 60);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(lines.slice(-4)).toEqual([
      'larger-network-gains-more: undecided',
      '    resnet9 (width 0.5) − resnet9 (width 0.25): 0.21',
      '    doublings (−0.29 to 0.71), p 0.200, against it 0.800',
      'acts-as-regulariser: undecided',
    ]);
  });

  it('has in a summary the p of the rule that decided, and both where none did', () => {
    const last = (claim: Partial<DecidedClaim>) =>
      claimLines([{ ...larger, p: 0.2, pFails: 0.01, ...claim }], 500).at(-1);
    expect(last({ outcome: 'holds' })).toMatch(/\), p 0\.200$/);
    expect(last({ outcome: 'fails' })).toMatch(/\), p 0\.010$/);
    expect(last({ outcome: 'undecided' })).toMatch(/\), p 0\.200, against it 0\.010$/);
    const together = larger.effects.map((effect) => ({ ...effect, p: null, pFails: null }));
    expect(last({ outcome: 'holds', effects: [...together, ...together] })).toBe(
      `    all ${2 * together.length} together, p 0.200`,
    );
  });
});

it('probabilities have three digits and no false certainty', () => {
  expect([0, 0.0004, 0.0125, 0.5, 0.9996].map(probabilityText)).toEqual([
    ...['< 0.001', '< 0.001', '0.013', '0.500', '> 0.999'],
  ]);
});

it('rows have six digits, and everything else as it is', () => {
  const third = { ...larger, effects: [{ ...larger.effects[0]!, effect: 1 / 3 }] };
  const [row] = claimRows([third]);
  expect(row!.effects[0]!.effect).toBe(0.333333);
  expect({ ...row, effects: [] }).toEqual({ ...larger, effects: [] });
});

it('prints a slope among differences in a unit of its own', () => {
  const text = claimsText([freezing], 200);
  expect(text).toContain('slope for each frozen stage: 0.0 (−0.2 to 0.2) points per stage, p 0.34');
  expect(text).toContain('2 frozen stages: 0.1 (−0.2 to 0.4) points, p 0.7');
  const [row] = claimRows([freezing]);
  expect([row!.unit, ...row!.effects.map(({ unit }) => unit)]).toEqual([
    'share of the metric',
    undefined,
    'share of the metric per stage',
  ]);
});
