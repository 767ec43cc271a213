import { amdim } from './amdim';
import { cmc } from './cmc';
import type { PretextModule } from './pretext';
import type { methods } from './registry';
import { rotation } from './rotation';
import { vae } from './vae';

/**
 * The code of every method of the registry, for tools that run any of them. It stands apart from the registry, which is
 * read without TensorFlow; nodes import the file of their own method alone.
 */
export const methodModules: Readonly<Record<keyof typeof methods, PretextModule>> = {
  amdim,
  cmc,
  rotation,
  vae,
};
