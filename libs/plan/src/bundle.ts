/** The code of a stage with its parts filled in; one Nx project. */
export interface Bundle {
  name: string;
  /** TypeScript of the entry file; exports `run`. */
  entry: string;
}

export interface Part {
  /** Key of the stage's argument: `source`, `method`, `task`, `backbone`, `probes`, `augmentations`, `evaluation`, `head`. */
  key: string;
  /** Whether the argument is the list of all parts with this key. */
  list?: boolean;
  library: 'augment' | 'evaluations' | 'models' | 'pretext' | 'sources' | 'tasks';
  /** File and registry name. */
  name: string;
  /** Whether names of bundles leave it out, because most bundles have it. */
  unnamed?: boolean;
}

/**
 * A stage without parts exports `run`; one with parts is a function of them, named as its file. `exported`: the names of what it
 * returns, which the bundle exports, where that is more than `run`. `without`: names of the parts that most bundles have and this
 * one has not.
 */
export function stageBundle(
  stage: string,
  parts: readonly Part[] = [],
  {
    without = [],
    exported = [],
  }: { without?: readonly string[]; exported?: readonly string[] } = {},
): Bundle {
  const named = parts.filter(({ unnamed }) => !unnamed).map((part) => part.name);
  const name = ['bundle', stage, ...named, ...without.map((part) => `no-${part}`)].join('-');
  const entry = parts.length === 0 ? plainEntry(stage) : entryWithParts(stage, parts, exported);
  return { name, entry };
}

const plainEntry = (stage: string): string => `export { run } from '@nhat/stages/${stage}';\n`;

function entryWithParts(
  stage: string,
  parts: readonly Part[],
  exported: readonly string[],
): string {
  const { imports, object } = partsCode(parts);
  const names = exported.length === 0 ? 'run' : `{ ${exported.join(', ')} }`;
  const lines = [
    `import { ${exportName(stage)} } from '@nhat/stages/${stage}';`,
    ...imports,
    `export const ${names} = ${exportName(stage)}(${object});`,
  ];
  return `${lines.join('\n')}\n`;
}

/** TypeScript that imports parts, a line each, and an object of them by key. */
export function partsCode(parts: readonly Part[]): { imports: string[]; object: string } {
  const keys = [...new Set(parts.map(({ key }) => key))];
  const chosen = keys.map((key) => `${key}: ${argument(parts.filter((one) => one.key === key))}`);
  const imports = parts.map(
    ({ library, name }) => `import { ${exportName(name)} } from '@nhat/${library}/${name}';`,
  );
  return { imports, object: `{ ${chosen.join(', ')} }` };
}

function argument(parts: readonly Part[]): string {
  const names = parts.map(({ name }) => exportName(name)).join(', ');
  return parts[0]!.list ? `[${names}]` : names;
}

/** `spin-twice` → `spinTwice`: what the file of that name exports. */
export const exportName = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
