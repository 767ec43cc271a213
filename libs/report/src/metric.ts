import { unique } from './naming';
import { figure, percent, points, withPlus } from './number-format';
import type { Metric, Panel, Report } from './report';

type Measured = Pick<Panel, 'metric'>;

/** The name of the metric within a sentence: `pixel accuracy`. */
export const metricNoun = ({ metric }: Measured): string => metric.label;

/** The noun that all panels share, or `metric`. */
export function commonNoun({ panels }: Report): string {
  const [only, ...others] = unique(panels.map(metricNoun));
  return only === undefined || others.length > 0 ? 'metric' : only;
}

/** The title of an axis: `Pixel accuracy on test images`, with the unit unless the metric is a share or has no unit. */
export function metricTitle({ metric: { label, unit } }: Measured): string {
  const title = `${label[0]!.toUpperCase()}${label.slice(1)} on test images`;
  return unit === SHARE || unit === '' ? title : `${title} (${unit})`;
}

const SHARE = 'share';

/** Whether a metric is a share of 1, which is printed as a percentage. */
export const isShare = ({ metric }: { metric: Pick<Metric, 'unit'> }): boolean =>
  metric.unit === SHARE;

/** The smallest and the largest possible value of a metric; infinite where it is unbounded. */
export function rangeOf({ metric: { range } }: Measured): [least: number, most: number] {
  const [least, most] = range;
  return [least ?? -Infinity, most ?? Infinity];
}

/** 0.668 → `66.8 %`; an error of 0.1234 → `0.123`. */
export const metricText = ({ metric }: Measured, value: number): string =>
  metricValue(metric, value);

/** The text of a metric's value, as in `metricText`. */
export const metricValue = (metric: Pick<Metric, 'unit'>, value: number): string =>
  isShare({ metric }) ? percent(value) : figure(value);

/** A gap, positive where pretraining is better: 0.177 → `+17.7` points; of errors 0.0312 → `+0.0312`. */
export const gapText = (measured: { metric: Pick<Metric, 'unit'> }, gap: number): string =>
  isShare(measured) ? points(gap) : withPlus(gap, figure(gap));

/** The worst of several values of the panel's metric. */
export const worst = ({ scratch }: Panel, values: readonly number[]): number =>
  scratch.higherIsBetter ? Math.min(...values) : Math.max(...values);
