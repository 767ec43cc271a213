import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { born, isRunning } from '@nhat/artifacts';

/** Where each worker says how it is reached, in a file whose name ends with the process of its run of Nx: `host-pid-born`. */
const FOLDER = join('.nhat', 'workers');

/** Writes `line`, which clients read, and then the process of this worker. Only the user may read the file. */
export function writeAddress(address: string, line: string): void {
  const part = `${address}.${randomBytes(6).toString('hex')}.part`;
  writeFileSync(part, `${line}\n${process.pid}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(part, address);
}

/**
 * Removes addresses of this machine whose Nx run is gone, because their workers were killed. What cannot be removed stays, because
 * no run reads the address of another.
 */
export function clearLeft(address: string): void {
  const folder = dirname(address);
  const prefix = basename(address).replace(/\d+-\d*$/, '');
  for (const name of readdirSync(folder).filter((name) => name.startsWith(prefix))) {
    const [pid, since] = name.slice(prefix.length).split('-');
    const lives = isRunning(Number(pid)) && (since === '' || since === born(Number(pid)));
    if (!lives) remove(join(folder, name));
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true }); // A folder of that name would not go otherwise.
  } catch {
    // It may belong to another user.
  }
}

/**
 * Ends the worker of this run of Nx, as the end of the run does some moments later; until then it would go on to submit jobs for nodes
 * that nobody waits for any more. `nx` is the process of the run.
 */
export function endWorker(root: string, nx: number): void {
  const suffix = new RegExp(`-${nx}-(${born(nx)})?$`);
  for (const name of namesIn(join(root, FOLDER)).filter((name) => suffix.test(name))) {
    try {
      const [, pid] = readFileSync(join(root, FOLDER, name), 'utf8').split('\n');
      if (Number(pid) > 0) process.kill(Number(pid), 'SIGTERM');
    } catch {
      // It has ended, or had not begun.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
