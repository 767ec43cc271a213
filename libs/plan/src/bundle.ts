/** The code of a stage with its parts filled in; one Nx project. */
export interface Bundle {
  name: string;
  /** TypeScript of the entry file; exports `run`. */
  entry: string;
}

export interface Part {
  /** Key of the stage's argument: `method`, `task`, `backbone`, `probes`, `augmentations`, `evaluation`, `head`. */
  key: string;
  /** Whether the argument is the list of all parts with this key. */
  list?: boolean;
  library: 'augment' | 'evaluations' | 'models' | 'pretext' | 'tasks';
  /** File and registry name. */
  name: string;
  /** Whether names of bundles leave it out, because most bundles have it. */
  unnamed?: boolean;
}

/**
 * A stage without parts exports `run`; one with parts is a function of them, named as its file. `without`: names of the parts
 * that most bundles have and this one has not.
 */
export function stageBundle(
  stage: string,
  parts: readonly Part[] = [],
  without: readonly string[] = [],
): Bundle {
  const named = parts.filter(({ unnamed }) => !unnamed).map((part) => part.name);
  const name = ['bundle', stage, ...named, ...without.map((part) => `no-${part}`)].join('-');
  return { name, entry: parts.length === 0 ? plainEntry(stage) : entryWithParts(stage, parts) };
}

/** All exports of the stage's file: `run`, and what its workers are given by name. */
const plainEntry = (stage: string): string => `export * from '@nhat/stages/${stage}';\n`;

function entryWithParts(stage: string, parts: readonly Part[]): string {
  const keys = [...new Set(parts.map(({ key }) => key))];
  const chosen = keys.map((key) => `${key}: ${argument(parts.filter((one) => one.key === key))}`);
  const lines = [
    `import { ${exportName(stage)} } from '@nhat/stages/${stage}';`,
    ...parts.map(
      ({ library, name }) => `import { ${exportName(name)} } from '@nhat/${library}/${name}';`,
    ),
    `export const run = ${exportName(stage)}({ ${chosen.join(', ')} });`,
  ];
  return `${lines.join('\n')}\n`;
}

function argument(parts: readonly Part[]): string {
  const names = parts.map(({ name }) => exportName(name)).join(', ');
  return parts[0]!.list ? `[${names}]` : names;
}

/** `spin-twice` → `spinTwice`: what the file of that name exports. */
export const exportName = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
