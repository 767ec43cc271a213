import { takeLock } from '..';

/** Holds the lock at `path` until its standard input ends. Prints `held`, and at the end whether it still held the lock. */
export async function main([path, silenceMs = '60000']: string[]): Promise<void> {
  const onWait = (holder: string) => process.stdout.write(`waits for ${holder}\n`);
  const lock = await takeLock(path!, { onWait, beatMs: 50, silenceMs: Number(silenceMs) });
  process.stdout.write('held\n');
  process.stdin.resume().on('end', () => {
    const end = lock.isHeld() ? 'still held' : 'lost';
    lock.release();
    process.stdout.write(`${end}\n`);
  });
}
