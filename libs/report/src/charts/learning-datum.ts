/**
 * One number of a learning chart. `mean` has its band, `law` is the power law, `chance` the best constant answer, `reference` the mean
 * of networks with random weights.
 */
export interface LearningDatum extends Record<string, string | number | boolean | null> {
  arm: string;
  kind: 'run' | 'mean' | 'fit' | 'law' | 'chance' | 'reference';
  n: number;
  value: number;
  /** The band of a mean, in units of the metric; null when there is none. */
  bandLow: number | null;
  bandHigh: number | null;
  seed: number | null;
  train: number | null;
  /** The metric on validation images; null without them. */
  validation: number | null;
  fitted: boolean | null;
  /** What a browser shows under the pointer; null for all but means. */
  title: string | null;
}
