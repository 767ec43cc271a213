import { digestOf, stableJson } from '@nhat/spec';
import type { Json } from '@nhat/spec';
import type { Manifest } from '@nhat/artifacts';

/** A manifest with its own digest: nothing else would tell a cut-off or edited one from a whole one. */
export const sealManifest = (manifest: Manifest): string =>
  stableJson({ manifest: asJson(manifest), seal: seal(manifest) });

/** Undefined when the text is not a whole manifest for this action key. */
export function openManifest(text: string, actionKey: string): Manifest | undefined {
  try {
    const { manifest, seal: sealed } = JSON.parse(text) as { manifest: Manifest; seal: string };
    const whole = manifest.format === 1 && seal(manifest) === sealed;
    return whole && manifest.actionKey === actionKey ? manifest : undefined;
  } catch {
    return undefined;
  }
}

const seal = (manifest: Manifest): string => digestOf('nhat-manifest-1', asJson(manifest));
const asJson = (manifest: Manifest) => manifest as unknown as Json;
