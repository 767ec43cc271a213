import type { Json } from './json';

/** Why a dataset cannot teach a task. */
export interface DatasetProblem {
  /** The problem, e.g. `every object has the same pose`. */
  what: string;
  got: Json;
  /** The rule for datasets, e.g. `factors.viewpoint true`. */
  expected: string;
}
