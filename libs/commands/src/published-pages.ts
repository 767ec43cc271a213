import { join } from 'node:path';
import { PUBLISHED, publishedPacks } from '@nhat/packs';
import { packDifferences } from './pack-differences';
import { publishedAnswer } from './published-answer';

/**
 * Writes the pages of all packs in `published/` below `reports/published/`, as `nx published` does for one. A pack that is damaged or
 * whose results do not fit together is one line for `warn`. `code` is the file that contains the code of the report.
 */
export async function writePublishedPages(
  root: string,
  code: string,
  warn: (line: string) => void,
): Promise<void> {
  for (const { name, path, found } of publishedPacks(root)) {
    if (found.kind !== 'pack') {
      warn(`${path}: left out, because it is ${found.kind}`);
      continue;
    }
    const { pack } = found;
    const folder = join(root, 'reports', PUBLISHED, name);
    try {
      const facts = { path, digest: pack.digest, ...(await packDifferences(root, pack)) };
      const answer = await publishedAnswer({ root, folder, code, pack, facts }, warn);
      await answer?.write();
    } catch (error) {
      if ((error as Error).name !== 'UserError') throw error;
      warn((error as Error).message);
    }
  }
}
