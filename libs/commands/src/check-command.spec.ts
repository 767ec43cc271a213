import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError, indexDocuments } from '@nhat/documents';
import { checkCommand } from './check-command';
import { VARIABLES } from './check-variables';
import { readCommandLine } from './command-line';

const libs = join(__dirname, '../..');
const pipelines = indexDocuments(
  'pipeline',
  ['quick', 'big/small'].map((name) => ({ path: `pipelines/${name}.json`, text: '{}' })),
);

const check = (line: string, environment: Record<string, string> = {}) =>
  checkCommand(line.split(' '), environment, pipelines, () => undefined);

function message(line: string, environment?: Record<string, string>): string {
  try {
    check(line, environment);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
  throw new Error(`no error for ${line}`);
}

describe('checkCommand', () => {
  it.each([
    ['utility quick --jsn', 'unknown option (got "--jsn"', 'Did you mean --json?'],
    ['run quick:utility --jsn', 'unknown option (got "--jsn"', '--json'],
    ['run-many -t utility -p quick --jsn', 'unknown option (got "--jsn"', '--json'],
    ['affected -t utility --files a b --jsn', 'unknown option (got "--jsn"', '--json'],
    ['utility quick extra', 'unknown word (got "extra"', '--json'],
    ['utility quick --output', '--output: no value', '--output FILE'],
    ['utility quick -- --jsn', 'unknown option (got "--jsn"', '--json'],
    ['plan quick --why', 'unknown option (got "--why"', '--json'],
    ['page quick --skip-nx-cach', 'unknown option', '--output'],
    ['doctor engine --foo', 'nx doctor engine: unknown option (got "--foo"', '--json'],
    ['bench engine --bakbone resnet9', 'got "--bakbone"', 'Did you mean --backbone?'],
    ['bench graph --all', 'unknown option (got "--all"', '--nodes'],
    ['sheet render --resoluton=64', 'unknown option', 'Did you mean --resolution?'],
    ['schema documents --x', 'unknown option', 'no options'],
    ['site --outpt=x', 'unknown option (got "--outpt=x"', 'Did you mean --output?'],
    ['utility', 'nx utility: no pipeline', 'npx nx run-many -t utility'],
    ['plan --json', 'nx plan: no pipeline', 'npx nx plan smoke'],
    ['published', 'nx published: no pipeline', 'npx nx published smoke'],
    ['explain', 'nx explain: no node', 'npx nx explain smoke --node=images'],
    ['jobs', 'nx jobs: a word is missing (expected npx nx jobs slurm)'],
    ['doctor --json', 'npx nx doctor engine or npx nx doctor store'],
    ['bench', 'npx nx bench engine or npx nx bench render or'],
    ['utility quick --file=x.csv', 'unknown option (got "--file=x.csv"', '--json'],
    ['run-many -t utility -p scores quick --file x', 'unknown option (got "--file"', '--json'],
    ['plan scores --fle=x.csv', 'nx plan scores: unknown option', 'Did you mean --file?'],
    ['decide scores', 'unknown name (got "scores"', 'quick'],
    ['utility quik', 'unknown name (got "quik"', 'Did you mean "quick"?'],
    ['run big/smal:plan', 'unknown name (got "big/smal"', 'Did you mean "big/small"?'],
    ['run-many -t utility -p quick,quik', 'unknown name (got "quik"', '"quick"'],
    ['plan pipelines/big/small.json', 'unknown name', 'Did you mean "big/small"?'],
    ['plan ./quick', 'unknown name', 'Did you mean "quick"?'],
    ['plan quick\u00a0', 'unknown name', 'Did you mean "quick"?'],
    ['run /home/me/nhat/pipelines/quick.json:plan', 'unknown name', 'Did you mean "quick"?'],
  ])('refuses nx %s', (line, ...expected) => {
    for (const part of expected) expect(message(line)).toContain(part);
  });

  it.each([
    'utility quick',
    'utility quick --json --output x.json --skip-nx-cache --parallel=1 --verbose',
    'utility quick --parallel 2 --output-style stream --no-tui -c production',
    'run big/small:plan --json=true',
    'run-many -t utility plan -p quick big/small --nxBail --exclude a b --all',
    'run-many -t utility -p qu*,!quick,tag:x',
    'run-many -t utility -p @(quick|big)',
    'affected -t utility --base main --head HEAD',
    'run utility-x-rotation-0123abcd:utility',
    'utility scores --file=x.csv --metric rmse --lower-is-better --json',
    'run scores:page --file x.csv',
    'bench engine --all --backbone resnet50 --rounds 3',
    'bench memory --steps 2000',
    'status --json',
    'site',
    'site site --output=public',
    'run-many -t lint --fix',
    'run-many -t render -p quik',
    'build curves --foo',
    'show projects --affected --files=a',
    'graph --file=x.html',
    'report',
    '',
  ])('accepts nx %s', (line) => {
    expect(check(line)).toBeUndefined();
  });

  it('returns the help of a target of this project, with its options', () => {
    expect(check('utility quick --help')).toMatch(/npx nx utility <pipeline>.*--output FILE/s);
    expect(check('bench engine --help')).toContain('--backbone NAME');
    expect(check('build curves --help')).toBeUndefined();
  });

  it('knows every target that a library has of its own', () => {
    const own = readdirSync(libs).flatMap((project) => {
      const { targets } = JSON.parse(readFileSync(join(libs, project, 'project.json'), 'utf8')) as {
        targets: Record<string, unknown>;
      };
      return Object.keys(targets)
        .filter((target) => !['test', 'build'].includes(target))
        .map((target) => `${target} ${project}`);
    });
    expect(own).toContain('bench curves');
    for (const line of own) expect(check(`${line} --help`)).toContain(`npx nx ${line}`);
  });

  it('refuses unknown NHAT_ variables', () => {
    expect(message('utility quick', { NHAT_STOER: 'x' })).toContain('Did you mean NHAT_STORE?');
    for (const part of ['NHAT_EXECUTOR', 'got "wroker"', 'worker', 'own-process']) {
      expect(message('utility quick', { NHAT_EXECUTOR: 'wroker' })).toContain(part);
    }
    for (const NHAT_EXECUTOR of ['', 'worker', 'own-process']) {
      expect(check('utility quick', { NHAT_EXECUTOR })).toBeUndefined();
    }
    expect(check('utility quick', { NHAT_STORE: '' })).toBeUndefined();
    expect(check('build curves', { NHAT_STOER: 'x' })).toBeUndefined();
  });

  it.each([
    'run images-x-0123abcd',
    'run images-x-0123abcd:run',
    'run bundle-images',
    'run-many -t run',
    'run-many -t run -p images-x-0123abcd',
  ])('refuses them also before nodes: nx %s', (line) => {
    expect(message(line, { NHAT_STOER: 'x' })).toContain('Did you mean NHAT_STORE?');
    expect(message(line, { NHAT_EXECUTOR: 'wroker' })).toContain('got "wroker"');
    expect(check(line)).toBeUndefined();
  });

  it('lists every variable that the code reads', () => {
    const files = readdirSync(libs, { recursive: true, encoding: 'utf8' }).filter(
      (file) => /\.(ts|cjs|bash)$/.test(file) && !/\.spec\.ts$/.test(file),
    );
    const readVariables = files.flatMap(
      (file) => readFileSync(join(libs, file), 'utf8').match(/\bNHAT_[A-Z_]*[A-Z]\b/g) ?? [],
    );
    expect([...new Set(readVariables)].filter((name) => !VARIABLES.includes(name))).toEqual([]);
  });
});

describe('readCommandLine', () => {
  it('separates options of Nx from words for the target', () => {
    const line =
      'run-many -t utility plan -p quick --exclude a,b c --skip-nx-cache true --json -- --verbose x';
    expect(readCommandLine(line.split(' '), ['utility', 'plan'])).toEqual({
      targets: ['utility', 'plan'],
      projects: ['quick'],
      exclude: ['a', 'b', 'c'],
      words: ['--json', '--verbose', 'x'],
      help: false,
    });
  });
});
