import { canonicalJson, settingValue } from '@nhat/documents';
import type { Json, JsonObject } from '@nhat/documents';

/** A name of a document with all settings that may distinguish its use from another use of the same name. */
export interface Choice {
  name: string;
  facets: Record<string, Facet>;
}

/** One setting of a choice. It distinguishes two choices of the same name if their values differ and their `within` is equal. */
export interface Facet {
  value: Json;
  /** Empty for the usual value, which no name contains. */
  text: string;
  within: string;
}

/** The settings of a choice as facets. */
export const facetsOf = (settings: JsonObject, within = ''): Choice['facets'] =>
  Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key,
      { value, text: settingValue(value), within },
    ]),
  );

/**
 * Makes readable names: the name alone where it is unambiguous; with the differing settings where one name is used with several
 * settings, e.g. `resnet9 (width 0.5)`.
 */
export function optionLabels(choices: readonly Choice[]): (choice: Choice) => string {
  const keys = new Map<string, DifferingKey[]>();
  return ({ name, facets }) => {
    const differing =
      keys.get(name) ?? differingKeys(choices.filter((choice) => choice.name === name));
    keys.set(name, differing);
    const parts = differing.flatMap(({ key, among }) => {
      const facet = facets[key];
      const isNamed = facet !== undefined && facet.text !== '' && among.has(facet.within);
      return isNamed ? [settingText(key, facet)] : [];
    });
    return parts.length === 0 ? name : `${name} (${parts.join(', ')})`;
  };
}

/** All settings of a choice, as names of choices contain them: `width 0.5`. */
export const settingsOf = ({ facets }: Choice): string[] =>
  Object.entries(facets).flatMap(([key, facet]) =>
    facet.text === '' ? [] : [settingText(key, facet)],
  );

const settingText = (key: string, { text }: Facet): string => `${key} ${text}`;

/** A setting, and the groups (`within`) in which it has several values. */
interface DifferingKey {
  key: string;
  among: ReadonlySet<string>;
}

function differingKeys(same: readonly Choice[]): DifferingKey[] {
  const keys = [...new Set(same.flatMap(({ facets }) => Object.keys(facets)))];
  return keys.flatMap((key) => {
    const values = new Map<string, Set<string>>();
    for (const { facets } of same) {
      const facet = facets[key];
      const value = facet === undefined ? 'absent' : canonicalJson(facet.value);
      const within = facet?.within ?? '';
      values.set(within, (values.get(within) ?? new Set()).add(value));
    }
    const among = [...values].flatMap(([within, { size }]) => (size > 1 ? [within] : []));
    return among.length === 0 ? [] : [{ key, among: new Set(among) }];
  });
}
