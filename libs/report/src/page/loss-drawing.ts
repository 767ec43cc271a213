import { html, raw } from './markup';
import type { Markup } from './markup';

/** Pixels of a drawing, without the room for line ends. */
const WIDTH = 156;
const HEIGHT = 64;
const MARGIN = 3;

/** An axis of losses. */
export interface LossAxis {
  least: number;
  most: number;
  /** Whether the axis is logarithmic: then `least` is above 0. */
  log: boolean;
}

/** Decades that a logarithmic axis shows at most; smaller losses lie on its lower edge. */
const DECADES = 4;

/** The axis that all these losses share: logarithmic where they are positive and differ by more than a factor of 4. */
export function lossAxis(losses: readonly number[]): LossAxis {
  const most = losses.reduce((largest, loss) => Math.max(largest, loss), -Infinity);
  const lowest = losses.reduce((smallest, loss) => Math.min(smallest, loss), Infinity);
  if (lowest > 0 && most > 4 * lowest) {
    return { least: Math.max(lowest, most / 10 ** DECADES), most, log: true };
  }
  return { least: lowest, most: most > lowest ? most : lowest + 1, log: false };
}

/** Curves in one drawing of the axis, each with a class for its outcome; `label` says what they show. */
export const lossDrawing = (
  curves: readonly { losses: readonly number[]; kind: string }[],
  axis: LossAxis,
  label: string,
): Markup =>
  html`<svg
    viewBox="0 0 ${WIDTH + 2 * MARGIN} ${HEIGHT + 2 * MARGIN}"
    role="img"
    aria-label="${label}"
  >
    ${raw(curves.map(({ losses, kind }) => `<path class="${kind}" d="${pathOf(losses, axis)}"/>`).join(''))}
  </svg>`;

/** A path in whole pixels with relative steps, which takes five bytes a point; one point becomes a short line. */
function pathOf(losses: readonly number[], axis: LossAxis): string {
  const xs = losses.map((_, at) => Math.round((at * WIDTH) / Math.max(1, losses.length - 1)));
  const ys = losses.map((loss) => Math.round(HEIGHT * (1 - place(loss, axis))));
  const start = `M${MARGIN} ${MARGIN + ys[0]!}`;
  if (losses.length === 1) return `${start}h4`;
  const steps = xs.slice(1).map((x, at) => stepOf(x - xs[at]!, ys[at + 1]! - ys[at]!));
  return start + steps.join('');
}

const stepOf = (x: number, y: number): string =>
  y === 0 ? `h${x}` : `l${x}${y < 0 ? '' : ' '}${y}`;

/** 0 at the lower edge of the axis, 1 at the upper. */
function place(loss: number, { least, most, log }: LossAxis): number {
  if (!log) return (loss - least) / (most - least);
  return Math.log(Math.max(loss, least) / least) / Math.log(most / least);
}
