import { canonicalJson } from '@nhat/documents';
import type { Json, JsonObject } from '@nhat/documents';

/** A name of a document with all settings that may distinguish its use from another use of the same name. */
export interface Choice {
  name: string;
  facets: Record<string, Facet>;
}

/** One setting of a choice. It distinguishes two choices of the same name if their values differ and their `within` is equal. */
export interface Facet {
  value: Json;
  text: string;
  within: string;
}

/** The settings of a choice as facets. */
export const facetsOf = (settings: JsonObject, within = ''): Choice['facets'] =>
  Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, { value, text: textOf(value), within }]),
  );

/**
 * Makes readable names: the name alone where it is unambiguous; with the differing settings where one name is used with several
 * settings, e.g. `resnet9 (width 0.5)`.
 */
export function optionLabels(choices: readonly Choice[]): (choice: Choice) => string {
  const keys = new Map<string, string[]>();
  return ({ name, facets }) => {
    const differing =
      keys.get(name) ?? differingKeys(choices.filter((choice) => choice.name === name));
    keys.set(name, differing);
    const parts = differing.flatMap((key) => (facets[key] ? [`${key} ${facets[key].text}`] : []));
    return parts.length === 0 ? name : `${name} (${parts.join(', ')})`;
  };
}

function differingKeys(same: readonly Choice[]): string[] {
  const keys = [...new Set(same.flatMap(({ facets }) => Object.keys(facets)))];
  return keys.filter((key) => {
    const first = new Map<string, string>();
    return same.some(({ facets: { [key]: facet } }) => {
      const value = facet === undefined ? 'absent' : canonicalJson(facet.value);
      const within = facet?.within ?? '';
      const before = first.get(within);
      first.set(within, before ?? value);
      return before !== undefined && before !== value;
    });
  });
}

const textOf = (value: Json): string =>
  typeof value === 'object' ? canonicalJson(value) : String(value);
