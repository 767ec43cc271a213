import { exportName } from '@nhat/plan/bundle';
import type { PretextModule } from '@nhat/pretext';
import { methods } from '@nhat/pretext/registry';
import type { JsonObject, RegistryEntry } from '@nhat/documents';
import { defaultsOf } from '@nhat/bench/methods/method-case';

/** Options that make a method small enough for a test. */
export const small: Record<string, JsonObject> = {
  vae: { decoderWidth: 1 / 8 },
  cmc: { negatives: 32 },
};

/** The module that the file of a registry name exports, as bundles import it. */
export function load<Module>(library: string, name: string): Module {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- every method, also new ones
  const file = require(`../../../${library}/src/${name}`) as Record<string, Module>;
  return file[exportName(name)]!;
}

/** A method of the registry with its default options. */
export function methodOf(name: string) {
  const {
    options,
    needs = [],
    augment = {},
  }: RegistryEntry = methods[name as keyof typeof methods];
  const method = load<PretextModule>('pretext', name);
  return { method, options: defaultsOf(options), paired: needs.includes('lightness'), augment };
}
