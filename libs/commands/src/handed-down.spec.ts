import { indexDocuments } from '@nhat/documents';
import { handedDown, namedPipelines, soleDecided, soleInactive } from './handed-down';

it.each<[string, Record<string, string>]>([
  ['run-many -t utility', { NHAT_ONLY_ACTIVE: '1' }],
  ['run-many -t utility --exclude quick --parallel=3', { NHAT_ONLY_ACTIVE: '1', NX_PARALLEL: '3' }],
  ['affected -t plan --base main', { NHAT_ONLY_ACTIVE: '1' }],
  ['run-many -t claims', { NHAT_ONLY_ACTIVE: '1' }],
  ['run-many -t utility -p big,small', {}],
  ['run-many -t utility --projects=big*', {}],
  ['utility big --parallel 2', { NX_PARALLEL: '2' }],
  ['run big:page --maxParallel=50%', { NX_PARALLEL: '50%' }],
  ['utility big -- --parallel=2', {}],
  ['decide big --parallel=false', { NX_PARALLEL: '1' }],
  ['decide big --skip-nx-cache', { NX_SKIP_NX_CACHE: 'true' }],
  ['run-many -t utility -p big,small --skipNxCache', { NX_SKIP_NX_CACHE: 'true' }],
  ['utility big --disable-nx-cache', { NX_SKIP_NX_CACHE: 'true' }],
  ['utility big --skip-nx-cache=false', {}],
  ['utility big --no-skip-nx-cache', {}],
  ['run-many -t test --parallel=2', {}],
  ['affected -t lint', {}],
  ['run engine:bench', {}],
  ['show projects', {}],
])('nx %s hands down %j', (line, expected) => {
  expect(handedDown(line.split(' '))).toEqual(expected);
});

const pipelines = indexDocuments(
  'pipeline',
  Object.entries({ quick: true, small: false, 'big/one': false }).map(([name, active]) => ({
    path: `pipelines/${name}.json`,
    text: JSON.stringify({ active }),
  })),
);

it.each<[string, string | undefined]>([
  ['utility small --json', 'small'],
  ['run big/one:page --parallel=2', 'big/one'],
  ['claims small --json', 'small'],
  ['run-many -t utility -p small', 'small'],
  ['utility quick', undefined],
  ['utility none', undefined],
  ['plan small', undefined],
  ['pack small', undefined],
  ['published small --json', undefined],
  ['run-many -t utility', undefined],
  ['run-many -t utility -p small,quick', undefined],
  ['run-many -t utility plan -p small', undefined],
  ['run-many -t utility -p sm*', undefined],
  ['show project small', undefined],
])('nx %s is for %s alone', (line, expected) => {
  expect(soleInactive(line.split(' '), pipelines)).toBe(expected);
});

it.each<[string, ReturnType<typeof soleDecided>]>([
  ['decide quick --rounds 2 --json', { name: 'quick', words: ['--rounds', '2', '--json'] }],
  ['run big/one:decide --parallel=2 --dry-run', { name: 'big/one', words: ['--dry-run'] }],
  ['decide none', undefined],
  ['utility quick', undefined],
  ['run-many -t decide', undefined],
  ['run-many -t decide -p small,quick', undefined],
])('nx %s decides %j', (line, expected) => {
  expect(soleDecided(line.split(' '), pipelines)).toEqual(expected);
});

it.each<[string, [active: string[], inactive: string[]] | undefined]>([
  ['run-many -t utility -p small,quick,big/one', [['quick'], ['small', 'big/one']]],
  ['run-many -t page -p small,big/one --json', [[], ['small', 'big/one']]],
  ['run-many -t utility -p small,b*', undefined],
  ['run-many -t utility page -p small,quick', undefined],
  // Nx leaves those out itself.
  ['run-many -t utility -p small,quick --exclude=small', undefined],
  ['run-many -t utility -p small,quick --exclude small', undefined],
])('nx %s names %j', (line, expected) => {
  const named = namedPipelines(line.split(' '), pipelines);
  expect(named && [named.active, named.inactive]).toEqual(expected);
});
