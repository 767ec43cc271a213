import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { libraryApis } from './testing/library-api';

const root = join(__dirname, '../../..');

interface Package {
  name: string;
  version: string;
  /** Whether the file is only there for Nx. */
  private?: boolean;
  dependencies?: Record<string, string>;
  workspaces?: string[];
}
const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as Package;
const packages = readdirSync(join(root, 'libs')).filter((name) =>
  existsSync(join(root, 'libs', name, 'package.json')),
);
const published = packages.filter((name) => !read(`libs/${name}/package.json`).private);

it('npm links every library with a package.json, because Nx on Node 20 warns of one that it does not find', () => {
  expect(read('package.json').workspaces).toEqual(packages.map((name) => `libs/${name}`));
});

describe('a library that others can install', () => {
  it.each(published)('%s names what its sources import, in the versions we use', (name) => {
    const sources = readdirSync(join(root, 'libs', name, 'src'), {
      recursive: true,
      encoding: 'utf8',
    })
      .filter((file) => /(?<!\.spec)\.ts$/.test(file) && !file.includes('testing'))
      .map((file) => readFileSync(join(root, 'libs', name, 'src', file), 'utf8'));
    const imported = sources
      .flatMap((text) => [...text.matchAll(/from '((?:@[\w-]+\/)?[a-z][\w-]*)/g)])
      .map(([, packageName]) => packageName!)
      .filter((packageName) => packageName !== 'node');
    const { version, dependencies: ours } = read('package.json');
    const expected = [...new Set(imported)]
      .sort()
      .map((packageName) => [
        packageName,
        packageName.startsWith('@nhat/') ? version : ours![packageName],
      ]);
    const { dependencies, ...own } = read(`libs/${name}/package.json`);
    expect(Object.entries(dependencies ?? {}).sort()).toEqual(expected);
    expect(own).toMatchObject({ name: `@nhat/${name}`, version });
  });

  it('exports what its api.txt says; if the change is right, put api-changed.txt in its place', () => {
    const apis = libraryApis(published);
    for (const [name, text] of Object.entries(apis)) {
      const file = (suffix: string) => join(root, `libs/${name}/api${suffix}.txt`);
      const golden = existsSync(file('')) ? readFileSync(file(''), 'utf8') : '';
      rmSync(file('-changed'), { force: true });
      if (text !== golden) writeFileSync(file('-changed'), text);
    }
    const goldens = published.map((name) => [
      name,
      readFileSync(join(root, `libs/${name}/api.txt`), 'utf8'),
    ]);
    expect(apis).toEqual(Object.fromEntries(goldens));
  });
});
