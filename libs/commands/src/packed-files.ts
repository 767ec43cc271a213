import type { Manifest } from '@nhat/artifacts';
import { shownPart } from '@nhat/collect/shown-part';
import { FILE_LIMIT, travels } from '@nhat/packs';
import type { PackContent } from '@nhat/packs';
import type { Store } from '@nhat/store';

/**
 * The files of these results that go into a pack: those of up to `FILE_LIMIT` bytes that are neither weights nor images to train on, and
 * of a larger contact sheet the part that a report shows. Files that are nowhere are left out.
 */
export async function packedFiles(
  manifests: readonly Manifest[],
  { readBlob, packs }: Pick<Store, 'readBlob' | 'packs'>,
): Promise<Pick<PackContent, 'files' | 'pictures'>> {
  const files = new Map<string, Uint8Array>();
  const pictures = new Map<string, Uint8Array>();
  for (const manifest of manifests) {
    for (const [name, digest] of Object.entries(manifest.outputs.blobs)) {
      if (!travels(name)) continue;
      const bytes = await readBlob(digest);
      if (bytes !== undefined && bytes.length <= FILE_LIMIT) {
        files.set(digest, bytes);
      } else if (name === 'sheet') {
        const picture = bytes ? await shownPart(manifest, bytes) : packs.picture(digest);
        if (picture !== undefined) pictures.set(digest, picture);
      }
    }
  }
  return { files, pictures };
}
