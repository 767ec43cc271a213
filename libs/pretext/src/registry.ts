import type { MethodFacts } from './pretext';
import { amdimFacts } from './amdim';
import { cmcFacts } from './cmc';
import { rotationFacts } from './rotation';
import { vaeFacts } from './vae';

/** The methods that documents may name. */
export const methods = {
  amdim: amdimFacts,
  cmc: cmcFacts,
  rotation: rotationFacts,
  vae: vaeFacts,
} satisfies Record<string, MethodFacts>;
