import { canonicalJson } from './canonical';
import { isObject, withDefaults } from './json-schema';
import type { JsonSchema } from './json-schema';
import type { Json, JsonObject } from './json';
import type { AugmentConfig, AugmentSetting } from './node-config';
import type { OptionSchema } from './option-schema';

/** Augmentations that documents may name, in the order in which they are applied. */
export type AugmentationRegistry = Record<string, AugmentationEntry>;

export interface AugmentationEntry {
  options: OptionSchema;
  /**
   * Whether it is on where no document, method or task mentions it. One that is not is left out of configurations while it is
   * off, so that an augmentation that is added later changes no key of a node.
   */
  default: boolean;
}

/** The schema of the key `augment`: for each augmentation true, false, or its options. */
export function augmentSchema(augmentations: AugmentationRegistry): JsonSchema {
  const names = Object.keys(augmentations);
  return {
    type: 'object',
    additionalProperties: false,
    description:
      'Random changes of training images, drawn per image, in this order (paper code): true, false, or options. What is not given here is as the method or the task has it, else as the defaults here say.',
    properties: Object.fromEntries(
      names.map((name) => [name, settingSchema(augmentations[name]!)]),
    ),
  };
}

const settingSchema = ({ options, default: on }: AugmentationEntry): JsonSchema => ({
  description: options.description,
  default: on,
  ...(on ? {} : { later: true as const }),
  if: { type: 'object' },
  then: {
    type: 'object',
    additionalProperties: false,
    properties: options.properties as unknown as Record<string, JsonSchema>,
  },
  else: { type: 'boolean' },
});

/**
 * What a configuration says of every augmentation: true where all its options are at their defaults, else those that are
 * not. Options that are added later change nothing while they have their defaults.
 */
export function augmentConfig(
  augmentations: AugmentationRegistry,
  given: Readonly<Record<string, Json>>,
): AugmentConfig {
  const complete = withDefaults(augmentSchema(augmentations), { ...given }) as JsonObject;
  const settings = Object.entries(complete).map(([name, setting]) => [
    name,
    isObject(setting) ? withoutDefaults(augmentations[name]!.options, setting) : setting,
  ]);
  return Object.fromEntries(settings) as AugmentConfig;
}

function withoutDefaults({ properties }: OptionSchema, given: JsonObject): AugmentSetting {
  const others = Object.entries(given).filter(
    ([key, value]) => canonicalJson(value) !== canonicalJson(properties[key]!.default as Json),
  );
  return others.length === 0 ? true : Object.fromEntries(others);
}
