import { digestOf, stableJson } from '@nhat/documents';
import type { Json } from '@nhat/documents';
import { actionKey } from './action-key';
import { isDigest } from './digest-text';
import type { Manifest } from './manifest';
import { isManifest } from './manifest-shape';

/** The largest text of a manifest, in bytes: ten times that of a curve over a hundred thousand runs. */
export const MANIFEST_LIMIT = 64 * 2 ** 20;

/** The text of `manifest.json`: a manifest with its own checksum, which detects a truncated or edited file. */
export const manifestText = (manifest: Manifest): string =>
  stableJson({ manifest: asJson(manifest), checksum: checksum(manifest) });

/**
 * Undefined when the text is not a whole manifest. The action key is computed again from the recorded ingredients, so a stage,
 * a configuration, code or upstream results that do not match the key are refused. With `key`, a manifest of another key is
 * refused too.
 */
export function parseManifest(text: string, key?: string): Manifest | undefined {
  try {
    const content = JSON.parse(text) as { manifest?: unknown; checksum?: unknown } | null;
    const manifest = content?.manifest;
    if (!isManifest(manifest) || !isDigest(content?.checksum)) return undefined;
    if (checksum(manifest) !== content.checksum) return undefined;
    const { stage, config, ingredients } = manifest;
    if (actionKey(stage, config, ingredients) !== manifest.actionKey) return undefined;
    return key === undefined || manifest.actionKey === key ? manifest : undefined;
  } catch {
    return undefined; // The text is not JSON, or is nested more deeply than the stack allows.
  }
}

const checksum = (manifest: Manifest): string => digestOf('nhat-manifest-1', asJson(manifest));
const asJson = (manifest: Manifest) => manifest as unknown as Json;
