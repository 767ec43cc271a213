export { amdim } from './amdim';
export { cmc } from './cmc';
export type {
  ColourProblem,
  HeldOutBatch,
  LearningMeasure,
  MethodFacts,
  NamedImages,
  Pretext,
  PretextBatch,
  PretextContext,
  PretextModule,
  PretextResult,
} from './pretext';
export { quarterTurns, rotation } from './rotation';
export { simclr } from './simclr';
export { vae } from './vae';
export { vicreg } from './vicreg';
