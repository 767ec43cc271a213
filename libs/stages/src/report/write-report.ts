import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import type { ReportFile } from '@nhat/report';

/** Writes the files of a report, each whole or not at all, the page last, and removes charts of earlier reports. */
export function writeReport(folder: string, files: readonly ReportFile[]): void {
  for (const { path, content } of files) writeAtomic(join(folder, path), content);
  const current = new Set(files.map(({ path }) => path));
  for (const name of readdirSync(join(folder, 'charts'))) {
    if (!current.has(`charts/${name}`)) rmSync(join(folder, 'charts', name), { force: true });
  }
}
