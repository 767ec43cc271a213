import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { preProcessFile } from 'typescript';

const root = join(__dirname, '../../..');

/** Sources of all libraries, tests apart, relative to the root. */
const sources = readdirSync(join(root, 'libs'), { recursive: true, encoding: 'utf8' })
  .map((path) => join('libs', path))
  .filter((path) => /\.ts$/.test(path) && !/\.spec\.ts$|node_modules/.test(path));

/** The files that a file imports or re-exports, type imports included. */
function importsOf(file: string, text: string, known: ReadonlySet<string>): string[] {
  return preProcessFile(text).importedFiles.flatMap(({ fileName }) => {
    const [, library, path = 'index'] = /^@nhat\/([^/]+)(?:\/(.+))?$/.exec(fileName) ?? [];
    const target = library ? join('libs', library, 'src', path) : join(dirname(file), fileName);
    return [`${target}.ts`, join(target, 'index.ts')].filter((path) => known.has(path));
  });
}

/** A path from a file back to itself for every circle that a depth-first search meets. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const circular: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) circular.push([...path.slice(start), file].join(' -> '));
    if (start >= 0 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return circular;
}

function graphOf(texts: ReadonlyMap<string, string>): Map<string, string[]> {
  const known = new Set(texts.keys());
  return new Map([...texts].map(([file, text]) => [file, importsOf(file, text, known)]));
}

describe('imports', () => {
  it('form no circle, type imports included', () => {
    const texts = new Map(sources.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
    expect(texts.size).toBeGreaterThan(300);
    expect(circles(graphOf(texts))).toEqual([]);
  });

  it('that form a circle are found, within a library and between two', () => {
    const texts = new Map([
      ['libs/a/src/index.ts', "export { b } from './b';"],
      ['libs/a/src/b.ts', "import type { C } from '@nhat/c/c';"],
      ['libs/c/src/c.ts', "import { a } from '@nhat/a';"],
    ]);
    expect(circles(graphOf(texts))).toEqual([
      'libs/a/src/index.ts -> libs/a/src/b.ts -> libs/c/src/c.ts -> libs/a/src/index.ts',
    ]);
  });
});
