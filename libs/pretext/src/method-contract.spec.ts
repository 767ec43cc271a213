import { completeOptions } from '@nhat/documents';
import type { JsonObject, Registry } from '@nhat/documents';
import { modulesOf } from '@nhat/documents/testing/describe-registry';
import { resnet9Pair } from '@nhat/models';
import type { PretextModule } from './pretext';
import { methods } from './registry';
import { describePretext } from './testing/describe-pretext';
import type { SmallBackbone } from './testing/small-pretext';

/** What a method needs other than its defaults and ResNet9, so that it runs on 16 images of 16 pixels. */
const small: Record<string, { options: JsonObject; backbone?: SmallBackbone }> = {
  cmc: {
    options: { negatives: 12, temperature: 0.5, momentum: 0.2 },
    backbone: resnet9Pair,
  },
  vae: { options: { decoderWidth: 1 / 16, klWeight: 0.016 } },
};

// `registry.spec.ts` checks that these are the methods of the registry.
for (const [name, module] of modulesOf<PretextModule>(__dirname)) {
  const { options } = (methods as Registry)[name]!;
  const chosen = { ...completeOptions(options, {}), ...small[name]?.options };
  describePretext(name, module, chosen as never, small[name]?.backbone);
}
