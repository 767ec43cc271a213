import { brotliDecompressSync } from 'node:zlib';
import { FormatError, parseManifest, sha256 } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { canonicalJson } from '@nhat/documents';
import type { Json } from '@nhat/documents';
import { readHeader } from './pack-header';
import type { PackHeader } from './pack-header';

/** The largest pack in bytes, compressed and not: some ten thousand nodes. */
export const PACK_LIMIT = 128 * 2 ** 20;
const CONTENT_LIMIT = 256 * 2 ** 20;

/** A pack that was read. What it returns was verified; a line that is not what the header says counts as absent. */
export interface Pack extends Pick<PackHeader, 'pipeline' | 'checkout' | 'planned'> {
  /** SHA-256 of the content. */
  digest: string;
  /** Digest of everything but the checkout: equal for the same results at another commit. */
  resultsDigest: string;
  /** Action keys of its results. */
  keys: readonly string[];
  /** SHA-256 of its files, and of the files that a picture stands for. */
  files: readonly string[];
  pictures: readonly string[];
  manifest(actionKey: string): Manifest | undefined;
  /** The file with this digest. */
  file(digest: string): Uint8Array | undefined;
  /** The picture that stands for the file with this digest. */
  picture(digest: string): Uint8Array | undefined;
}

const FIRST_LINE = /^nhat-pack 1 ([0-9a-f]{64}) (\d{1,9})\n$/;
const LONGEST_FIRST_LINE = 100;

/**
 * Reads the bytes of a pack. Throws a FormatError for a pack that is truncated, damaged, larger than it says, or no pack. The lines of
 * manifests and files are verified when they are asked for.
 */
export function decodePack(bytes: Uint8Array): Pack {
  const lines = packText(bytes).split('\n');
  const header = attempt('its header is damaged', () => readHeader(lines[0]!));
  const { results, files, pictures, pipeline, checkout, planned } = header;
  const expected = 1 + results.length + files.length + pictures.length;
  if (lines.length !== expected) {
    throw new FormatError(`got ${lines.length} lines; expected ${expected}`);
  }
  const lineOf = (names: readonly string[], from: number) =>
    new Map(names.map((name, index) => [name, from + index]));
  const manifestAt = lineOf(results, 1);
  const fileAt = lineOf(files, 1 + results.length);
  const pictureAt = lineOf(pictures, 1 + results.length + files.length);
  const bytesAt = (index: number | undefined) =>
    index === undefined ? undefined : Buffer.from(lines[index]!, 'base64');
  return {
    ...{ pipeline, checkout, planned, keys: results, files, pictures },
    get digest() {
      return sha256(lines.join('\n'));
    },
    get resultsDigest() {
      const about = canonicalJson({ ...header, checkout: null } as unknown as Json);
      return sha256([about, ...lines.slice(1)].join('\n'));
    },
    manifest(actionKey) {
      const index = manifestAt.get(actionKey);
      return index === undefined ? undefined : parseManifest(lines[index]!, actionKey);
    },
    file(digest) {
      const found = bytesAt(fileAt.get(digest));
      return found !== undefined && sha256(found) === digest ? found : undefined;
    },
    picture: (digest) => bytesAt(pictureAt.get(digest)),
  };
}

/** The content of a pack, verified against the digest in its first line. Throws a FormatError. */
export function packText(bytes: Uint8Array): string {
  const end = bytes.subarray(0, LONGEST_FIRST_LINE).indexOf(10) + 1;
  const first = FIRST_LINE.exec(Buffer.from(bytes.subarray(0, end)).toString('latin1'));
  if (first === null) throw new FormatError('its first line is not that of a pack');
  const [, digest, length] = first;
  const size = Number(length);
  if (size > CONTENT_LIMIT) {
    throw new FormatError(`got ${size} bytes of content; expected at most ${CONTENT_LIMIT}`);
  }
  const content = attempt('truncated, or larger than its first line says', () =>
    brotliDecompressSync(bytes.subarray(end), { maxOutputLength: Math.max(1, size) }),
  );
  if (sha256(content) !== digest) throw new FormatError('its content has another digest');
  return content.toString('utf8');
}

function attempt<Result>(what: string, act: () => Result): Result {
  try {
    return act();
  } catch {
    throw new FormatError(what);
  }
}
