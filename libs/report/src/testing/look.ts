import { join } from 'node:path';
import { TestBrowser, VIEWS } from './browser';

/** Takes a picture of page files in every view: `node tools/load.cjs libs/report/src/testing/look.ts FOLDER FILE…`. */
export async function main([folder = 'dist/looks', ...files]: string[]): Promise<void> {
  const browser = await TestBrowser.start();
  for (const [at, file] of files.entries()) {
    for (const view of VIEWS) {
      const opened = await browser.open(file, view);
      const name = files.length > 1 ? `${at + 1}-${view.name}` : view.name;
      await opened.screenshot(join(folder, `${name}.png`));
      await opened.close();
    }
  }
  await browser.close();
}
