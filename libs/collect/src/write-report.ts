import { lstatSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import type { ReportFile } from '@nhat/report';
import { OPTIONAL_FILES } from '@nhat/report/optional-files';
import { UserError, userError } from '@nhat/documents';

/**
 * Writes the files of a report, each atomically and the page last, and removes what earlier reports wrote and this one does not. Files
 * with the same content stay unchanged. Anything else stays too, because the folder of charts may contain other folders, e.g. the reports of
 * pipelines whose names begin with this one's. Throws one message where the folder cannot be written.
 */
export function writeReport(folder: string, files: readonly ReportFile[]): void {
  for (const { path, content } of files) {
    const file = join(folder, path);
    if (!hasContent(file, content)) write(file, content);
  }
  for (const path of staleFiles(folder, new Set(files.map(({ path }) => path)))) {
    rmSync(join(folder, path), { force: true });
  }
}

/** Files with the name of a chart, or of another file that only some reports have, which are not among the `current` ones. */
export const staleFiles = (folder: string, current: ReadonlySet<string>): string[] =>
  [...chartsIn(folder), ...OPTIONAL_FILES].filter(
    (path) => !current.has(path) && isFile(join(folder, path)),
  );

const chartsIn = (folder: string): string[] =>
  readdirSync(join(folder, 'charts'))
    .filter((name) => /-(learning|utility)\.(svg|csv|vl\.json)$|^overview-[a-z]+\.csv$/.test(name))
    .map((name) => `charts/${name}`);

function write(file: string, content: string): void {
  if (isFolder(file)) {
    throw userError(file, 'a folder is in the place of a file of the report', {
      advice: 'Move it away and run again.',
    });
  }
  try {
    writeAtomic(file, content);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof UserError || code === undefined) throw error;
    throw userError(file, 'cannot be written', {
      got: code,
      advice: 'Make the folder of reports writable and run again.',
    });
  }
}

function hasContent(file: string, content: string): boolean {
  try {
    return isFile(file) && readFileSync(file, 'utf8') === content;
  } catch {
    return false;
  }
}

const isFile = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;

function isFolder(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}
