import { once } from 'node:events';
import { join } from 'node:path';
import { userError } from '@nhat/spec';
import type { NodeRecord } from './node-record';
import { readArtifact } from './artifact-folder';
import { NeedsOwnProcess } from './own-process';
import type { Workplace } from './run-node';

/**
 * Reads blobs of upstream nodes. One that is missing or damaged is made again by running its node once more:
 * Nx has that node's small outputs in its cache and would never start it for a lost blob. Not in a shared process: throws
 * NeedsOwnProcess.
 */
export function upstreamBlobs(
  { root, store, progress, shared }: Workplace,
  upstream: NodeRecord['upstream'],
): (digest: string) => Promise<Uint8Array> {
  const remade = new Map<string, Promise<void>>();
  return async (digest) => {
    const bytes = await store.readBlob(digest);
    if (bytes !== undefined) return bytes;
    const found = upstream.find(({ node }) => blobsOf(root, node).includes(digest));
    if (found === undefined) throw new Error(`no upstream node has the blob ${digest}`);
    const { node: owner, record } = found;
    if (shared) throw new NeedsOwnProcess();
    if (!remade.has(owner)) {
      progress.note(`a file of ${owner} is missing from the store; computing it again`);
      remade.set(owner, runAgain(root, owner, record));
    }
    await remade.get(owner);
    const fresh = await store.readBlob(digest);
    if (fresh !== undefined) return fresh;
    throw userError(owner, 'computed again with another result', {
      advice: `Run everything again from there: npx nx run-many -t ${owner.split('-')[0]} -p ${owner} --skip-nx-cache.`,
    });
  };
}

const blobsOf = (root: string, name: string): string[] =>
  Object.values(readArtifact(root, name).outputs.blobs);

async function runAgain(root: string, name: string, record: string): Promise<void> {
  const runner = ['libs/nx-plugin/load.cjs', 'libs/stages/src/runner/main.ts'];
  const { spawn } = await import('node:child_process'); // Rarely needed, and slow to load.
  const child = spawn(process.execPath, [join(root, runner[0]!), runner[1]!], {
    cwd: root,
    env: { ...process.env, NHAT_NODE: record },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw userError(name, 'could not be computed again', { advice: 'See above.' });
}
