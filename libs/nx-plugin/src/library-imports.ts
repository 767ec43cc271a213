import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type {
  CreateDependenciesContext,
  DependencyType,
  RawProjectGraphDependency,
} from '@nx/devkit';

/** As a text, because the enumeration would bring all of @nx/devkit. */
const STATIC = 'static' as DependencyType.static;

const SOURCE = /\.[cm]?[jt]s$/;
const IMPORT = /\b(?:from|import|require)\b\s*\(?\s*['"](@nhat\/[\w-]+|\.\.\/[^'"]*)/g;

export type ImportsContext = Pick<
  CreateDependenciesContext,
  'filesToProcess' | 'fileMap' | 'projects' | 'workspaceRoot'
>;

/**
 * Which library imports which, for `nx graph`, `nx affected` and the keys of tests, from the files that changed since Nx last asked.
 * Nx's own analysis would resolve each import with TypeScript, whose loading alone takes a third of a second.
 */
export function libraryImports({
  filesToProcess,
  fileMap,
  projects,
  workspaceRoot,
}: ImportsContext): RawProjectGraphDependency[] {
  const folders = Object.keys(fileMap.projectFileMap)
    .filter((name) => Object.hasOwn(projects, name))
    .map((name) => ({ name, root: `${projects[name]!.root}/` }));
  /** The innermost project of a path. */
  const ownerOf = (path: string): string | undefined =>
    folders
      .filter(({ root }) => path.startsWith(root))
      .sort((a, b) => b.root.length - a.root.length)[0]?.name;
  const targetOf = (file: string, imported: string): string | undefined =>
    imported.startsWith('@nhat/')
      ? imported.slice('@nhat/'.length)
      : ownerOf(posix.join(posix.dirname(file), imported));
  return Object.entries(filesToProcess.projectFileMap).flatMap(([source, files]) =>
    files
      .filter(({ file }) => SOURCE.test(file))
      .flatMap(({ file }) => {
        const text = textOf(join(workspaceRoot, file));
        const found = [...text.matchAll(IMPORT)].map(([, imported]) => targetOf(file, imported!));
        return [...new Set(found)]
          .filter((target) => target !== undefined && target !== source)
          .filter((target) => Object.hasOwn(projects, target!))
          .map((target) => ({ source, target: target!, sourceFile: file, type: STATIC }));
      }),
  );
}

/** Empty for a file that was removed since Nx listed it. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
