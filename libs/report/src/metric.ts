import { unique } from './naming';
import { figure, percent, points } from './number-format';
import type { Panel, Report } from './report';

/**
 * What is known of the metrics of the tasks: how they are called within a sentence, and what they are. Others go by their own
 * name and print as figures: that more is better does not make a share of them.
 */
const KNOWN: Record<string, { noun: string; share: boolean }> = {
  accuracy: { noun: 'accuracy', share: true },
  pixelAccuracy: { noun: 'pixel accuracy', share: true },
  mIoU: { noun: 'mean IoU', share: true },
  delta125: { noun: 'share with δ < 1.25', share: true },
  delta110: { noun: 'share with δ < 1.1', share: true },
  absRel: { noun: 'relative error', share: false },
  rmse: { noun: 'RMSE', share: false },
};

const known = (metric: string) =>
  Object.hasOwn(KNOWN, metric) ? KNOWN[metric]! : { noun: metric, share: false };

export const metricName = (metric: string): string => known(metric).noun;

export const metricNoun = ({ metric }: Panel): string => metricName(metric);

/** The noun that all panels share, or `metric`. */
export function commonNoun({ panels }: Report): string {
  const [only, ...others] = unique(panels.map(metricNoun));
  return only === undefined || others.length > 0 ? 'metric' : only;
}

/** `Pixel accuracy on test images`, for an axis. */
export function metricTitle(panel: Panel): string {
  const noun = metricNoun(panel);
  return `${noun[0]!.toUpperCase()}${noun.slice(1)} on test images`;
}

/** Whether a metric is a share of 1, which people read as a percentage. */
export const isShare = ({ metric }: Pick<Panel, 'metric'>): boolean => known(metric).share;

/** What a metric can be: a share 0 to 1, a known error 0 and more; of others nothing is known. */
export function rangeOf({ metric }: Pick<Panel, 'metric'>): [least: number, most: number] {
  if (isShare({ metric })) return [0, 1];
  return [Object.hasOwn(KNOWN, metric) ? 0 : -Infinity, Infinity];
}

/** 0.668 → `66.8 %`; an error of 0.1234 → `0.123`. */
export const metricText = ({ metric }: Pick<Panel, 'metric'>, value: number): string =>
  metricValue(metric, value);

/** As `metricText`, of a metric by its name. */
export const metricValue = (metric: string, value: number): string =>
  known(metric).share ? percent(value) : figure(value);

/** A gap, positive where pretraining is better: 0.177 → `+17.7` points; of errors 0.0312 → `+0.0312`. */
export const gapText = (panel: Panel, gap: number): string =>
  isShare(panel) ? points(gap) : `${gap > 0 ? '+' : ''}${figure(gap)}`;

/** The poorest of values. */
export const worst = ({ scratch }: Panel, values: readonly number[]): number =>
  scratch.higherIsBetter ? Math.min(...values) : Math.max(...values);
