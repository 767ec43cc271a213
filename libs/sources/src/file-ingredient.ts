import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { fileFault } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import type { FileIngredient } from '@nhat/documents';

/**
 * The digest of a file of any size outside the workspace, under a name that is the same wherever the file lies. Throws a
 * UserError that names the file when it is missing or cannot be read.
 */
export async function fileIngredient(name: string, path: string): Promise<FileIngredient> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw fileFault(path, error);
    throw userError(path, 'a file of a dataset is missing', {
      expected: 'a file that can be read',
      advice: 'Bring it back, or correct its path in the document of the dataset.',
    });
  }
  return { name, sha256: hash.digest('hex') };
}
