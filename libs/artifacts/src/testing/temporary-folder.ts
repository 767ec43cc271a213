import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Makes an empty folder that is removed after the tests of the file; may be called within a test. */
export function temporaryFolder(kind: string): string {
  const folder = mkdtempSync(join(tmpdir(), `nhat-${kind}-`));
  folders.push(folder);
  return folder;
}
