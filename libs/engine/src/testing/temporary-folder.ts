import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A new empty folder, removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nhat-engine-'));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}
