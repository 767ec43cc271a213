import { readFileSync, readdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Manifest } from '@nhat/artifacts';
import { verifiedManifest } from '@nhat/runner/artifact-folder';

/** The results that Nx keeps: it restores them without asking the runner. */
export interface NxCopies {
  /** The whole result of this node under this action key; undefined where Nx has none. */
  find(node: string, actionKey: string): Manifest | undefined;
}

/**
 * Looks into the folders of Nx's cache, where every task that ran has a copy of its outputs. The name of a copy is a hash that only Nx
 * computes; its manifest tells for which code and inputs it stands. The folders are read when one is first needed.
 */
export function nxCopies(
  root: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): NxCopies {
  let folders: Map<string, string[]> | undefined;
  return {
    find(node, actionKey) {
      folders ??= foldersByNode(cacheFolders(root, environment));
      for (const folder of folders.get(node) ?? []) {
        const manifest = manifestIn(folder, node);
        if (manifest?.actionKey === actionKey) return manifest;
      }
      return undefined;
    },
  };
}

/**
 * Where Nx keeps copies: of nodes of active pipelines in a folder of the user that the checkouts of a repository share, of the nodes of
 * others in the checkout's own folder; NX_CACHE_DIRECTORY names one for both.
 */
function cacheFolders(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  const given = environment['NX_CACHE_DIRECTORY'];
  if (given) return [isAbsolute(given) ? given : join(root, given)];
  const { cacheDirectoryForWorkspace, sharedDataDirectory } =
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- Loading Nx takes a fifth of a second, and most plans do without.
    require('nx/src/utils/cache-directory') as {
      cacheDirectoryForWorkspace(root: string): string;
      sharedDataDirectory(root: string, kind: 'cache'): string;
    };
  return [...new Set([sharedDataDirectory(root, 'cache'), cacheDirectoryForWorkspace(root)])];
}

/** Name of a node → the folders of its copies. */
function foldersByNode(caches: readonly string[]): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const copy of caches.flatMap((cache) => list(cache).map((hash) => join(cache, hash)))) {
    const artifacts = join(copy, 'artifacts');
    for (const node of list(artifacts)) {
      folders.set(node, [...(folders.get(node) ?? []), join(artifacts, node)]);
    }
  }
  return folders;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function manifestIn(folder: string, node: string): Manifest | undefined {
  try {
    const read = (file: string) => readFileSync(join(folder, file));
    return verifiedManifest(node, {
      outputs: read('outputs.json'),
      manifest: read('manifest.json'),
    });
  } catch {
    return undefined;
  }
}
