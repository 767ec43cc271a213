import { unique } from './naming';
import { figure, percent, points } from './number-format';
import type { Metric, Panel, Report } from './report';

type Measured = Pick<Panel, 'metric'>;

/** The name within a sentence: `pixel accuracy`. */
export const metricNoun = ({ metric }: Measured): string => metric.label;

/** The noun that all panels share, or `metric`. */
export function commonNoun({ panels }: Report): string {
  const [only, ...others] = unique(panels.map(metricNoun));
  return only === undefined || others.length > 0 ? 'metric' : only;
}

/** `Pixel accuracy on test images`, for an axis; with the unit where it is neither a share nor unknown. */
export function metricTitle({ metric: { label, unit } }: Measured): string {
  const title = `${label[0]!.toUpperCase()}${label.slice(1)} on test images`;
  return unit === SHARE || unit === '' ? title : `${title} (${unit})`;
}

const SHARE = 'share';

/** Whether a metric is a share of 1, which people read as a percentage. */
export const isShare = ({ metric }: Measured): boolean => metric.unit === SHARE;

/** The least and the most that a metric can be; infinite where it has no bound. */
export function rangeOf({ metric: { range } }: Measured): [least: number, most: number] {
  const [least, most] = range;
  return [least ?? -Infinity, most ?? Infinity];
}

/** 0.668 → `66.8 %`; an error of 0.1234 → `0.123`. */
export const metricText = ({ metric }: Measured, value: number): string =>
  metricValue(metric, value);

/** As `metricText`, of the metric itself. */
export const metricValue = (metric: Metric, value: number): string =>
  isShare({ metric }) ? percent(value) : figure(value);

/** A gap, positive where pretraining is better: 0.177 → `+17.7` points; of errors 0.0312 → `+0.0312`. */
export const gapText = (panel: Panel, gap: number): string =>
  isShare(panel) ? points(gap) : `${gap > 0 ? '+' : ''}${figure(gap)}`;

/** The poorest of values. */
export const worst = ({ scratch }: Panel, values: readonly number[]): number =>
  scratch.higherIsBetter ? Math.min(...values) : Math.max(...values);
