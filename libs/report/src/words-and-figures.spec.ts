import { learningCurve } from '@nhat/curves';
import type { UtilityPoint } from '@nhat/curves';
import { csvParse } from 'd3-dsv';
import { csv } from './csv';
import { slug } from './naming';
import * as format from './number-format';
import { intervalText, nHatText, utilityText } from './point-text';
import { outcomeOf } from './outcome';
import { utilityRows } from './rows';
import { runRows } from './runs';
import { compared } from './testing/compared';
import { gridFixture } from './testing/fixture';

const point: UtilityPoint = {
  ...{ n: 100, scratch: 0.4, finetuned: 0.5, gap: 0.1, gapLow: 0.05, gapHigh: 0.15 },
  ...{ nHat: 195.6, utility: 0.956, low: 0.2, high: 2.2, status: 'exact' },
  ...{ lowOpen: false, highOpen: false, positive: 0.99, negative: 0.005, verdict: 'saves' },
  ...{ pooled: false, seeds: 2, floor: -0.5, ceiling: 7, kind: 'number', networks: 2 },
  ...{ thisNetworkOnly: false, budget: null },
};

it.each([
  [format.percent(0.668), '66.8 %'],
  [format.percent(0.95, 0), '95 %'],
  [format.points(0.1774), '+17.7'],
  [format.points(-0.014), '−1.4'],
  [format.points(0.0001), '0.0'],
  [format.intervalEnd(-0.0034, format.utility(-0.0034)), '−0.003'],
  [format.intervalEnd(0.34, format.signedCount(0.34)), '0.3'],
  [format.intervalEnd(-0.00001, format.utility(-0.00001)), '0.00'],
  [format.intervalEnd(-0.2, format.utility(-0.2)), '−0.20'],
  [format.points(-0.0004), '0.0'],
  [format.percent(-0.0001), '0.0 %'],
  [format.figure(0.12345), '0.123'],
  [format.figure(-0), '0.00'],
  [format.bound(-0.001), '0.00'],
  [format.setting(0.003), '0.003'],
  [format.probabilityIs(0.957), 'P = 0.96'],
  [format.probabilityIs(0.999), 'P > 0.99'],
  [format.probabilityIs(0.001), 'P < 0.01'],
  [format.setting(0.000001), '0.000001'],
  [format.count(1234567.4), '1,234,567'],
  [format.count(999), '999'],
  [format.utility(0.956), '0.96'],
  [format.utility(-0.001), '0.00'],
  [format.utility(-0.25), '−0.25'],
  [format.utility(12.34), '12.3'],
  [format.bound(7), '7.0'],
  [format.bound(-0.5), '−0.50'],
  [format.duration(0.01), '< 0.1 s'],
  [format.duration(8.44), '8.4 s'],
  [format.duration(59.6), '1 min'],
  [format.duration(75), '1 min 15 s'],
  [format.duration(3725), '1 h 2 min'],
  [format.list([]), ''],
  [format.list(['a', 'b', 'c']), 'a, b and c'],
  [format.plural(1, 'cell'), '1 cell'],
  [format.plural(2, 'utility', 'utilities'), '2 utilities'],
  [String(format.rounded(0.123456789)), '0.123457'],
  [slug('shapes-tc', 'resnet9 (width 0.5)', 'pose'), 'shapes-tc-resnet9-width-0-5-pose'],
])('%s', (seen, expected) => {
  expect(seen).toBe(expected);
});

describe.each<[string, Partial<UtilityPoint>, [string, string, string | null, string]]>([
  ['a value', {}, ['0.96', '196', '0.20 to 2.20', 'saves']],
  ['an open end', { high: 7, highOpen: true }, ['0.96', '196', '0.20 to > 7.0', 'saves']],
  [
    'an end beside zero',
    { low: -0.4, high: -0.0034, verdict: 'costs' },
    ['0.96', '196', '−0.40 to −0.003', 'costs'],
  ],
  [
    'a low end below',
    { low: -0.5, lowOpen: true, verdict: 'unclear' },
    ['0.96', '196', '< −0.50 to 2.20', 'unclear'],
  ],
  [
    'harm',
    { utility: -0.3, nHat: 70, low: -0.5, high: -0.1, verdict: 'costs' },
    ['−0.30', '70', '−0.50 to −0.10', 'costs'],
  ],
  [
    'one run',
    { low: null, high: null, positive: null, negative: null, verdict: null },
    ['0.96', '196', null, 'unknown'],
  ],
  [
    'a value above the ladder',
    { status: 'censored-high', nHat: 800, utility: 7, low: 7, high: 7, highOpen: true },
    ['> 7.0', '> 800', '> 7.0', 'saves'],
  ],
  [
    'a value below the ladder',
    {
      ...{ status: 'censored-low', nHat: 50, utility: -0.5, low: -0.5, high: -0.2 },
      ...{ lowOpen: true, verdict: 'costs' },
    },
    ['< −0.50', '< 50', '< −0.50 to −0.20', 'costs'],
  ],
])('%s', (_, changes, [value, nHat, interval, words]) => {
  it('is printed as words and figures', () => {
    const changed = { ...point, ...changes };
    expect(utilityText(changed)).toBe(value);
    expect(nHatText(changed)).toBe(nHat);
    expect(intervalText(changed)).toBe(interval);
    expect(outcomeOf(changed)).toBe(words);
  });
});

describe('rows', () => {
  it('have exactly these keys, in this order', () => {
    const rows = utilityRows(gridFixture);
    expect(rows).toHaveLength(19);
    for (const row of rows) {
      expect(Object.keys(row).join()).toBe(
        [
          'dataset,backbone,backboneOptions,task,method,evaluation,metric,higherIsBetter',
          'n,scratch,finetuned,gap,gapLow,gapHigh',
          'kind,nHat,utility,saved,savedLow,savedHigh',
          'low,high,lowOpen,highOpen,floor,ceiling,positive,negative',
          'status,verdict,pooled,chance,seeds,networks,learned,thisNetworkOnly,budgetToAdd,budgetReason',
          'slope,slopeLow,slopeHigh,imagesSeen,scratchImagesSeen,randomWeights',
          'scratchBalancedAccuracy,finetunedBalancedAccuracy,testImages',
        ].join(),
      );
    }
    expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
  });

  it('as CSV: a heading, one line each, nothing for null', () => {
    const lines = csv(utilityRows(gridFixture)).trimEnd().split('\n');
    expect(lines).toHaveLength(20);
    expect(lines[0]).toMatch(/^dataset,backbone,backboneOptions\.width,backboneOptions\.features,/);
    const [row] = csvParse(lines.join('\n')).filter(({ dataset }) => dataset === 'shapes-v-unlit');
    expect(row).toMatchObject({ low: '', high: '', gap: '0.038', gapLow: '', status: 'exact' });
    expect(row).toMatchObject({ 'backboneOptions.width': '0.25', verdict: '', seeds: '1' });
    expect(csv([{ a: 'x,"y"', b: null }, { c: 1 }])).toBe('a,b,c\n"x,""y""",,\n,,1\n');
  });
});

it('every number of a row or a run is finite', () => {
  const [panel] = gridFixture.panels;
  const odd = { ...panel!, chance: NaN };
  const report = { ...gridFixture, panels: [odd] };
  const numbers = [...utilityRows(report), ...runRows(report)].flatMap((row) =>
    Object.values(row).filter((value) => typeof value === 'number'),
  );
  expect(numbers.length).toBeGreaterThan(100);
  expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
});

it('the table can be computed again from the runs alone', () => {
  const runs = runRows(gridFixture);
  const again = gridFixture.panels.flatMap(({ dataset, task, comparisons, scratch, chance }) => {
    const curve = (arm: string) =>
      learningCurve(
        arm,
        runs.filter((run) => run.dataset === dataset && run.task === task && run.arm === arm),
        scratch.higherIsBetter,
      );
    const { arms } = compared(
      curve('scratch'),
      comparisons.map(({ method }) => curve(method)),
      { chance, draws: 2000 },
    );
    return arms.flatMap(({ points }) => points);
  });
  const figures = ({
    kind,
    utility,
    low,
    verdict,
  }: Pick<UtilityPoint, 'kind' | 'utility' | 'low' | 'verdict'>) => [
    ...[kind, verdict, format.rounded(utility), format.rounded(low)],
  ];
  expect(again.map(figures)).toEqual(utilityRows(gridFixture).map(figures));
});

it('a utility depends on an unfitted run only if n̂ is read from it, or its own run is unfitted', () => {
  const [rotation] = gridFixture.panels[0]!.comparisons;
  const flagged = rotation!.points.filter(({ kind }) => kind === 'not fitted').map(({ n }) => n);
  // Scratch with 800 labels is unfitted; n̂ is 259, 470, 795, 1,259 and 2,182.
  expect(flagged).toEqual([200, 400, 800]);
});
