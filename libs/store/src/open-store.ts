import { resolve } from 'node:path';
import { userError } from '@nhat/spec';
import { folderShelf } from './folder-shelf';
import { storeOn } from './store';
import type { Store } from './store';

/** The store of a workspace: the folder that NHAT_STORE names, else `.nhat/store`. */
export function openStore(
  root: string,
  environment: Record<string, string | undefined> = process.env,
  warn: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): Store {
  const location = environment['NHAT_STORE'] || '.nhat/store';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(location)) {
    throw userError('NHAT_STORE', 'not a folder', {
      got: location,
      expected: 'the path of a folder',
    });
  }
  return storeOn(folderShelf(resolve(root, location)), warn);
}
