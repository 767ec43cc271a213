import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderBackend } from './folder-backend';
import { tiered } from './tiered';
import { tolerant } from './tolerant';
import { verified } from './verified';
import { describeStoreBackend } from './testing/describe-store-backend';
import { FAULTS, faultyBackend } from './testing/faulty-backend';
import { memoryBackend } from './testing/memory-backend';

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'nhat-backend-'));
  folders.push(folder);
  return join(folder, 'store');
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

describeStoreBackend('a folder', () => folderBackend(newFolder()));
describeStoreBackend('a map', () => memoryBackend());
describeStoreBackend('a verified folder', (warn) => verified(folderBackend(newFolder()), warn));
describeStoreBackend('a verified map', (warn) => verified(memoryBackend(), warn));
describeStoreBackend('a tolerant map', (warn) => tolerant(memoryBackend(), warn));
describeStoreBackend('two tiers', (warn) =>
  tiered(
    verified(folderBackend(newFolder()), warn),
    tolerant(verified(memoryBackend(), warn), warn),
    warn,
  ),
);
describe.each(FAULTS)('with a remote tier that %s', (fault) => {
  describeStoreBackend('two tiers', (warn) => {
    const remote = Object.assign(faultyBackend(memoryBackend('remote')), { fault });
    return tiered(
      verified(folderBackend(newFolder()), warn),
      // The failures of the remote tier have tests of their own, in tiered.spec.ts.
      tolerant(
        verified(remote, () => undefined),
        () => undefined,
        { longestMs: 20 },
      ),
      warn,
    );
  });
});
