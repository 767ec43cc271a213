import { wantsOutputOfNx } from './output-of-nx';

it.each<[string, Record<string, string>, boolean]>([
  ['utility smoke', {}, false],
  ['utility smoke --json --skip-nx-cache', {}, false],
  ['utility smoke --no-tui', {}, false],
  ['utility smoke --tui=false', {}, false],
  ['utility smoke -- --verbose', {}, false],
  ['utility smoke --outputStyle=static', {}, true],
  ['utility smoke --output-style stream', {}, true],
  ['utility smoke --verbose', {}, true],
  ['utility smoke', { NX_VERBOSE_LOGGING: 'true' }, true],
  ['utility smoke', { NX_DEFAULT_OUTPUT_STYLE: 'static' }, true],
  ['utility smoke', { NX_DEFAULT_OUTPUT_STYLE: '' }, false],
])('nx %s with %j', (line, environment, expected) => {
  expect(wantsOutputOfNx(line.split(' '), environment)).toBe(expected);
});
