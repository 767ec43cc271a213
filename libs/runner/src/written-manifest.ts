import type { Manifest } from '@nhat/artifacts';
import { readArtifact } from './artifact-folder';

/** The manifest of a node in `artifacts/`; undefined for one that is missing or damaged, because the store may have the result. */
export function writtenManifest(root: string, node: string): Manifest | undefined {
  try {
    return readArtifact(root, node);
  } catch {
    return undefined;
  }
}
