import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../report';
import { reportFiles } from '../report-files';

/** The HTML of a report. */
export const pageOf = async (report: Report): Promise<string> =>
  (await reportFiles(report)).find(({ path }) => path === 'index.html')!.content;

/** Writes pages to a folder that is removed after the tests of the file. Returns the path of the file. */
export function pageFolder(): (name: string, html: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'nhat-page-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name, html) => {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, html);
    return file;
  };
}
