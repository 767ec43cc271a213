import { unique } from './naming';
import { percent, points } from './number-format';
import type { Panel, Report } from './report';

/** How the metrics of the tasks are called within a sentence; others go by their own name. */
const NOUNS: Record<string, string> = {
  accuracy: 'accuracy',
  pixelAccuracy: 'pixel accuracy',
  mIoU: 'mean IoU',
  delta125: 'share with δ < 1.25',
  delta110: 'share with δ < 1.1',
  absRel: 'relative error',
  rmse: 'RMSE',
};

export const metricName = (metric: string): string => NOUNS[metric] ?? metric;

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

/** Metrics of which more is better are shares of 1, errors are in units of their own. */
export const isShare = ({ scratch }: Panel): boolean => scratch.higherIsBetter;

/** 0.668 → `66.8 %`; an error of 0.1234 → `0.123`. */
export const metricText = (panel: Panel, value: number): string =>
  isShare(panel) ? percent(value) : figure(value);

/** As `metricText` where nobody says whether more is better: of the known metrics two are errors. */
export const metricValue = (metric: string, value: number): string =>
  ['absRel', 'rmse'].includes(metric) ? figure(value) : percent(value);

/** A gap, positive where pretraining is better: 0.177 → `+17.7` points; of errors 0.0312 → `+0.0312`. */
export const gapText = (panel: Panel, gap: number): string =>
  isShare(panel) ? points(gap) : `${gap > 0 ? '+' : ''}${figure(gap)}`;

/** The poorest of values. */
export const worst = (panel: Panel, values: readonly number[]): number =>
  isShare(panel) ? Math.min(...values) : Math.max(...values);

const figure = (value: number): string => value.toPrecision(3).replace(/^-/, '−');
