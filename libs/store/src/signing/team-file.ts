import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileFault } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import { isWriterId } from './writer-identity';

/** At the root of the workspace, so that whom a study trusts is under version control and reviewed with it. */
export const TEAM_FILE = 'nhat-team.json';

/** Somebody whose results this workspace takes. */
export interface TrustedWriter {
  /** For messages; in no entry of a store. */
  name: string;
  key: string;
}

/** The writers that `nhat-team.json` lists; none when there is no such file. Throws a UserError for a file with a mistake. */
export function readTeam(root: string): TrustedWriter[] {
  const text = textOf(join(root, TEAM_FILE));
  if (text === undefined) return [];
  const content = parsed(text);
  const { writers, ...rest } = isRecord(content) ? content : { writers: undefined };
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined || !Array.isArray(writers)) {
    throw userError(TEAM_FILE, 'not a list of writers', {
      got: unknown ?? content,
      expected: '{ "writers": [{ "name": "…", "key": "ed25519:…" }] }',
    });
  }
  return writers.map(trustedWriter);
}

function trustedWriter(one: unknown, at: number): TrustedWriter {
  const { name, key, ...rest } = isRecord(one) ? one : {};
  const isWhole = typeof name === 'string' && name !== '' && Object.keys(rest).length === 0;
  if (isWhole && isWriterId(key)) return { name, key };
  throw userError(`${TEAM_FILE}: writers[${at}]`, 'not a writer', {
    got: one,
    expected: '{ "name": "…", "key": "ed25519:…" }, with the key that `npx nx doctor store` prints',
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw userError(TEAM_FILE, 'not JSON');
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileFault(file, error);
  }
}
