import { constants, brotliCompressSync } from 'node:zlib';
import { manifestText, sha256 } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { canonicalJson } from '@nhat/documents';
import type { Json } from '@nhat/documents';
import type { PackHeader } from './pack-header';

/** What goes into a pack; files and pictures by their digests. */
export interface PackContent extends Pick<PackHeader, 'pipeline' | 'checkout' | 'planned'> {
  manifests: readonly Manifest[];
  /** SHA-256 → the bytes that have it. */
  files: ReadonlyMap<string, Uint8Array>;
  /** SHA-256 of a file that is too large → PNG of the part of it that a report shows. */
  pictures: ReadonlyMap<string, Uint8Array>;
}

/** Above this many bytes the slowest compression would take more than a few seconds. */
const SMALL = 2 * 2 ** 20;

/**
 * The bytes of a pack. A line with the digest and the length of the content is followed by the content, compressed by Brotli: a header,
 * then a line for each manifest, file and picture. Equal content gives equal bytes, whatever its order.
 */
export function encodePack({ manifests, files, pictures, ...about }: PackContent): Uint8Array {
  const nodes = [...manifests].sort((a, b) => (a.node < b.node ? -1 : 1));
  const [fileRows, pictureRows] = [sorted(files), sorted(pictures)];
  const header: PackHeader = {
    format: 1,
    ...about,
    results: nodes.map(({ actionKey }) => actionKey),
    files: fileRows.map(([digest]) => digest),
    pictures: pictureRows.map(([digest]) => digest),
  };
  const lines = [
    canonicalJson(header as unknown as Json),
    ...nodes.map((manifest) => canonicalJson(JSON.parse(manifestText(manifest)) as Json)),
    ...[...fileRows, ...pictureRows].map(([, bytes]) => Buffer.from(bytes).toString('base64')),
  ];
  const content = Buffer.from(lines.join('\n'));
  const first = `nhat-pack 1 ${sha256(content)} ${content.length}\n`;
  return Buffer.concat([Buffer.from(first), compressed(content)]);
}

const sorted = (entries: ReadonlyMap<string, Uint8Array>): [string, Uint8Array][] =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

const compressed = (content: Buffer): Buffer =>
  brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: content.length < SMALL ? 11 : 9,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
