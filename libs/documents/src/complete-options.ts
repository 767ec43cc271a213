import type { JsonObject } from './json';
import type { OptionSchema, OptionValues } from './option-schema';

/** Adds to the options of a configuration those that it omits because they were added later and have their default. */
export const completeOptions = <Schema extends OptionSchema>(
  { properties }: Schema,
  given: JsonObject,
): OptionValues<Schema> => {
  const defaults = Object.entries(properties).map(([key, property]) => [key, property.default]);
  return { ...Object.fromEntries(defaults), ...given } as OptionValues<Schema>;
};
