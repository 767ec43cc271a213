import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import { readFlags, userError } from '@nhat/documents';
import { packPath, readPack } from '@nhat/packs';
import { markdownTable } from '@nhat/report/markdown-table';
import type { UtilityRow } from '@nhat/report';
import { figuresFlags } from './pack-flags';
import { publishedAnswer } from './published-answer';

/** What of the report of a pack is shown where: paths in the report and in the workspace. */
interface Figures {
  /** Name of the pipeline that has the pack. */
  pipeline: string;
  files: { from: string; to: string }[];
  /** The file with the table, which follows the line that begins with `heading`. */
  table: { file: string; heading: string };
}

/** Every pack whose figures are shown, one entry each. */
const figures: readonly Figures[] = [
  {
    pipeline: 'quickstart',
    files: [
      { from: 'utility.json', to: 'docs/quickstart-utility.json' },
      { from: 'runs.json', to: 'docs/quickstart-runs.json' },
      { from: 'charts/*-utility.svg', to: 'docs/quickstart-utility.svg' },
    ],
    table: { file: 'README.md', heading: '| labels ' },
  },
];

/** `nx figures packs [--check]`: writes the figures of README and docs from the packs. With `--check` throws where one is another. */
export async function main(args: string[] = [], root = process.cwd()): Promise<void> {
  const { check } = readFlags('nx figures packs', args, figuresFlags);
  for (const one of figures) {
    for (const [path, text] of await figureTexts(root, one)) {
      const isSame = textOf(root, path) === text;
      if (check && !isSame) throw outdated(path, one.pipeline);
      if (!isSame) writeAtomic(join(root, path), text);
      process.stdout.write(`${path}: ${isSame ? 'as in the pack' : 'written'}\n`);
    }
  }
}

/** The text that each file of the workspace has when it shows a pack. */
async function figureTexts(
  root: string,
  { pipeline, files, table }: Figures,
): Promise<[path: string, text: string][]> {
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
  return [
    ...files.map(({ from, to }): [string, string] => [to, reportText(folder, from)]),
    [table.file, withTable(root, table, rows)],
  ];
}

/** A file of a report; `*` stands for the name of its only panel. */
function reportText(folder: string, path: string): string {
  const [before, after] = path.split('*');
  if (after === undefined) return readFileSync(join(folder, path), 'utf8');
  const [only] = readdirSync(join(folder, before!)).filter((name) => name.endsWith(after));
  return readFileSync(join(folder, before!, only!), 'utf8');
}

/** The text of a file with these rows in the place of its table. */
function withTable(root: string, { file, heading }: Figures['table'], rows: UtilityRow[]): string {
  const lines = textOf(root, file).split('\n');
  const from = lines.findIndex((line) => line.startsWith(heading));
  if (from < 0)
    throw userError(file, 'no table', { expected: `a line that begins with "${heading}"` });
  const length = lines.slice(from).findIndex((line) => !line.startsWith('|'));
  const isShare = rows.every(({ metric }) => metric === 'accuracy');
  lines.splice(from, length, markdownTable(rows, isShare));
  return lines.join('\n');
}

function textOf(root: string, path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '';
  }
}

const outdated = (path: string, pipeline: string) =>
  userError(path, 'shows other figures than its pack', {
    expected: `those of ${packPath(pipeline)}`,
    advice: 'npx nx figures packs writes them.',
  });
