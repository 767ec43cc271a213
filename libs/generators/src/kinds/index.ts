import { augmentation } from './augmentation';
import { backbone } from './backbone';
import { claim } from './claim';
import { dataset } from './dataset';
import { engine } from './engine';
import { evaluation } from './evaluation';
import { factor } from './factor';
import { images } from './images';
import { launcher } from './launcher';
import { method } from './method';
import { pipeline } from './pipeline';
import { section } from './section';
import { source } from './source';
import { store } from './store';
import { task } from './task';
import type { Kind } from '../kind';

/** What can be generated, a line each; `generators.json` has the same names. */
export const kinds = {
  pipeline,
  dataset,
  images,
  method,
  augmentation,
  task,
  backbone,
  evaluation,
  source,
  claim,
  section,
  factor,
  engine,
  store,
  launcher,
} satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
