import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputsDigest, parseManifest, sha256 } from '@nhat/artifacts';
import { TRIAL_PIPELINE } from './trial-documents';
import { filesBelow } from './written-files';

/** Where the results of a workspace are, besides `artifacts/`. */
const STORE = '.nhat/store';

/** Files whose bytes depend on results alone. */
const ANSWERS = ['utility.json', 'utility.csv', 'runs.json', 'runs.csv'];

/** Name of a file → SHA-256 of its bytes, for the outputs of all nodes and for the answers of the report. */
export function answerDigests(root: string): Record<string, string> {
  const outputs = filesBelow(root, ['artifacts']).filter((file) => file.endsWith('/outputs.json'));
  const answers = ANSWERS.map((name) => `reports/${TRIAL_PIPELINE}/${name}`);
  return Object.fromEntries([...outputs, ...answers].map((file) => [file, digestOf(root, file)]));
}

function digestOf(root: string, file: string): string {
  try {
    return sha256(readFileSync(join(root, file)));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unreadable';
  }
}

/** What the store of a workspace holds. */
export interface StoredResults {
  /** Action key → digest of the outputs, of results whose files are all there and unchanged. */
  whole: Map<string, string>;
  /** Action keys of results that lack a file. */
  half: string[];
}

/** Reads and hashes everything in the store. A manifest that is damaged counts as absent. */
export function storedResults(root: string): StoredResults {
  const stored: StoredResults = { whole: new Map(), half: [] };
  for (const file of filesBelow(root, [`${STORE}/ac`])) {
    const key = file.split('/').at(-1)!;
    const manifest = parsed(join(root, file), key);
    if (manifest === undefined) continue;
    const blobs = Object.values(manifest.outputs.blobs);
    const isThere = blobs.every((blob) => digestOf(root, `${STORE}/cas/${blob}`) === blob);
    if (isThere) stored.whole.set(key, outputsDigest(manifest.outputs));
    else stored.half.push(key);
  }
  return stored;
}

function parsed(path: string, key: string) {
  try {
    return parseManifest(readFileSync(path, 'utf8'), key);
  } catch {
    return undefined;
  }
}
