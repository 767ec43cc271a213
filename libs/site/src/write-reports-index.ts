import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, withLock, writeAtomic } from '@nhat/artifacts';
import { pipelineStatuses } from './pipeline-status';
import type { StatusContext } from './pipeline-status';
import { statusPage } from './status-page';

/** Below the root of the workspace. */
export const LOCK = join('.nhat', 'reports-index.lock');

/**
 * Writes `reports/index.html`, the list of all pipelines, from what is on the disk. One process at a time reads and writes, so that
 * of several reports that end together the last one lists all. It warns where the file cannot be written, because the report
 * that was asked for is there.
 */
export async function writeReportsIndex(
  context: StatusContext,
  warn: (line: string) => void,
): Promise<void> {
  const { root } = context;
  const path = join(root, 'reports', 'index.html');
  const write = async () => {
    const page = statusPage(pipelineStatuses(context));
    if (!existsSync(path) || readFileSync(path, 'utf8') !== page) writeAtomic(path, page);
  };
  try {
    makeFolder(join(root, '.nhat'));
    await withLock(join(root, LOCK), write, { waitMs: 60_000 });
  } catch (error) {
    warn(`reports/index.html: not written: ${(error as Error).message}`);
  }
}
