import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UtilityRow } from '@nhat/report';
import { instantStages } from './testing/instant-stages';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const table = readFileSync(join(__dirname, '../../../docs/quickstart-scores.csv'), 'utf8');
const grid = {
  ...tinyStudy['pipelines/study.json'],
  active: false,
  budgets: { scratch: [10, 20, 40], finetune: [10, 20] },
  seeds: 2,
};

let workspace: TestWorkspace;
let unchanged: UtilityRow[];
beforeAll(() => {
  workspace = new TestWorkspace({
    'datasets/tiny.json': tinyStudy['datasets/tiny.json'],
    'pipelines/grid.json': grid,
    'pipelines/other.json': { question: 'Other?', scores: { file: '../runs.csv', chance: 0.1 } },
    'pipelines/all.json': {
      question: 'All?',
      includes: ['grid', 'other'],
      claims: ['falls-with-labels'],
      interval: { draws: 200 },
    },
  });
  workspace.write('runs.csv', table);
  for (const [file, change] of Object.entries(instantStages)) workspace.write(file, change());
});
afterAll(() => workspace.dispose());

const rows = (pipeline: string) =>
  JSON.parse(workspace.read(`reports/${pipeline}/utility.json`)) as UtilityRow[];
const SCORES = ['rotation', 'scratch'].map(
  (arm) => `scores-shapes-tc-${arm}-resnet9-classification`,
);

it('a document of scores has a table and a page without training, and runs again what was changed', () => {
  const { status, output, computed } = workspace.nx(['utility', 'other']);
  expect({ status, output }).toMatchObject({ status: 0 });
  expect(computed).toEqual([
    ...SCORES,
    'spread-1-panel',
    'utility-shapes-tc-rotation-resnet9-classification',
  ]);
  expect(rows('other').map(({ n }) => n)).toEqual([50, 100, 200]);
  expect(workspace.has('reports/other/index.html')).toBe(true);
  unchanged = rows('other');
  const changed = {
    'runs.csv': (text: string) => text.replace(/^(.*rotation,0,50,0,).*$/m, '$10.5'),
  };
  const again = workspace.during(changed, () => workspace.nx(['utility', 'other', '--json']));
  expect(again.computed).toEqual([
    'scores-shapes-tc-rotation-resnet9-classification',
    'spread-1-panel',
    'utility-shapes-tc-rotation-resnet9-classification',
  ]);
});

it('a faulty table is refused with its place before anything runs', () => {
  const changed = { 'runs.csv': (text: string) => text.replace(',50,0,0.363', ',50,0,x') };
  const { status, output } = workspace.during(changed, () => workspace.nx(['utility', 'other']));
  expect(status).not.toBe(0);
  expect(output).toMatch(/runs\.csv › line 2, column "value": not a number/);
});

it('a file needs no document', () => {
  const { status, output, computed } = workspace.nx([
    ...['utility', 'scores', `--file=${workspace.path('runs.csv')}`, '--chance=0.1'],
  ]);
  expect({ status, output }).toMatchObject({ status: 0 });
  // The nodes are those of the document.
  expect(computed).toEqual([]);
  const [report] = /scores\/runs-\w{4}(?=\/index\.html)/.exec(output) ?? [];
  expect(rows(report!)).toEqual(unchanged);
  const refused = workspace.nx(['utility', 'scores', '--file=no.csv']);
  expect(refused).toMatchObject({ status: 1, computed: [] });
  expect(refused.output).toMatch(/^--file: no such file/m);
});

it('a study has the cells of trainings and of a table on one page', () => {
  const { status, output, computed } = workspace.nx(['claims', 'all']);
  expect(output).toMatch(/falls-with-labels: /);
  expect(status).toBe(0);
  expect(computed.filter((name) => name.startsWith('spread'))).toEqual(['spread-2-panels']);
  expect([...new Set(rows('all').map(({ dataset }) => dataset))]).toEqual(['tiny', 'shapes-tc']);
});
