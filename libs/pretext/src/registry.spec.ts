import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { methods } from './registry';

const files = readdirSync(__dirname).filter((file) => /^[a-z0-9-]+\.ts$/.test(file));

/** Exported method modules by the name of their file. */
const modules = new Map(
  files.flatMap((file) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- every file, also new ones
    const exported = require(join(__dirname, file)) as Record<string, { create?: unknown }>;
    const name = file.slice(0, -3);
    const camel = name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    const found = name === 'index' ? undefined : exported[camel];
    return typeof found?.create === 'function' ? [[name, found] as const] : [];
  }),
);

describe('the registry of methods', () => {
  it('names exactly the methods that have a file', () => {
    expect(Object.keys(methods).sort()).toEqual([...modules.keys()].sort());
  });

  it.each(Object.entries(methods))('has the options of %s', (name, { options }) => {
    expect(modules.get(name)).toMatchObject({ options });
  });

  it.each(Object.keys(methods))('%s passes the contract of every method', (name) => {
    const spec = readFileSync(join(__dirname, `${name}.spec.ts`), 'utf8');
    expect(spec).toContain(`describePretext('${name}'`);
  });
});
