import { curvesOf } from '../chance';
import { unique } from '../naming';
import { count } from '../number-format';
import type { Panel, Report } from '../report';
import { textWidth } from './text-width';
import { CHART } from './theme';

/** Room to the left and right of the data, as a factor of n. */
const PAD = 1.25;

/** The scale of labels that all charts of a report share: its ends, and the budgets that have a tick. */
export interface LabelScale {
  domain: [number, number];
  ticks: number[];
}

export function labelScale({ panels }: Report): LabelScale {
  const budgets = unique(
    panels.flatMap(curvesOf).flatMap(({ points }) => points.map(({ n }) => n)),
  ).sort((a, b) => a - b);
  const domain: [number, number] = [budgets[0]! / PAD, budgets.at(-1)! * PAD];
  return { domain, ticks: withRoom(budgets, domain) };
}

/** The budgets whose texts do not touch, from the largest down. */
function withRoom(budgets: readonly number[], [low, high]: [number, number]): number[] {
  const x = (n: number) => (CHART.width * Math.log(n / low)) / Math.log(high / low);
  const half = (n: number) => textWidth(count(n), 12) / 2;
  return budgets.reduceRight<number[]>((kept, n) => {
    const [next] = kept;
    const touches = next !== undefined && x(n) + half(n) + 8 > x(next) - half(next);
    return touches ? kept : [n, ...kept];
  }, []);
}

/** The panels whose values can be compared: of one task and metric. */
export const comparable = ({ panels }: Report, { task, metric }: Panel): Panel[] =>
  panels.filter((panel) => panel.task === task && panel.metric.name === metric.name);

/** Round ends around values, about five ticks apart: 0.196 … 0.943 → 0.0 … 1.0. */
export function roundEnds(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const rough = (high - low || Math.abs(high) || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  return [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
}
