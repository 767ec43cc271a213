/**
 * The options of a method, task or backbone as the JSON Schema that validates documents and feeds editor help.
 * Each option has a default, so a resolved configuration names every one.
 */
export interface OptionSchema {
  type: 'object';
  /** Describes the method, task or backbone in one sentence. */
  description: string;
  properties: Record<string, OptionProperty>;
  /** Keys that documents used to have → how to write the same today, as a sentence. Such a key is refused with that advice. */
  former?: Readonly<Record<string, string>>;
}

export type OptionProperty =
  | NumberOption
  | (Described & { type: 'boolean'; default: boolean })
  | (Described & { type: 'string'; enum: readonly string[]; default: string })
  | (Described & { type: 'string'; enum?: undefined; maxLength: number; default: string })
  | (Described & {
      type: 'array';
      items: NumberItems;
      default: readonly number[];
      minItems?: number;
    });

interface Described {
  description: string;
  /**
   * True for an option that was added after results existed: configurations omit it while it has its default, so that their
   * keys stay the same.
   */
  later?: true;
}

interface NumberItems {
  type: 'number' | 'integer';
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
}

type NumberOption = Described & NumberItems & { default: number };

/** The resolved options that belong to a schema written `as const satisfies OptionSchema`. */
export type OptionValues<Schema extends OptionSchema> = {
  [Key in keyof Schema['properties']]: ValueOf<Schema['properties'][Key]>;
};

/**
 * The values that a configuration has for the properties of a schema, given `as const`. A `later` one is optional, because
 * a configuration leaves it out while it has its default; what reads it supplies that.
 */
export type ConfigValues<Properties> = {
  -readonly [Key in keyof Properties as IsLater<Properties[Key], never, Key>]: ValueOf<
    Properties[Key]
  >;
} & {
  -readonly [Key in keyof Properties as IsLater<Properties[Key], Key, never>]?: ValueOf<
    Properties[Key]
  >;
};

type IsLater<Property, Yes, No> = Property extends { later: true } ? Yes : No;

type ValueOf<Property> = Property extends { type: 'number' | 'integer' }
  ? number
  : Property extends { type: 'boolean' }
    ? boolean
    : Property extends { type: 'array' }
      ? number[]
      : Property extends { enum: readonly (infer Choice)[] }
        ? Choice
        : Property extends { type: 'string' }
          ? string
          : never;
