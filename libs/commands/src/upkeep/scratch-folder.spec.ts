import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from '@nhat/artifacts';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { cleaningLock } from '@nhat/runner/cleaning-lock';
import { runningNow } from './running';
import { SCRATCH, inScratchFolder } from './scratch-folder';

const running = (root: string) => runningNow(root, join(root, '.nhat/store'));

describe('the folder in which nx verify runs a node', () => {
  it('is there, and counts as something that runs, until its work ends or fails', async () => {
    const root = temporaryFolder('scratch');
    const seen = await inScratchFolder(root, async (folder) => {
      writeFileSync(join(folder, 'x'), 'x');
      return running(root);
    });
    expect(seen).toEqual([expect.stringMatching(/^nx verify, by process \d+/)]);
    const fault = async () => Promise.reject(new Error('a fault'));
    await expect(inScratchFolder(root, fault)).rejects.toThrow('a fault');
    expect([running(root), readdirSync(join(root, SCRATCH))]).toEqual([[], []]);
  });

  it('is not made while nx gc deletes', async () => {
    const root = temporaryFolder('scratch');
    mkdirSync(join(root, '.nhat'));
    const cleaning = await takeLock(cleaningLock(root));
    const notes: string[] = [];
    let waits = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (waits = resolve));
    const note = (line: string) => {
      notes.push(line);
      waits();
    };
    const ended = inScratchFolder(root, async (folder) => existsSync(folder), note);
    await waiting;
    expect(notes).toEqual([expect.stringMatching(/^waiting for process \d+.*, which cleans up$/)]);
    expect(readdirSync(join(root, SCRATCH))).toEqual([expect.stringMatching(/^\w{12}\.lock$/)]);
    cleaning.release();
    expect(await ended).toBe(true);
  });
});
