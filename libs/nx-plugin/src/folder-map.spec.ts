import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

it('docs/how-it-works.md names every library once, and no other', () => {
  const page = readFileSync(join(root, 'docs/how-it-works.md'), 'utf8');
  const [, map] = /\n- `libs\/`:(.*?)\n- `/s.exec(page)!;
  const named = [...map!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
  const libraries = readdirSync(join(root, 'libs'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(named.sort()).toEqual(libraries.sort());
});
