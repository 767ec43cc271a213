import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reportFiles } from '../report-files';
import { gridFixture, singleFixture } from './fixture';

/** Writes the pages of the fixtures to a folder: `node tools/load.cjs libs/report/src/testing/show.ts FOLDER`. */
export async function main([folder = 'dist/report-fixtures']: string[]): Promise<void> {
  for (const report of [gridFixture, singleFixture]) {
    for (const { path, content } of await reportFiles(report)) {
      const file = join(folder, report.name, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }
}
