import { canonicalJson } from './canonical';
import type { Json } from './json';

/** The value of a setting as names with settings contain it: `0.25`, `[8,8]`. */
export const settingValue = (value: Json): string =>
  typeof value === 'object' ? canonicalJson(value) : String(value);

/**
 * Whether a document that says `name` means what is labelled so. `resnet9` and `resnet9 (width 0.25)` both name the latter, and
 * `resnet9 (width 0.25)` names what is labelled `resnet9` where `settings`, all that it has, contain that width; null: they may be any.
 */
export function isCalled(
  label: string,
  name: string,
  settings: readonly string[] | null = [],
): boolean {
  if (label === name || label.startsWith(`${name} (`)) return true;
  const [, bare, inside] = /^(.+?) \((.+)\)$/.exec(name) ?? [];
  if (bare === undefined || (label !== bare && !label.startsWith(`${bare} (`))) return false;
  return settings === null || inside!.split(', ').every((setting) => settings.includes(setting));
}
