import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { examineImages } from './examine-images';

describe('what is known of images', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'nhat-examine-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('keeps nothing of a file that the system did not let it read', async () => {
    const path = join(root, 'red.png');
    const image = { file: { path, sha256: 'a'.repeat(64) }, where: 'red.png' };
    const examine = () => examineImages([image], { size: 8, root });
    await expect(examine()).rejects.toThrow(/red\.png: was removed meanwhile/);
    const red = { width: 16, height: 16, channels: 3, background: '#f00' } as const;
    await sharp({ create: red }).toFile(path);
    const { facts, faults } = await examine();
    expect(faults).toEqual([]);
    expect(facts).toMatchObject([{ type: 'png', width: 16, grey: false }]);
  });
});
