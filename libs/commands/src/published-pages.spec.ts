import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { writePublishedPages } from './published-pages';

describe('the pages of packs', () => {
  const warningsOf = async (root: string) => {
    const warnings: string[] = [];
    await writePublishedPages(root, __filename, (line) => void warnings.push(line));
    return warnings;
  };

  it('are none without packs', async () => {
    const root = temporaryFolder('published');
    expect(await warningsOf(root)).toEqual([]);
    expect(existsSync(join(root, 'reports'))).toBe(false);
  });

  it('leave out what is no pack, with a line for each', async () => {
    const root = temporaryFolder('published');
    mkdirSync(join(root, 'published/mini'), { recursive: true });
    for (const name of ['one', 'mini/two']) {
      writeFileSync(join(root, `published/${name}.nhat-pack`), 'no pack');
    }
    writeFileSync(join(root, 'published/README.md'), 'Notes.');
    expect(await warningsOf(root)).toEqual([
      expect.stringMatching(/^published\/mini\/two\.nhat-pack: left out.*damaged/),
      expect.stringMatching(/^published\/one\.nhat-pack: left out.*damaged/),
    ]);
  });
});
