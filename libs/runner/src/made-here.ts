import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { born, isRunning, outputsDigest, writeAtomic } from '@nhat/artifacts';
import type { NodeOutputs } from '@nhat/artifacts';
import { hostLabel } from './host-label';

const FOLDER = join('.nhat', 'made-here');

/**
 * A file for a node whose result is made here although a pack, or Nx's cache, has one: an input of the node for Nx, so that Nx asks the runner
 * and does not restore the other result. It says who asked for that, or which result it is; most nodes have none.
 */
export const madeHerePath = (node: string): string => `.nhat/made-here/${node}`;

/** Asks for a result with all its files, as long as this process runs: a node of its run reads them, and they are lost. */
export function askForFiles(root: string, node: string): void {
  const { pid } = process;
  write(root, node, ['asked', hostLabel(process.env), String(pid), born(pid)].join(' '));
}

/** Whether a run that has not ended asked for the result with all its files; one of another machine counts as running. */
export function isAskedForFiles(root: string, node: string): boolean {
  const [what, host, pid, since] = read(root, node).split(' ');
  if (what !== 'asked') return false;
  if (host !== hostLabel(process.env)) return true;
  return isRunning(Number(pid)) && (since === '' || since === born(Number(pid)));
}

/** Keeps that this result of the node counts here. What cannot be written costs nothing but that Nx may restore another one. */
export function keepMadeHere(root: string, node: string, outputs: NodeOutputs): void {
  const text = `outputs ${outputsDigest(outputs)}`;
  if (read(root, node) !== text) write(root, node, text);
}

function read(root: string, node: string): string {
  try {
    return readFileSync(join(root, FOLDER, node), 'utf8').trim();
  } catch {
    return '';
  }
}

function write(root: string, node: string, text: string): void {
  try {
    writeAtomic(join(root, FOLDER, node), `${text}\n`, { durable: false });
  } catch {
    // A folder that cannot be written: the node says what is wrong with it.
  }
}
