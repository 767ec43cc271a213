import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import type { ReportFile } from '@nhat/report';

/**
 * Writes the files of a report, each whole or not at all, the page last, and removes charts of earlier reports. A file that
 * says the same already stays.
 */
export function writeReport(folder: string, files: readonly ReportFile[]): void {
  for (const { path, content } of files) {
    const file = join(folder, path);
    if (!says(file, content)) writeAtomic(file, content);
  }
  const current = new Set(files.map(({ path }) => path));
  for (const name of readdirSync(join(folder, 'charts'))) {
    if (!current.has(`charts/${name}`)) rmSync(join(folder, 'charts', name), { force: true });
  }
}

function says(file: string, content: string): boolean {
  try {
    return readFileSync(file, 'utf8') === content;
  } catch {
    return false;
  }
}
