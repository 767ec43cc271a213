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
export { vae } from './vae';
