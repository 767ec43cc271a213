import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@nhat/artifacts';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { fileIngredient } from './file-ingredient';

describe('a file outside the workspace', () => {
  const folder = temporaryFolder('ingredient');

  it.each([0, 1, 200_000])('has the digest of its %i bytes', async (length) => {
    const bytes = Buffer.alloc(length, 7);
    writeFileSync(join(folder, 'file'), bytes);
    const found = await fileIngredient('pictures', join(folder, 'file'));
    expect(found).toEqual({ name: 'pictures', sha256: sha256(bytes) });
  });

  it.each([
    ['is missing', 'none', /none: .*missing.*document/],
    ['is a folder', 'folder', /folder: .*a folder lies there/],
  ])('that %s is a mistake of the user, with its path', async (_, name, message) => {
    mkdirSync(join(folder, 'folder'), { recursive: true });
    const asked = fileIngredient('pictures', join(folder, name));
    await expect(asked).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(message) as string,
    });
  });
});
