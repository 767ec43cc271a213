import { indexDocuments } from '@nhat/spec';
import { misnamedPipelines } from './misnamed-pipelines';

const pipelines = indexDocuments(
  'pipeline',
  ['quick', 'big/small'].map((name) => ({ path: `pipelines/${name}.json`, text: '{}' })),
);

describe('misnamedPipelines', () => {
  it.each<[string, string[]]>([
    ['utility quik', ['quik']],
    ['plan quik --json', ['quik']],
    ['run big/smal:report', ['big/smal']],
    ['run-many -t utility -p quik,quick,big', ['quik', 'big']],
    ['run-many --target=utility --projects=quik', ['quik']],
    ['utility quick', []],
    ['run-many -t utility', []],
    ['run-many -t plan -p qu*,!quick,tag:x', []],
    ['run-many -t render -p quik', []],
    ['utility --help', []],
    ['utility ../quik', []],
    ['bench engine', []],
    ['run', []],
    ['', []],
  ])('nx %s', (line, expected) => {
    expect(misnamedPipelines(pipelines, line.split(' '))).toEqual(expected);
  });
});
