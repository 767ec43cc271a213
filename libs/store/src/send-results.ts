import { MANIFEST_LIMIT, READ_LIMIT, isDigest, parseManifest } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { folderBackend } from './folder-backend';
import { openBackend } from './open-backend';
import { signed } from './signing/signed';
import { workspaceTrust } from './signing/trust';
import { OWN_FOLDER } from './team-store';
import { Unavailable } from './unavailable';
import { unsentResults } from './unsent-results';
import { verified } from './verified';
import type { VerifiedBackend } from './verified';

/** How many results became what. */
export interface Sent {
  location: string;
  sent: number;
  /** Were there already. */
  there: number;
  /** Cannot be sent, because a file of theirs is not here any more. */
  incomplete: number;
  failed: number;
  /** Why the first of them failed. */
  fault?: string;
}

/**
 * Sends every result of `.nhat/store` that the store of NHAT_STORE lacks, with its blobs, one after another: those that could not be
 * sent when they were computed, and those of before there was a shared store. Throws a UserError when NHAT_STORE names no server.
 */
export async function sendResults(
  root: string,
  environment: Record<string, string | undefined> = process.env,
  warn: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): Promise<Sent> {
  const backend = openBackend(environment['NHAT_STORE'] || OWN_FOLDER, root, environment);
  if (backend.folder !== undefined) {
    throw userError('NHAT_STORE', 'names no store on a server', {
      got: environment['NHAT_STORE'] ?? '',
      expected: 'https://HOST/PATH',
    });
  }
  const own = resolve(root, OWN_FOLDER);
  const local = verified(folderBackend(own), warn);
  const team = verified(signed(backend, workspaceTrust(root, environment), warn), warn);
  const unsent = unsentResults(root);
  const count: Sent = { location: backend.location, sent: 0, there: 0, incomplete: 0, failed: 0 };
  const results = resultsIn(own);
  const isHere = new Set(results);
  for (const actionKey of unsent.list()) {
    if (!isHere.has(actionKey)) unsent.remove(actionKey); // It was deleted meanwhile.
  }
  for (const actionKey of results) {
    try {
      const outcome = await send(actionKey, local, team);
      if (outcome === undefined) continue;
      count[outcome]++;
      unsent.remove(actionKey);
    } catch (error) {
      count.failed++;
      count.fault ??= (error as Error).message;
      if (error instanceof Unavailable) break;
    }
  }
  return count;
}

async function send(
  actionKey: string,
  local: VerifiedBackend,
  team: VerifiedBackend,
): Promise<'sent' | 'there' | 'incomplete' | undefined> {
  const path = { kind: 'ac', digest: actionKey } as const;
  const entry = await local.get(path, MANIFEST_LIMIT);
  const manifest =
    entry.kind === 'file' ? parseManifest(String(entry.bytes), actionKey) : undefined;
  if (entry.kind !== 'file' || manifest === undefined) return undefined;
  if (await team.has(path)) return 'there';
  for (const digest of new Set(Object.values(manifest.outputs.blobs))) {
    const blob = { kind: 'cas', digest } as const;
    if (await team.has(blob)) continue;
    const found = await local.get(blob, READ_LIMIT);
    if (found.kind !== 'file') return 'incomplete';
    await team.put(blob, found.bytes);
  }
  await team.put(path, entry.bytes);
  return 'sent';
}

function resultsIn(folder: string): string[] {
  try {
    return readdirSync(join(folder, 'ac')).filter(isDigest).sort();
  } catch {
    return []; // Nothing has been computed here.
  }
}
