import { completeOptions } from '@nhat/documents';
import type { JsonObject, RegistryEntry } from '@nhat/documents';
import { modulesOf } from '@nhat/documents/testing/describe-registry';
import { resnet9Pair } from '@nhat/models';
import type { PretextModule } from './pretext';
import { methods } from './registry';
import { describePretext } from './testing/describe-pretext';

/** What differs from the defaults of a method on 16 images of 16 pixels, by which its formulas are the same. */
const small: { [name in keyof typeof methods]?: JsonObject } = {
  cmc: { negatives: 12, temperature: 0.5, momentum: 0.2 },
  vae: { decoderWidth: 1 / 16 },
};

// `registry.spec.ts` checks that these are the methods of the registry.
for (const [name, module] of modulesOf<PretextModule>(__dirname)) {
  const method = name as keyof typeof methods;
  const { needs }: RegistryEntry = methods[method];
  const options = { ...completeOptions(module.options, {}), ...small[method] };
  describePretext(name, module, options as never, needs === 'halves' ? resnet9Pair : undefined);
}
