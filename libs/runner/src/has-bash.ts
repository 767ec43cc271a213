import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether there is a bash, which nodes use to reach a running worker. */
export const hasBash = (environment: Record<string, string | undefined>): boolean =>
  process.platform !== 'win32' &&
  (environment['PATH'] ?? '')
    .split(delimiter)
    .some((folder) => folder !== '' && existsSync(join(folder, 'bash')));
