import { handedDown } from './handed-down';

it.each<[string, Record<string, string>]>([
  ['run-many -t utility', { NHAT_ONLY_ACTIVE: '1' }],
  ['run-many -t utility --exclude quick --parallel=3', { NHAT_ONLY_ACTIVE: '1', NX_PARALLEL: '3' }],
  ['affected -t plan --base main', { NHAT_ONLY_ACTIVE: '1' }],
  ['run-many -t utility -p big,small', {}],
  ['run-many -t utility --projects=big*', {}],
  ['utility big --parallel 2', { NX_PARALLEL: '2' }],
  ['run big:page --maxParallel=50%', { NX_PARALLEL: '50%' }],
  ['utility big -- --parallel=2', {}],
  ['show projects', {}],
])('nx %s hands down %j', (line, expected) => {
  expect(handedDown(line.split(' '))).toEqual(expected);
});
