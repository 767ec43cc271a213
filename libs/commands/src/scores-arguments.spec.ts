import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { scoresPipeline, statedScores } from '@nhat/workspace/stated-scores';
import { standingIn } from '@nhat/workspace/testing/standing-in';
import { reportFlags } from './report-arguments';
import { runScores, soleScores } from './run-scores';
import { readScoresArguments, scoresCommand } from './scores-arguments';

const folder = temporaryFolder('scores');
const file = join(folder, 'My runs (2).csv');
writeFileSync(file, 'arm,n,seed,value\nscratch,50,0,0.4\nscratch,90,0,0.5\njigsaw,50,0,0.5\n');

const read = (...words: string[]) => readScoresArguments('utility', words, folder);

it('the words are the settings of a document, and the file is found from the folder of the workspace', () => {
  const words = ['--file=My runs (2).csv', '--metric', 'rmse', '--lower-is-better', '--chance=3'];
  expect(read(...words, '--unit=m', '--own-networks', '--json', '--output', 'x.json')).toEqual({
    scores: {
      ...{ file, metric: 'rmse', unit: 'm', chance: 3, higherIsBetter: false },
      pretraining: 'seeds',
    },
    words: ['--json', '--output', 'x.json'],
  });
  expect(read('--file', file)).toEqual({ scores: { file }, words: [] });
});

it('every flag of a report reaches the report', () => {
  for (const [name, flag] of Object.entries(reportFlags)) {
    const words = 'value' in flag ? [`--${name}`, 'x'] : [`--${name}`];
    expect(read('--file', file, ...words).words).toEqual(words);
  }
});

it.each<[string, string[], RegExp]>([
  ['no file', [], /nx utility scores: no file .*--file=runs\.csv/],
  [
    'a file that is not there',
    ['--file=x.csv'],
    /--file: no such file .*"x\.csv".*It would be .*x\.csv/,
  ],
  ['a chance that is no number', ['--file', file, '--chance=a'], /--chance: not a number .*"a"/],
  [
    'two directions',
    ['--file', file, '--lower-is-better', '--higher-is-better'],
    /two directions .*one of/,
  ],
])('%s is refused', (_, words, message) => {
  expect(() => read(...words)).toThrow(message);
});

it('a file is a pipeline that is named after it and its place, whatever its name', () => {
  const named = (path: string) => scoresPipeline(path);
  expect(named(file)).toMatch(/^scores\/my-runs-2-[0-9a-f]{4}$/);
  expect(named('/a/2026-runs.tsv')).toMatch(/^scores\/table-2026-runs-[0-9a-f]{4}$/);
  expect(named('/a/结果.csv')).toMatch(/^scores\/table-[0-9a-f]{4}$/);
  const several = [
    '/a/runs.csv',
    '/b/runs.csv',
    '/a/1.csv',
    '/a/2.csv',
    '/a/R 1.csv',
    '/a/r-1.csv',
  ];
  expect(new Set(several.map(named)).size).toBe(several.length);
  expect(named(several[0]!)).toBe(named(several[0]!));
  const stated = statedScores({ NHAT_SCORES: JSON.stringify({ file }) })!;
  expect(stated.path).toBe(`pipelines/${named(file)}.json`);
  expect(JSON.parse(stated.text)).toMatchObject({ scores: { file } });
  expect(statedScores({})).toBeUndefined();
});

it.each<[string, object | undefined]>([
  ['utility scores --file=x', { target: 'utility', words: ['--file=x'] }],
  ['run scores:plan --file x', { target: 'plan', words: ['--file', 'x'] }],
  ['run-many -t claims -p scores --file x', { target: 'claims', words: ['--file', 'x'] }],
  ['run-many -t claims -p scores smoke', undefined],
  ['utility smoke', undefined],
  ['decide scores', undefined],
  ['utility scores --help', undefined],
])('nx %s', (line, expected) => {
  expect(soleScores(line.split(' '), 'scores')).toEqual(expected);
});

it('what is wrong with a file is said before anything runs, in words of the command', async () => {
  const root = join(__dirname, '../../..');
  const words = ['--file', file, '--metric=jaccard'];
  await expect(runScores(root, 'utility', words)).rejects.toThrow(
    /^nx utility scores › scores\.higherIsBetter: .*--lower-is-better/,
  );
  delete process.env['NHAT_SCORES'];
});

it('the command of a report is that which was typed, with the name of the file alone', () => {
  const { scores } = read('--file', file, '--metric', 'rmse', '--lower-is-better', '--chance=3');
  expect(scoresCommand({ NHAT_SCORES: JSON.stringify(scores) })).toBe(
    "npx nx utility scores --file='My runs (2).csv' --metric=rmse --chance=3 --lower-is-better",
  );
  expect(scoresCommand({})).toBeUndefined();
});

it('the file is found from the folder in which the user stands, and there alone', async () => {
  const inner = join(folder, 'inner');
  mkdirSync(inner);
  await standingIn(inner, () => {
    expect(() => read('--file=My runs (2).csv')).toThrow(join(inner, 'My runs (2).csv'));
    expect(read('--file=../My runs (2).csv').scores).toEqual({ file });
    const NHAT_SCORES = JSON.stringify({ file });
    expect(scoresCommand({ NHAT_SCORES }, folder)).toContain("--file='../My runs (2).csv'");
  });
});

it('the command for a terminal finds the file from the root of the workspace', () => {
  const NHAT_SCORES = JSON.stringify({ file: join(folder, 'data', 'runs.csv') });
  expect(scoresCommand({ NHAT_SCORES }, folder)).toBe('npx nx utility scores --file=data/runs.csv');
  expect(scoresCommand({ NHAT_SCORES }, join(folder, 'workspace'))).toBe(
    'npx nx utility scores --file=../data/runs.csv',
  );
});
