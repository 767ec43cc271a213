export type { Pretext, PretextBatch, PretextContext, PretextModule } from './pretext';
export { methods } from './registry';
export { quarterTurns, rotation } from './rotation';
