import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import { readFlags, userError } from '@nhat/documents';
import { PUBLISHED, packPath, readPack } from '@nhat/packs';
import { metricOf } from '@nhat/collect/task-metrics';
import { claimsTable, effectsTable, outcomesTable } from '@nhat/report/claims-table';
import { evaluationsTable } from '@nhat/report/evaluations-table';
import { markdownTable } from '@nhat/report/markdown-table';
import type { UtilityRow } from '@nhat/report';
import { figuresFlags } from './pack-flags';
import { publishedAnswer } from './published-answer';
import { isSweep, sweepFigures } from './sweep-figures';
import type { Figures, FileText } from './sweep-figures';

/** Files of the report of the pack of the quickstart that docs show as they are; of other packs, those of `filesOf`. */
const QUICKSTART: readonly ShownFile[] = [
  { from: 'utility.json', to: 'docs/quickstart-utility.json' },
  { from: 'runs.json', to: 'docs/quickstart-runs.json' },
  { from: 'charts/*-utility.svg', to: 'docs/quickstart-utility.svg' },
];

/** Paths in the report of a pack and in the workspace; `*` stands for the name of its only panel. */
interface ShownFile {
  from: string;
  to: string;
}

/** The numbers behind the tables of a pack. */
const filesOf = (pipeline: string): readonly ShownFile[] =>
  pipeline === 'quickstart'
    ? QUICKSTART
    : ['utility', 'claims', 'runs'].map((name) => {
        const to = `docs/results/${pipeline.replaceAll('/', '-')}-${name}.json`;
        return { from: `${name}.json`, to };
      });

/** A table of a pack stands between such a line and the line `<!-- end -->`. */
const BEGIN = /^<!-- (?<pipeline>\S+): (?<kind>\S+) -->$/;
const END = '<!-- end -->';

/** `nx figures packs [--check]`: writes the figures of README and docs from the packs. With `--check` throws where one is another. */
export async function main(args: string[] = [], root = process.cwd()): Promise<void> {
  const { check } = readFlags('nx figures packs', args, figuresFlags);
  const pages = ['README.md', ...pagesIn(root)].filter((page) => shownIn(root, page).length > 0);
  const shown = new Set(pages.flatMap((page) => shownIn(root, page)));
  const packs = new Map<string, Figures>();
  for (const name of shown) {
    packs.set(name, isSweep(name) ? sweepFigures(root, name) : await packFigures(root, name));
  }
  const files = [...packs.values()].flatMap((pack) => pack.files);
  const tables = pages.map((page): FileText => ({
    path: page,
    text: withTables(root, page, packs),
  }));
  for (const { path, text } of [...files, ...tables]) {
    const isSame = textOf(root, path) === text;
    if (check && !isSame) throw outdated(path, [...shown]);
    if (!isSame) writeAtomic(join(root, path), text);
    process.stdout.write(`${path}: ${isSame ? 'as in the packs' : 'written'}\n`);
  }
}

const pagesIn = (root: string): string[] =>
  readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`);

/** The pipelines whose packs a page shows, and the folders of sweeps. */
const shownIn = (root: string, page: string): string[] =>
  textOf(root, page)
    .split('\n')
    .flatMap((line) => BEGIN.exec(line)?.groups?.['pipeline'] ?? []);

async function packFigures(root: string, pipeline: string): Promise<Figures> {
  const path = packPath(pipeline);
  const found = readPack(join(root, path), pipeline);
  if (found.kind !== 'pack') {
    throw userError(path, found.kind === 'missing' ? 'missing' : 'damaged', {
      ...(found.kind === 'damaged' && { got: found.why }),
      advice: `Bring it back from git, or: npx nx utility ${pipeline}, npx nx pack ${pipeline}`,
    });
  }
  const { pack } = found;
  const folder = join(root, '.nhat', 'published', pack.digest, 'report');
  const facts = { path, digest: pack.digest, differences: [] };
  const warn = (line: string) => void process.stderr.write(`${line}\n`);
  const answer = await publishedAnswer({ root, folder, code: __filename, pack, facts }, warn);
  if (answer === undefined) throw userError(path, 'has no utility', { expected: 'a whole pack' });
  await answer.write();
  const rows = JSON.parse(answer.rows) as UtilityRow[];
  const claims = JSON.parse(reportText(folder, 'claims.json')) as Parameters<typeof claimsTable>[0];
  const ofRow = ({ task, metric }: UtilityRow) => metricOf(task, metric);
  return {
    // A pipeline without claims has an empty list of them.
    files: filesOf(pipeline)
      .map(({ from, to }) => ({ path: to, text: reportText(folder, from) }))
      .filter(({ text }) => text.trim() !== '[]'),
    tables: {
      utility: () => markdownTable(rows, ofRow),
      evaluations: () => evaluationsTable(rows, ofRow),
      claims: () => claimsTable(claims),
      outcomes: () => outcomesTable(claims),
      effects: () => effectsTable(claims),
    },
  };
}

/** A file of a report; `*` stands for the name of its only panel. */
function reportText(folder: string, path: string): string {
  const [before, after] = path.split('*');
  if (after === undefined) return readFileSync(join(folder, path), 'utf8');
  const [only] = readdirSync(join(folder, before!)).filter((name) => name.endsWith(after));
  return readFileSync(join(folder, before!, only!), 'utf8');
}

/** The text of a page with the tables of packs in their places. */
function withTables(root: string, page: string, packs: ReadonlyMap<string, Figures>): string {
  const lines = textOf(root, page).split('\n');
  for (let at = 0; at < lines.length; at++) {
    const { pipeline, kind } = BEGIN.exec(lines[at]!)?.groups ?? {};
    if (pipeline === undefined) continue;
    const { tables } = packs.get(pipeline)!;
    const table = tables[kind!];
    const end = lines.indexOf(END, at);
    if (table === undefined || end < 0) {
      throw userError(`${page}:${at + 1}`, table ? 'a table without an end' : 'unknown table', {
        got: lines[at],
        expected: table ? END : Object.keys(tables).join(', '),
      });
    }
    // Prettier separates a comment from a table by an empty line.
    lines.splice(at + 1, end - at - 1, '', table(), '');
  }
  return lines.join('\n');
}

function textOf(root: string, path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '';
  }
}

const outdated = (path: string, pipelines: readonly string[]) =>
  userError(path, 'shows other figures than its pack', {
    expected: `those of ${pipelines.map((name) => (isSweep(name) ? `${PUBLISHED}/${name}` : packPath(name))).join(', ')}`,
    advice: 'npx nx figures packs writes them.',
  });
