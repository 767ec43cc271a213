import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import config from '../../../jest.config';

const libs = join(__dirname, '../..');
const tiers = (config.projects as { displayName: string; roots: string[] }[]).map(
  ({ displayName, roots }) => ({
    tier: displayName,
    libraries: roots.map((root) => root.replace('<rootDir>/libs/', '')),
  }),
);

it('every library is in one tier of tests', () => {
  const sorted = tiers.flatMap(({ libraries }) => libraries).sort();
  expect(sorted).toEqual(readdirSync(libs).sort());
});

it.each(readdirSync(libs))('%s has a target for its tests', (library) => {
  const { targets } = JSON.parse(readFileSync(join(libs, library, 'project.json'), 'utf8')) as {
    targets: object;
  };
  expect(Object.keys(targets)).toContain('test');
});

const unit = tiers.find(({ tier }) => tier === 'unit')!.libraries;

it.each(unit)('%s, in the unit tier, needs neither an engine nor a workspace', (library) => {
  const folder = join(libs, library, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const heavy = files.filter((file) =>
    /from '@nhat\/(engine|workspace|nx-plugin)/.test(readFileSync(join(folder, file), 'utf8')),
  );
  expect(heavy).toEqual([]);
});
