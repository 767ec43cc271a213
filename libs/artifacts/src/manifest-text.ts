import { digestOf, stableJson } from '@nhat/documents';
import type { Json } from '@nhat/documents';
import { actionKey } from './action-key';
import { isDigest } from './digest-text';
import type { Manifest } from './manifest';
import { isManifest } from './manifest-shape';

/** Largest text of a manifest, in bytes: ten times that of a curve over a hundred thousand runs. */
export const MANIFEST_LIMIT = 64 * 2 ** 20;

/** A manifest with its own digest: nothing else would tell a cut-off or edited one from a whole one. */
export const sealManifest = (manifest: Manifest): string =>
  stableJson({ manifest: asJson(manifest), seal: seal(manifest) });

/**
 * Undefined when the text is not a whole manifest. Its action key is computed again from what it says went in, so a
 * stage, a configuration, code or upstream results other than those of the key are refused. With `key`, so is another key.
 */
export function openManifest(text: string, key?: string): Manifest | undefined {
  try {
    const content = JSON.parse(text) as { manifest?: unknown; seal?: unknown } | null;
    const manifest = content?.manifest;
    if (!isManifest(manifest) || !isDigest(content?.seal)) return undefined;
    if (seal(manifest) !== content.seal) return undefined;
    const { stage, config, ingredients } = manifest;
    if (actionKey(stage, config, ingredients) !== manifest.actionKey) return undefined;
    return key === undefined || manifest.actionKey === key ? manifest : undefined;
  } catch {
    return undefined; // Not JSON, or nested deeper than the stack.
  }
}

const seal = (manifest: Manifest): string => digestOf('nhat-manifest-1', asJson(manifest));
const asJson = (manifest: Manifest) => manifest as unknown as Json;
