import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Registry } from '../registry';

/**
 * Tests that files, registry and contract suites of `folder` are in step: each file that exports a module of its own
 * name (with `create`) has a registry entry, which is the `facts` of the module or states every fact that the module states
 * (options, metric …), and its spec calls `contract`, if there is one. The entry stands apart from the code because
 * documents are read without TensorFlow.
 */
export function describeRegistry(folder: string, registry: Registry, contract?: string): void {
  const files = readdirSync(folder).filter((file) => /^[a-z0-9-]+\.ts$/.test(file));
  const modules = new Map(
    files.flatMap((file) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- every file, also new ones
      const exported = require(join(folder, file)) as Record<string, { create?: unknown }>;
      const name = file.slice(0, -3);
      const camel = name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
      const found = name === 'index' ? undefined : exported[camel];
      return typeof found?.create === 'function' ? [[name, found] as const] : [];
    }),
  );

  it('names exactly the modules that have a file', () => {
    expect(Object.keys(registry).sort()).toEqual([...modules.keys()].sort());
  });

  it.each(Object.entries(registry))('states every fact of %s as its module does', (name, entry) => {
    const module = modules.get(name) as { facts?: unknown };
    if (module.facts !== undefined) return void expect(entry).toBe(module.facts);
    const facts = Object.entries(module).filter(([, fact]) => typeof fact !== 'function');
    expect(facts.map(([key]) => key)).toContain('options');
    for (const [key, fact] of facts)
      expect({ [key]: entry[key as never] }).toEqual({ [key]: fact });
  });

  if (contract === undefined) return;
  it.each(Object.keys(registry))(`%s passes ${contract}`, (name) => {
    const spec = readFileSync(join(folder, `${name}.spec.ts`), 'utf8');
    expect(spec).toContain(`${contract}('${name}'`);
  });
}
