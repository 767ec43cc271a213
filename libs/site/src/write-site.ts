import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import { stableJson, userError } from '@nhat/documents';

/** Lists the files of the site in its folder, so that those of an earlier site can be removed. */
const LIST = 'site.json';

/**
 * Writes the files into a folder and removes those that an earlier site left there. Throws a UserError for a folder with other
 * files, because a page that is no part of the site would be published with it.
 */
export function writeSite(folder: string, files: ReadonlyMap<string, string | Buffer>): void {
  const list = join(folder, LIST);
  const isOther = existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(list);
  if (isOther) {
    throw userError(folder, 'a folder with other files', {
      expected: 'a new or empty folder, or one with an earlier site',
      advice: 'Name another one: --output FOLDER.',
    });
  }
  const earlier = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as string[]) : [];
  writeAtomic(list, stableJson([...new Set([...earlier, ...files.keys()])].sort()));
  for (const [path, content] of files) {
    writeAtomic(join(folder, path), content, { durable: false });
  }
  for (const path of earlier.filter((one) => !files.has(one))) {
    rmSync(join(folder, path), { force: true });
  }
  writeAtomic(list, stableJson([...files.keys()].sort()));
}
