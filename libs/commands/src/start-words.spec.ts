import { join } from 'node:path';
import { startWords } from './start-words';

const root = join(__dirname, '../../..');
const start = (line: string, environment: Record<string, string> = {}) =>
  startWords(line.split(' ').filter(Boolean), environment, { root, stands: '/here' });

describe('npm start', () => {
  it.each([
    ['', {}, [], []],
    ['smoke mini/finding-1', {}, ['smoke', 'mini/finding-1'], []],
    ['smoke --json --output x.json', {}, ['smoke'], ['--json', '--output', '/here/x.json']],
    ['', { npm_config_output: '../x.json' }, [], ['--output', '/x.json']],
    ['smoke', { npm_config_json: 'true' }, ['smoke'], ['--json']],
    ['smoke --warnings', {}, ['smoke'], ['--warnings']],
    ['', { npm_config_warnings: 'true' }, [], ['--warnings']],
  ])('%s', (line, environment, pipelines, flags) => {
    expect(start(line, environment)).toEqual({ pipelines, active: ['quickstart'], flags });
  });

  it.each([
    ['smok', {}, 'Did you mean "smoke"?'],
    ['smoke --jsn', {}, 'unknown option (got "--jsn"'],
    ['smoke', { NHAT_STOER: '/x' }, 'Did you mean NHAT_STORE?'],
  ])('refuses %s %j', (line, environment, expected) => {
    expect(() => start(line, environment as Record<string, string>)).toThrow(expected);
  });
});
