import { readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@nhat/artifacts';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { openStore } from '@nhat/store';
import { openBlobs } from './open-blobs';
import type { OpenBlob } from './stage';

const bytes = Buffer.from('images of a dataset');
const digest = sha256(bytes);

function part({ read }: OpenBlob): string {
  const into = new Uint8Array(6);
  read(into, 10);
  return Buffer.from(into).toString();
}

/** The files below a folder that this process holds open. */
const heldBelow = (folder: string): number =>
  readdirSync('/proc/self/fd').filter((file) => {
    try {
      return readlinkSync(`/proc/self/fd/${file}`).startsWith(folder);
    } catch {
      return false; // The descriptor of the listing itself.
    }
  }).length;

describe('blobs that a stage reads in parts', () => {
  it('are read from the files of the store until they are closed', async () => {
    const folder = temporaryFolder('blobs');
    const store = openStore('/', { NHAT_STORE: folder });
    await store.writeBlob(bytes);
    const blobs = openBlobs(store, () => Promise.reject(new Error('read as a whole')));
    const blob = await blobs.open(digest);
    expect(Buffer.from(blob.bytes)).toEqual(bytes);
    if (process.platform === 'linux') expect(heldBelow(folder)).toBe(1);
    rmSync(join(folder, 'cas', digest));
    expect(part(blob)).toBe(bytes.subarray(10, 16).toString());
    blobs.close();
    if (process.platform === 'linux') expect(heldBelow(folder)).toBe(0);
  });

  it('are brought into the store where they are missing', async () => {
    const store = openStore('/', { NHAT_STORE: temporaryFolder('blobs') });
    const { open, close } = openBlobs(store, async () => {
      await store.writeBlob(bytes);
      return bytes;
    });
    const blob = await open(digest);
    expect(blob.bytes).not.toBe(bytes);
    expect(part(blob)).toBe(bytes.subarray(10, 16).toString());
    close();
  });

  it('stay in memory where no store of this machine keeps them', async () => {
    const { open } = openBlobs({ openBlob: () => undefined }, () => Promise.resolve(bytes));
    const blob = await open(digest);
    expect(blob.bytes).toBe(bytes);
    expect(part(blob)).toBe(bytes.subarray(10, 16).toString());
  });
});
