import { canonicalJson } from '@nhat/spec';
import type { JsonObject } from '@nhat/spec';

interface Choice {
  name: string;
  options: JsonObject;
}

/**
 * Names for people: the name alone where it is clear, with the options that differ where one name is used with several
 * options, e.g. `resnet9 (width 0.5)`.
 */
export function optionLabels(choices: readonly Choice[]): (choice: Choice) => string {
  const differing = (name: string): string[] => {
    const same = choices.filter((choice) => choice.name === name);
    const keys = new Set(same.flatMap(({ options }) => Object.keys(options)));
    return [...keys].filter(
      (key) => new Set(same.map(({ options }) => canonicalJson(options[key] ?? null))).size > 1,
    );
  };
  return ({ name, options }) => {
    const keys = differing(name);
    if (keys.length === 0) return name;
    return `${name} (${keys.map((key) => `${key} ${String(options[key])}`).join(', ')})`;
  };
}
