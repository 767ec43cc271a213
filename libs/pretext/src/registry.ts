import type { MethodFacts } from './pretext';
import { amdimFacts } from './amdim';
import { cmcFacts } from './cmc';
import { rotationFacts } from './rotation';
import { simclrFacts } from './simclr';
import { vaeFacts } from './vae';
import { vicregFacts } from './vicreg';

/** The methods that documents may name. */
export const methods = {
  amdim: amdimFacts,
  cmc: cmcFacts,
  rotation: rotationFacts,
  simclr: simclrFacts,
  vae: vaeFacts,
  vicreg: vicregFacts,
} satisfies Record<string, MethodFacts>;
