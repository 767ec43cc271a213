import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestWorkspace } from './test-workspace';

const root = join(__dirname, '../../../..');

/** What somebody writes to add a thing, besides its tests and its row in the documentation. */
export interface Recipe {
  /** The new file, from the root of the workspace, and its text. */
  file: string;
  text: string;
  /** The file with the list of all things of this kind. */
  registry: string;
  /** The line that imports the new file there, where the entry needs one. */
  imports?: string;
  /** The entry of the new thing: one line. */
  entry: string;
  /** The start of the line before which the entry stands. */
  before: string;
  /** Of a key that is read where it acts: the line there. Plug-ins have none. */
  uses?: { file: string; imports: string; line: string; instead: string };
}

/** Writes the files and the entries of recipes; throws where an entry is more than a line, or where its place is not there. */
export function followRecipes(workspace: TestWorkspace, recipes: readonly Recipe[]): void {
  for (const { file, text, registry, imports, entry, before, uses } of recipes) {
    if (entry.trim().includes('\n')) throw new Error(`${registry}: an entry of several lines`);
    workspace.write(file, text);
    const lines = workspace.read(registry).split('\n');
    const at = lines.findIndex((line) => line.trim().startsWith(before));
    if (at < 0) throw new Error(`${registry}: no line starts with ${before}`);
    const more = [...lines.slice(0, at), entry, ...lines.slice(at)];
    workspace.write(registry, [...(imports ? [imports] : []), ...more].join('\n'));
    if (uses) useIt(workspace, uses);
  }
}

function useIt(
  workspace: TestWorkspace,
  { file, imports, line, instead }: Required<Recipe>['uses'],
): void {
  const text = workspace.read(file);
  if (!text.includes(line)) throw new Error(`${file}: has no line ${line}`);
  workspace.write(file, `${imports}\n${text.replace(line, instead)}`);
}

/** `new`, or how many lines were written and how many went. */
export type Touched = 'new' | { written: number; gone: number };

/** The files below `libs` in which the workspace differs from this repository. */
export function touchedFiles(workspace: TestWorkspace): Record<string, Touched> {
  const files = readdirSync(workspace.path('libs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(workspace.folder.length + 1));
  return Object.fromEntries(
    files.flatMap((file): [string, Touched][] => {
      if (!existsSync(join(root, file))) return [[file, 'new']];
      const [before, after] = [readFileSync(join(root, file), 'utf8'), workspace.read(file)];
      if (before === after) return [];
      const only = (one: string, other: string) => {
        const left = other.split('\n');
        return one.split('\n').filter((line) => {
          const at = left.indexOf(line);
          if (at >= 0) left.splice(at, 1);
          return at < 0;
        }).length;
      };
      return [[file, { written: only(after, before), gone: only(before, after) }]];
    }),
  );
}
