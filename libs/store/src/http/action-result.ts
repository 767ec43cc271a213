import { parseManifest } from '@nhat/artifacts';

/** Digest of a blob and its length in bytes. */
export interface BlobSize {
  digest: string;
  size: number;
}

/** Digests of the blobs that an entry of `ac` rests on. Throws for bytes that are not the manifest of this action key. */
export function neededBlobs(actionKey: string, bytes: Uint8Array): string[] {
  const manifest = parseManifest(Buffer.from(bytes).toString('utf8'), actionKey);
  if (manifest === undefined) throw new TypeError('not a whole manifest of this action key');
  return [...new Set(Object.values(manifest.outputs.blobs))];
}

/**
 * An entry as an ActionResult of the Remote Execution API, in the JSON form of protocol buffers. A server that validates action
 * results answers only while it has every output file, so one whose blob was evicted counts as missing there. The entry itself
 * is the standard output, byte for byte: the server may write the rest anew. A worker is named because bazel-remote
 * otherwise writes the address of the client there.
 */
export function toActionResult(entry: Uint8Array, blobs: readonly BlobSize[]): string {
  return JSON.stringify({
    outputFiles: blobs.map(({ digest, size }) => ({
      path: `blobs/${digest}`,
      digest: { hash: digest, sizeBytes: String(size) },
    })),
    stdoutRaw: Buffer.from(entry).toString('base64'),
    executionMetadata: { worker: 'nhat' },
  });
}

/** The entry in an ActionResult; undefined for bytes that hold none, such as a result of another program. */
export function fromActionResult(bytes: Uint8Array): Buffer | undefined {
  try {
    const { stdoutRaw } = JSON.parse(Buffer.from(bytes).toString('utf8')) as {
      stdoutRaw?: unknown;
    };
    return typeof stdoutRaw === 'string' ? Buffer.from(stdoutRaw, 'base64') : undefined;
  } catch {
    return undefined; // Not JSON, or null.
  }
}

/** Bytes of the ActionResult around an entry of `size` bytes with a few hundred blobs. */
export const wrappedLimit = (size: number): number => Math.ceil((size * 4) / 3) + 2 ** 20;
