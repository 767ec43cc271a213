import { indexDocuments } from '@nhat/documents';
import { wantedPipelines } from './wanted-pipelines';

const bodies = {
  big: '{}',
  'big/small': '{}',
  broken: '{',
  quick: '{"active": true}',
  small: '{"active": false}',
};
const pipelines = indexDocuments(
  'pipeline',
  Object.entries(bodies).map(([name, text]) => ({ path: `pipelines/${name}.json`, text })),
);

describe('wantedPipelines', () => {
  it.each<[string, string | undefined, string[]]>([
    ['run-many -t utility', undefined, ['broken', 'quick']],
    ['utility small', undefined, ['broken', 'quick', 'small']],
    ['run small:utility --json', undefined, ['broken', 'quick', 'small']],
    ['run-many -t utility -p small,big', undefined, ['big', 'broken', 'quick', 'small']],
    ['run-many -t utility --projects=big', undefined, ['big', 'broken', 'quick']],
    ['graph', 'big,small', ['big', 'broken', 'quick', 'small']],
    ['graph', 'all', ['big', 'big/small', 'broken', 'quick', 'small']],
    ['run-many -t plan -p sm*', undefined, ['big', 'big/small', 'broken', 'quick', 'small']],
    [
      'run render-x-32px-0123abcd:render',
      undefined,
      ['big', 'big/small', 'broken', 'quick', 'small'],
    ],
    ['utility big/small', undefined, ['big/small', 'broken', 'quick']],
    ['graph', 'big/small,big', ['big', 'big/small', 'broken', 'quick']],
    ['run big/small:page', undefined, ['big/small', 'broken', 'quick']],
    ['lint smaller', undefined, ['broken', 'quick']],
  ])('nx %s, NHAT_PIPELINES=%s', (line, listed, expected) => {
    expect(wantedPipelines(pipelines, line.split(' '), listed)).toEqual(expected);
  });
});
