import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Registry } from '../registry';

/**
 * The modules of a folder by name: what a file exports under its own name, where that has `create`. A contract suite that
 * runs on each of them, together with `describeRegistry`, leaves no entry of the registry out.
 */
export function modulesOf<Module>(folder: string): Map<string, Module> {
  const files = readdirSync(folder).filter((file) => /^[a-z0-9-]+\.ts$/.test(file));
  const found = files.flatMap((file) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- every file, also new ones
    const exported = require(join(folder, file)) as Record<string, { create?: unknown }>;
    const name = file.slice(0, -3);
    const camel = name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    const module = name === 'index' ? undefined : exported[camel];
    return typeof module?.create === 'function' ? [[name, module as Module] as const] : [];
  });
  return new Map(found);
}

/**
 * Tests that the registry has an entry for each module of `folder` and no other: the `facts` of the module, or every fact
 * that it states too (options, metric …). The entry stands apart because documents are read without the code of a module.
 */
export function describeRegistry(folder: string, registry: Registry): void {
  const modules = modulesOf<object>(folder);

  it('contains exactly the modules that have a file', () => {
    expect(Object.keys(registry).sort()).toEqual([...modules.keys()].sort());
  });

  it.each(Object.entries(registry))('agrees with the module of %s in every fact', (name, entry) => {
    const module = modules.get(name)!;
    if ('facts' in module) return void expect(entry).toBe(module.facts);
    const facts = Object.entries(module).filter(([, fact]) => typeof fact !== 'function');
    expect(facts.map(([key]) => key)).toContain('options');
    for (const [key, fact] of facts)
      expect({ [key]: entry[key as never] }).toEqual({ [key]: fact });
  });
}
