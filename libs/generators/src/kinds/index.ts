import { augmentation } from './augmentation';
import { backbone } from './backbone';
import { claim } from './claim';
import { dataset } from './dataset';
import { evaluation } from './evaluation';
import { method } from './method';
import { pipeline } from './pipeline';
import { source } from './source';
import { task } from './task';
import type { Kind } from '../kind';

/** What can be generated, a line each; `generators.json` has the same names. */
export const kinds = {
  pipeline,
  dataset,
  method,
  augmentation,
  task,
  backbone,
  evaluation,
  source,
  claim,
} satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
