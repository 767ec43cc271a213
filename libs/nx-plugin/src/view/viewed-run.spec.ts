import { readCommandLine } from '@nhat/commands/command-line';
import { indexDocuments } from '@nhat/documents';
import { pipelinesOf } from './viewed-run';

const pipelines = indexDocuments(
  'pipeline',
  Object.entries({ quick: true, slow: true, small: false, 'mini/one': false }).map(
    ([name, active]) => ({
      path: `pipelines/${name}.json`,
      text: JSON.stringify({ active }),
    }),
  ),
);

it.each<[string, string[]]>([
  ['utility small', ['small']],
  ['run-many -t utility', ['quick', 'slow']],
  ['run-many -t utility -p s*', ['slow', 'small']],
  ['run-many -t utility --exclude quick', ['slow']],
  ['run-many -t utility --exclude=mini/*,q*', ['slow']],
  ['run-many -t utility -p quick,small --exclude small', ['quick']],
])('nx %s shows %j', (line, expected) => {
  const request = readCommandLine(line.split(' '), ['utility'])!;
  expect(pipelinesOf({ workspace: { pipelines } }, request).sort()).toEqual(expected);
});
