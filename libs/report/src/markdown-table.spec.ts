import { singleFixture } from './testing/fixture';
import { markdownTable as tableOf } from './markdown-table';
import { utilityRows } from './rows';
import type { UtilityRow } from './rows';

const share = singleFixture.panels[0]!.metric;
const markdownTable = (rows: readonly UtilityRow[], isShare = true) =>
  tableOf(rows, () => (isShare ? share : { ...share, unit: '' }));
const [row] = utilityRows(singleFixture);
const base = { ...row!, n: 50, scratch: 0.3, finetuned: 0.5, floor: -0.5, ceiling: 7 };
const ends = { low: 0.25, high: 1.5, lowOpen: false, highOpen: false };
const saves: UtilityRow = {
  ...{
    ...base,
    ...ends,
    kind: 'number',
    verdict: 'saves',
    status: 'exact',
    thisNetworkOnly: false,
  },
  ...{ utility: 1, nHat: 100 },
};

/** The cells of the last line. */
const last = (table: string) =>
  table
    .split('\n')
    .at(-1)!
    .split('|')
    .map((cell) => cell.trim())
    .slice(1, -1);

it('writes a row with the figures that terminal and page print', () => {
  expect(last(markdownTable([saves]))).toEqual([
    ...['50', '30.0 %', '50.0 %', '50', '**1.00**', '0.25 to 1.50', 'saves labels'],
  ]);
});

it('writes no figure where the report states none, and bounds as bounds', () => {
  const wide: UtilityRow = { ...saves, kind: 'wide', utility: null, nHat: null, verdict: null };
  expect(last(markdownTable([wide])).slice(3)).toEqual([
    ...['–', '–', '0.25 to 1.50', 'none: the interval is too wide'],
  ]);
  const beyond: UtilityRow = {
    ...saves,
    status: 'censored-high',
    utility: 7,
    ...{ low: 7, highOpen: true },
  };
  expect(last(markdownTable([beyond])).slice(3, 6)).toEqual(['> 350', '**> 7.0**', '> 7.0']);
  const alone = { ...saves, thisNetworkOnly: true };
  expect(last(markdownTable([alone])).at(-1)).toBe('none: one pretrained network');
});

it('writes metrics that are no shares as they are, and a missing mean as a dash', () => {
  const depth = { ...saves, scratch: null, finetuned: 0.1234 };
  expect(last(markdownTable([depth], false)).slice(1, 3)).toEqual(['–', '0.123']);
});

it('names networks as the report does, once', () => {
  const networks = ['resnet9 (width 0.25)', 'resnet9 (width 0.5)', 'resnet50'];
  const rows = networks.map((backbone) => ({ ...saves, backbone }));
  const names = markdownTable(rows)
    .split('\n')
    .slice(2)
    .map((line) => line.split('|')[1]!.trim());
  expect(names).toEqual(networks);
});

it('aligns its columns', () => {
  const lengths = markdownTable([saves, { ...saves, n: 12_800 }])
    .split('\n')
    .map((line) => line.length);
  expect(new Set(lengths).size).toBe(1);
});

it('has a column for each thing that tells its rows apart', () => {
  const other = { ...saves, dataset: 'other', method: 'vae' };
  const headings = markdownTable([saves, other]).split('\n')[0]!;
  expect(headings).toMatch(/^\| dataset +\| method +\| labels /);
  expect(headings).not.toMatch(/task|network/);
});
