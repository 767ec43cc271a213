/** The code of a stage with its parts filled in; one Nx project. */
export interface Bundle {
  name: string;
  /** TypeScript of the entry file; exports `run`. */
  entry: string;
}

interface Part {
  /** Key of the stage's argument: `method`, `task`, `backbone`. */
  key: string;
  library: 'models' | 'pretext' | 'tasks';
  /** File and registry name. */
  name: string;
}

/** A stage without parts exports itself; one with parts is a function of them. */
export function stageBundle(stage: string, parts: readonly Part[] = []): Bundle {
  const name = ['bundle', stage, ...parts.map((part) => part.name)].join('-');
  const imports = parts.map(
    (part) => `import { ${exportName(part.name)} } from '@nhat/${part.library}/${part.name}';`,
  );
  const chosen = parts.map((part) => `${part.key}: ${exportName(part.name)}`).join(', ');
  const lines = [
    `import { ${stage} } from '@nhat/stages/${stage}';`,
    ...imports,
    `export const run = ${parts.length > 0 ? `${stage}({ ${chosen} })` : stage};`,
  ];
  return { name, entry: `${lines.join('\n')}\n` };
}

/** `spin-twice` → `spinTwice`: what the file of that name exports. */
export const exportName = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
