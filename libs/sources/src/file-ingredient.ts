import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { FileIngredient } from '@nhat/documents';
import { namedPathFault } from './named-path';

/**
 * The digest of a file of any size outside the workspace, under a name that is the same wherever the file lies. Throws a
 * UserError that names the file when it is missing or cannot be read.
 */
export async function fileIngredient(name: string, path: string): Promise<FileIngredient> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw namedPathFault(path, error);
  }
  return { name, sha256: hash.digest('hex') };
}
