import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { preProcessFile } from 'typescript';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { workspaceRoot } from '@nhat/runner/testing/runner-folder';
import { libraryImports } from './library-imports';
import type { ImportsContext } from './library-imports';

/** What Nx hands over of projects, each with its root and its files. */
function contextOf(root: string, projects: Record<string, [root: string, files: string[]]>) {
  const projectFileMap = Object.fromEntries(
    Object.entries(projects).map(([name, [, files]]) => [
      name,
      files.map((file) => ({ file, hash: '' })),
    ]),
  );
  const files = { projectFileMap, nonProjectFiles: [] };
  return {
    ...{ workspaceRoot: root, fileMap: files, filesToProcess: files },
    projects: Object.fromEntries(
      Object.entries(projects).map(([name, [folder]]) => [name, { root: folder }]),
    ),
  } as ImportsContext;
}

it('finds imports, exports and requires of other libraries, and of the project around an inner one', () => {
  const root = temporaryFolder('library-imports');
  const files = {
    'libs/a/src/a.ts': `
      import { x } from '@nhat/b';
      import type { Y } from '@nhat/b/inner';
      export * from "@nhat/c/c";
      const late = () => import('@nhat/d');
      import '@nhat/a/self';
      import '@nhat/unknown';
      import '../../a/src/other';`,
    'libs/a/src/plain.cjs': `const e = require('@nhat/e/e');`,
    'libs/a/src/notes.md': `import '@nhat/f';`,
    'libs/b/src/inner/b.ts': `import { one } from '../outer';`,
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const [a, plain, notes, inner] = Object.keys(files) as [string, string, string, string];
  const others = Object.fromEntries(
    ['c', 'd', 'e', 'f'].map((name): [string, [string, string[]]] => [name, [`libs/${name}`, []]]),
  );
  const found = libraryImports(
    contextOf(root, {
      a: ['libs/a', [a, plain, notes]],
      b: ['libs/b', []],
      inner: ['libs/b/src/inner', [inner]],
      ...others,
    }),
  );
  expect(
    found.map((one) => [one.source, one.target, 'sourceFile' in one && one.sourceFile]),
  ).toEqual([
    ['a', 'b', a],
    ['a', 'c', a],
    ['a', 'd', a],
    ['a', 'e', plain],
    ['inner', 'b', inner],
  ]);
});

it('finds all that TypeScript finds in this workspace', () => {
  const names = readdirSync(join(workspaceRoot, 'libs'));
  const projects = Object.fromEntries(
    names.map((name): [string, [string, string[]]] => {
      const files = readdirSync(join(workspaceRoot, 'libs', name), {
        recursive: true,
        encoding: 'utf8',
      });
      const sources = files.filter((file) => file.endsWith('.ts'));
      return [name, [`libs/${name}`, sources.map((file) => `libs/${name}/${file}`)]];
    }),
  );
  const edges = new Set(
    libraryImports(contextOf(workspaceRoot, projects)).map(
      (one) => `${one.source} → ${one.target}`,
    ),
  );
  const expected = Object.entries(projects).flatMap(([source, [, files]]) =>
    files
      .flatMap(
        (file) => preProcessFile(readFileSync(join(workspaceRoot, file), 'utf8')).importedFiles,
      )
      .map(({ fileName }) => /^@nhat\/([\w-]+)/.exec(fileName)?.[1])
      .filter((target) => target !== undefined && target !== source && names.includes(target))
      .map((target) => `${source} → ${target!}`),
  );
  expect(expected.length).toBeGreaterThan(500);
  expect([...new Set(expected)].filter((edge) => !edges.has(edge))).toEqual([]);
});
