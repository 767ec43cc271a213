import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

interface Lock {
  packages: Record<string, { integrity?: string; link?: boolean }>;
}

describe('the lock file', () => {
  it('has the integrity of every package, for all systems', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
    const installed = Object.entries(packages).filter(
      ([path, { link }]) => path.startsWith('node_modules/') && !link,
    );
    expect(installed.length).toBeGreaterThan(800);
    const missing = installed.filter(
      ([, { integrity }]) => !/^sha512-.{86}==$/.test(integrity ?? ''),
    );
    expect(missing.map(([path]) => path)).toEqual([]);
  });
});

describe('a clone', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nhat-clone-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (command: string, args: string[], env: Record<string, string> = {}) =>
    spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } });
  const write = (file: string, text: string) => {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), text);
  };

  it('with core.autocrlf keeps the line ends of its shell scripts', () => {
    for (const file of ['.gitattributes', 'libs/runner/run-node.bash', '.ci/run']) {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      cpSync(join(root, file), join(folder, file));
    }
    const git = (...args: string[]) =>
      run('git', [
        '-c',
        'user.name=x',
        '-c',
        'user.email=x@x',
        '-c',
        'core.autocrlf=true',
        ...args,
      ]);
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'x');
    rmSync(join(folder, 'libs'), { recursive: true });
    expect(git('checkout', '--', '.').status).toBe(0);
    const text = readFileSync(join(folder, 'libs/runner/run-node.bash'), 'utf8');
    expect(text).toBe(readFileSync(join(root, 'libs/runner/run-node.bash'), 'utf8'));
  });

  /** A workspace with one package for development, and our installer. */
  function writeWorkspace() {
    mkdirSync(join(folder, 'tools'), { recursive: true });
    cpSync(join(root, 'tools/setup.cjs'), join(folder, 'tools/setup.cjs'));
    write('tool/package.json', '{"name": "tool", "version": "1.0.0"}');
    const devDependencies = { tool: 'file:tool' };
    write('package.json', JSON.stringify({ name: 'x', version: '1.0.0', devDependencies }));
    expect(run('npm', ['install', '--package-lock-only', '--include=dev']).status).toBe(0);
  }
  const install = (env: Record<string, string>) =>
    run(process.execPath, ['-e', "require('./tools/setup.cjs').install()"], env);
  const hasTool = () => existsSync(join(folder, 'node_modules/tool/package.json'));

  it.each([{ NODE_ENV: 'production' }, { npm_config_omit: 'dev' }])(
    'installs packages for development with %j',
    (env) => {
      writeWorkspace();
      expect(install(env).status).toBe(0);
      expect(hasTool()).toBe(true);
    },
  );

  it('heals when packages are gone although the mark says that all is installed', () => {
    writeWorkspace();
    install({});
    rmSync(join(folder, 'node_modules/tool'), { recursive: true });
    expect(existsSync(join(folder, 'node_modules/.nhat-lock.json'))).toBe(true);
    install({});
    expect(hasTool()).toBe(true);
  });

  it('without git in a folder that a repository ignores says so', () => {
    writeWorkspace();
    run('git', ['init', '-q', '.']);
    write('.gitignore', '*\n');
    mkdirSync(join(folder, 'copy'));
    for (const file of ['tools', 'package.json', 'package-lock.json', 'tool']) {
      cpSync(join(folder, file), join(folder, 'copy', file), { recursive: true });
    }
    const script = "require('./copy/tools/setup.cjs').install()";
    const { status, stderr } = run(process.execPath, ['-e', script]);
    expect([status, stderr]).toEqual([1, expect.stringContaining('ignored by the git repository')]);
  });

  it('prints JSON alone on standard output when npm start is asked for it', () => {
    mkdirSync(join(folder, 'tools'), { recursive: true });
    for (const file of ['tools/setup.cjs', 'tools/start.cjs']) {
      cpSync(join(root, file), join(folder, file));
    }
    write('package.json', '{"name": "x", "version": "1.0.0"}');
    write('package-lock.json', '{}');
    // Stands for the loader, whose preparation says what it found, and for Nx, which prints the rows.
    write(
      'tools/load.cjs',
      `if (require.main === module) console.log('engine: found');
exports.load = () => ({
  startWords: (words) => ({ pipelines: ['x'], active: [], flags: words.filter((one) => one === '--json') }),
});`,
    );
    write('node_modules/.nhat-lock.json', '{}');
    write('node_modules/nx/package.json', '{"bin": {"nx": "nx.cjs"}}');
    write('node_modules/nx/nx.cjs', `console.log('[]');`);
    const start = (...words: string[]) => run(process.execPath, ['tools/start.cjs', 'x', ...words]);
    expect(JSON.parse(start('--json').stdout)).toEqual([]);
    expect(start('--json').stderr).toContain('engine: found');
    expect(start().stdout).toContain('engine: found');
  });
});
