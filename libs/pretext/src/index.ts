export { amdim } from './amdim';
export { cmc } from './cmc';
export type {
  Pretext,
  PretextBatch,
  PretextContext,
  PretextModule,
  PretextOutcome,
} from './pretext';
export { methods } from './registry';
export { quarterTurns, rotation } from './rotation';
export { vae } from './vae';
