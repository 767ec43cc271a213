import type { JsonObject } from './node-config';
import type { OptionSchema } from './option-schema';

/** What documents may name in one place, and the options each name takes. */
export type Registry = Record<string, RegistryEntry>;

export interface RegistryEntry {
  options: OptionSchema;
  /** What JSON Schema cannot say; gets complete options. */
  check?(options: JsonObject): OptionProblem | undefined;
}

export interface OptionProblem {
  /** Key of the option at fault. */
  option: string;
  /** What is wrong, e.g. `rounds to a layer without channels`. */
  what: string;
  /** The rule, e.g. `at least 0.0079`. */
  expected: string;
}

export interface Registries {
  backbones: Registry;
  methods: Registry;
  tasks: Registry;
}
