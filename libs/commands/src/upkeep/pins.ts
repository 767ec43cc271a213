import { join } from 'node:path';
import { readPlainFile, sha256, withLock, writeAtomic } from '@nhat/artifacts';
import { userError } from '@nhat/documents';

/** Results that `nx gc` keeps, whatever documents and code are today. */
export interface Pin {
  /** Name of the pipeline or of the node. */
  name: string;
  kind: 'pipeline' | 'node';
  /** When it was pinned, ISO 8601. */
  at: string;
  results: PinnedResult[];
}

export interface PinnedResult {
  node: string;
  actionKey: string;
  /** SHA-256 of its files in the store. */
  blobs: string[];
}

/** The file of all pins, from the root of the workspace. */
export const PINS = join('.nhat', 'pins.json');

/** Sorted by name. Throws a UserError for a file that is damaged, because results that it names would be lost. */
export function readPins(root: string): Pin[] {
  const found = readPlainFile(join(root, PINS));
  if (found.kind === 'missing') return [];
  const pins = found.kind === 'file' ? parse(found.bytes.toString('utf8')) : undefined;
  if (pins !== undefined) return pins;
  throw userError(PINS, found.kind === 'forbidden' ? 'no permission' : 'damaged', {
    advice: 'Remove it, and pin again what should stay: npx nx pin <pipeline or node>.',
  });
}

/** Changes the pins while no other process does. */
export async function changePins(
  root: string,
  change: (pins: readonly Pin[]) => Pin[],
): Promise<void> {
  await withLock(join(root, `${PINS}.lock`), async () => {
    const pins = change(readPins(root)).sort((a, b) => (a.name < b.name ? -1 : 1));
    const text = JSON.stringify(pins);
    writeAtomic(join(root, PINS), `${JSON.stringify({ digest: sha256(text), pins })}\n`);
  });
}

/** Undefined for a text that was not written by `changePins`. */
function parse(text: string): Pin[] | undefined {
  try {
    const { digest, pins } = JSON.parse(text) as { digest: string; pins: Pin[] };
    return sha256(JSON.stringify(pins)) === digest ? pins : undefined;
  } catch {
    return undefined;
  }
}
