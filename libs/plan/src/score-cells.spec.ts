import { indexDocuments, resolvePipeline } from '@nhat/documents';
import type { UserError } from '@nhat/documents';
import { besideFrom } from '@nhat/documents/testing/workspace';
import { checkGraph, planPipeline } from '.';
import { repository } from './testing/documents';

const HEAD = 'arm,n,seed,value\n';
const RUNS = ['scratch,50,0,0.3\n', 'scratch,100,0,0.5\n', 'rotation,50,0,0.4\n'];
const TABLE = `${HEAD}${RUNS.join('')}`;

function plan(
  documents: Record<string, object>,
  tables: Record<string, string>,
  name = Object.keys(documents)[0]!,
) {
  const smoke = repository.pipelines;
  const files = [
    { path: smoke.path('smoke'), text: smoke.text('smoke') },
    ...Object.entries(documents).map(([one, body]) => ({
      path: `pipelines/${one}.json`,
      text: JSON.stringify({ question: 'Why?', ...body }),
    })),
  ];
  const pipelines = indexDocuments('pipeline', files, besideFrom(tables));
  const found = planPipeline(resolvePipeline({ ...repository, pipelines }, name));
  checkGraph(found.nodes);
  return found;
}

const namesOf = (documents: Record<string, object>, tables: Record<string, string>) =>
  plan(documents, tables).nodes.map(({ name }) => name);

const x = { scores: 'runs.csv' };

it('a table is a curve for each arm and what compares them, and trains nothing', () => {
  const { nodes, utilities, comparisons } = plan({ x }, { 'runs.csv': TABLE });
  expect(nodes.map(({ stage }) => stage)).toEqual(['scores', 'scores', 'spread', 'utility']);
  expect(utilities).toHaveLength(1);
  expect(comparisons).toMatchObject([
    { dataset: 'runs', backbone: 'network', task: 'task', arm: 'rotation' },
  ]);
});

it('what a node is depends on the values, and not on rows, separators, paths and columns left out', () => {
  const names = namesOf({ x }, { 'runs.csv': TABLE });
  const turned = `${HEAD}${RUNS.toReversed().join('')}`.replaceAll(',', ';');
  const moved = { scores: { file: 'a/runs.csv', ignore: ['note'] } };
  const noted = turned.replaceAll(/\n/g, ';1\n').replace('value;1', 'value;note');
  expect(namesOf({ x }, { 'runs.csv': turned })).toEqual(expect.arrayContaining(names));
  expect(namesOf({ x: moved }, { 'a/runs.csv': noted })).toEqual(expect.arrayContaining(names));
  const [scratch, rotation] = namesOf({ x }, { 'runs.csv': TABLE.replace('0.4', '0.41') });
  expect(scratch).toBe(names[0]);
  expect(rotation).not.toBe(names[1]);
});

it('names of any language are parts of names of nodes', () => {
  const scores = { file: 'runs.csv', dataset: 'Fußböden №1', backbone: '网络' };
  const [first] = namesOf({ x: { scores } }, { 'runs.csv': TABLE });
  expect(first).toMatch(/^scores-fu-b-den-1-scratch-unnamed-task-[0-9a-f]{8}$/);
});

it('a study has cells of trainings and of tables, and those of two tables once', () => {
  const study = { includes: ['smoke', 'x', 'y'] };
  const documents = { study, x, y: { scores: { file: 'runs.csv' } } };
  const { nodes, utilities } = plan(documents, { 'runs.csv': TABLE });
  expect(utilities.map((name) => name.split('-')[1])).toEqual(['shapes', 'runs']);
  expect(nodes.filter(({ stage }) => stage === 'scores')).toHaveLength(2);
  expect(nodes.filter(({ stage }) => stage === 'spread')).toHaveLength(1);
});

it.each<[string, string, object, RegExp]>([
  ['a run with two values', TABLE.replace('0.3', '0.31'), {}, /rotation|scratch.*n 50, seed 0/],
  ['a cell with two metrics', TABLE, { chance: 0.1 }, /other\.csv: another metric or chance/],
])('two tables of a study are refused for %s', (_, text, settings, message) => {
  const own = { dataset: 'd' };
  const documents = {
    study: { includes: ['x', 'y'] },
    x: { scores: { file: 'runs.csv', ...own } },
    y: { scores: { file: 'other.csv', ...own, ...settings } },
  };
  const act = () => plan(documents, { 'runs.csv': TABLE, 'other.csv': text });
  expect(act).toThrow(expect.objectContaining<Partial<UserError>>({ name: 'UserError' }) as Error);
  expect(act).toThrow(message);
});
