import { parseManifest, manifestText } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { isSignedBy, isWriterId } from './writer-identity';
import type { Writer } from './writer-identity';

/** What an entry of `ac` in a store of many writers turns out to be. */
export type OpenedEntry =
  | { kind: 'signed'; writer: string; manifest: Manifest }
  | { kind: 'unsigned' }
  /** Not the whole result of this action key, or signed by nobody who could be named. */
  | { kind: 'damaged'; why: string };

/** A manifest with two members more: `writer` and `signature`, over the action key, the checksum and the writer. */
export function signEntry(manifest: Manifest, writer: Writer): string {
  const { checksum, ...rest } = JSON.parse(manifestText(manifest)) as { checksum: string };
  const signature = writer.sign({ actionKey: manifest.actionKey, checksum });
  return JSON.stringify({ ...rest, checksum, signature, writer: writer.id });
}

/** Opens an entry and checks its checksum, its action key and its signature. Whether the writer is trusted is another question. */
export function openSignedEntry(text: string, actionKey: string): OpenedEntry {
  const manifest = parseManifest(text, actionKey);
  if (manifest === undefined) return { kind: 'damaged', why: 'not a whole manifest' };
  const { checksum, writer, signature } = JSON.parse(text) as Record<string, unknown>;
  if (writer === undefined && signature === undefined) return { kind: 'unsigned' };
  const isRight =
    isWriterId(writer) &&
    typeof signature === 'string' &&
    typeof checksum === 'string' &&
    isSignedBy(writer, { actionKey, checksum }, signature);
  if (!isRight) return { kind: 'damaged', why: 'its signature is wrong' };
  return { kind: 'signed', writer, manifest };
}
