import { airplane } from './airplane';
import { bench } from './bench';
import { cabinet } from './cabinet';
import { car } from './car';
import { chair } from './chair';
import { lamp } from './lamp';
import { motorcycle } from './motorcycle';
import { sofa } from './sofa';
import type { Shape } from './shape';
import { table } from './table';
import { watercraft } from './watercraft';

export type { Shape } from './shape';

/** The paper's ten classes; an image's label is the place in this list. */
export const CLASSES = [
  'airplane',
  'bench',
  'cabinet',
  'car',
  'chair',
  'lamp',
  'sofa',
  'table',
  'watercraft',
  'motorcycle',
] as const;

export const SHAPES: readonly Shape[] = [
  airplane,
  bench,
  cabinet,
  car,
  chair,
  lamp,
  sofa,
  table,
  watercraft,
  motorcycle,
];
