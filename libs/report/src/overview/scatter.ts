import { colours } from '../charts/theme';
import { plotSvg } from './plot';
import type { PlotAxis } from './plot';

/** Points of two shares with the line on which both are equal. */
export interface Scatter {
  description: string;
  x: string;
  y: string;
  points: readonly { x: number; y: number; colour: string; round: number; title: string }[];
}

/** The SVG; both axes have the same range, in percent. */
export function scatterSvg({ description, x, y, points }: Scatter): string {
  const values = points.flatMap((point) => [point.x, point.y]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const step = [0.02, 0.05, 0.1, 0.2].find((size) => (most - least) / size <= 5) ?? 0.5;
  const [low, high] = [Math.floor(least / step) * step, Math.ceil(most / step + 1e-9) * step];
  const ticks = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, at) => {
    const value = low + at * step;
    return { at: value, text: `${Math.round(100 * value)} %` };
  });
  const axis = (title: string): PlotAxis => ({ title, domain: [low, high], ticks });
  return plotSvg({
    description,
    x: axis(x),
    y: axis(y),
    marks: [
      {
        ...{ kind: 'line', points: [[low, low] as const, [high, high] as const] },
        ...{ colour: colours.muted.light, width: 1, dash: [4, 3] },
      },
      ...points.map((point) => ({
        ...{ kind: 'point' as const, at: [point.x, point.y] as const },
        ...{ colour: point.colour, round: point.round, title: point.title },
      })),
    ],
  });
}
