import { unique } from '../naming';
import { rounded } from '../number-format';
import type { Panel } from '../report';
import { xAxis } from './learning-layers';
import { textWidth } from './text-width';
import { CHART, armStyles, colours } from './theme';
import type { UtilityDatum } from './utility-datum';

const UP = 'M0,-1L0.87,0.5L-0.87,0.5Z';
const DOWN = 'M0,1L0.87,-0.5L-0.87,-0.5Z';
const CROSS = 'M-1,-1L1,1M-1,1L1,-1';

/** The marks of a utility chart, back to front. */
export function utilityLayers(
  { scratch, comparisons }: Panel,
  data: readonly UtilityDatum[],
  methods: readonly string[],
): object[] {
  const drawnMethods = unique(data.map(({ method }) => method));
  const styles = drawnMethods.map(armStyles(methods));
  const range = (part: 'colour' | 'shape') => ({
    field: 'method',
    type: 'nominal',
    scale: { domain: drawnMethods, range: styles.map((style) => style[part]) },
  });
  const colour = range('colour');
  const x = xAxis(data, 1.35);
  const [least, largest] = [scratch.points[0]!.n, reachOf(comparisons)];
  const [low, high] = yDomain(data, largest);
  const y = yAxis(low, high);
  const placed = { ...x, field: 'at' };
  const from = (filter: string, read = 'datum.read') => ({
    data: { name: 'numbers' },
    transform: [...dodge(drawnMethods), { filter: `${read} && ${filter}` }],
  });
  const arrow = (filter: string, field: string, shape: string) => ({
    ...from(filter),
    mark: { type: 'point', shape, filled: true, size: 60, opacity: 1, clip: false },
    encoding: { x: placed, y: { ...y, field }, color: colour },
  });
  const bound = (status: string, shape: string) => ({
    ...from(`datum.ratio !== null && datum.status === '${status}'`),
    mark: { type: 'point', shape, size: 120, strokeWidth: 1.75, fill: colours.paper.light },
    encoding: { x: placed, y, stroke: colour },
  });
  return [
    ...zones({ x, y, edges: ends(data), least, largest, low, high }),
    {
      data: { values: [{ ratio: 1 }] },
      mark: { type: 'rule', color: colours.ink.light, strokeWidth: 1 },
      encoding: { y },
    },
    {
      ...from('datum.low !== null'),
      mark: { type: 'rule', strokeWidth: 1.75 },
      encoding: {
        x: placed,
        y: { ...y, field: 'ratioLow' },
        y2: { field: 'ratioHigh' },
        color: colour,
      },
    },
    {
      ...from("datum.ratio !== null && datum.status === 'exact'"),
      mark: { type: 'point', filled: true, size: 80, opacity: 1 },
      encoding: { x: placed, y, color: colour, shape: range('shape') },
    },
    arrow('datum.highOpen', 'ratioHigh', UP),
    arrow('datum.lowOpen', 'ratioLow', DOWN),
    bound('censored-high', UP),
    bound('censored-low', DOWN),
    {
      ...from('true', '!datum.read'),
      mark: { type: 'point', shape: CROSS, size: 110, strokeWidth: 1.75 },
      encoding: { x: placed, y: { ...y, field: undefined, datum: 1 }, stroke: colour },
    },
    ...(drawnMethods.length === 1 ? labels(from, { x: placed, y }, data) : []),
  ];
}

/** The label count above which n̂ is only a bound: the last budget, or the peak by the rule of the paper. */
const reachOf = (comparisons: Panel['comparisons']): number =>
  Math.min(
    ...comparisons.flatMap(({ points }) =>
      points.map(({ n, ceiling }) => rounded(n * (1 + ceiling))),
    ),
  );

/**
 * Labels stand away from the line at 1, which would strike them through, and left of the point where there is no room on the
 * right.
 */
function labels(
  from: (filter: string) => object,
  position: { x: object; y: object },
  data: readonly UtilityDatum[],
): object[] {
  const [start, end] = ends(data);
  const right = (n: number) => (CHART.width * Math.log(n / start)) / Math.log(end / start);
  const tight = data
    .filter(({ n, text }) => right(n) + GAP + textWidth(text, LABEL) > CHART.width)
    .map(({ n }) => n);
  const side = `indexof(${JSON.stringify(unique(tight))}, datum.n)`;
  const layer = (filter: string, align: 'left' | 'right', dy: number) => ({
    ...from(filter),
    mark: {
      ...{ type: 'text', align, dx: align === 'left' ? GAP : -GAP, dy, fontSize: LABEL },
      color: colours.ink.light,
    },
    encoding: { ...position, text: { field: 'text' } },
  });
  return [
    layer(`datum.ratio !== null && datum.ratio >= 1 && ${side} < 0`, 'left', -7),
    layer(`datum.ratio !== null && datum.ratio < 1 && ${side} < 0`, 'left', 12),
    ...(tight.length === 0
      ? []
      : [
          layer(`datum.ratio !== null && datum.ratio >= 1 && ${side} >= 0`, 'right', -7),
          layer(`datum.ratio !== null && datum.ratio < 1 && ${side} >= 0`, 'right', 12),
        ]),
  ];
}

/** Pixels between a point and its label; font size of the label in pixels. */
const GAP = 8;
const LABEL = 12;

/** Places methods side by side, each a little to the right of the previous one. */
function dodge(methods: readonly string[]): object[] {
  const middle = (methods.length - 1) / 2;
  const names = JSON.stringify(methods);
  return [
    { calculate: `datum.n * pow(1.07, indexof(${names}, datum.method) - ${middle})`, as: 'at' },
  ];
}

const ends = (data: readonly UtilityDatum[]): [number, number] => {
  const budgets = data.map(({ n }) => n);
  return [Math.min(...budgets) / 1.35, Math.max(...budgets) * 1.35];
};

/** The range of the y axis: powers of two around all drawn values and the edge of the scratch ladder. */
function yDomain(data: readonly UtilityDatum[], largest: number): [number, number] {
  const drawn = data
    .filter(({ read }) => read)
    .flatMap(({ ratio, ratioLow, ratioHigh }) =>
      [ratio, ratioLow, ratioHigh].filter((value) => value !== null),
    );
  const edge = Math.min(...data.map(({ n }) => largest / n));
  const high = Math.max(2, edge, ...drawn) * 1.15;
  const least = Math.min(1, ...drawn);
  // A label hangs below its point, and covers more doublings the more of them the axis has.
  const low = Math.min(0.5, least / 2 ** Math.max(0.2, 0.07 * Math.log2(high / least)));
  return [2 ** Math.floor(Math.log2(low)), 2 ** Math.ceil(Math.log2(high))];
}

/** More ticks would touch each other. */
const MAX_TICKS = 10;

function yAxis(low: number, high: number) {
  const [from, to] = [Math.round(Math.log2(low)), Math.round(Math.log2(high))];
  const step = Math.ceil((to - from) / MAX_TICKS);
  // Ticks are counted from 1 = 2⁰, so that the line at 1 has a tick.
  const first = Math.ceil(from / step);
  const powers = Array.from(
    { length: Math.floor(to / step) - first + 1 },
    (_, i) => 2 ** (step * (first + i)),
  );
  return {
    field: 'ratio',
    type: 'quantitative',
    scale: { type: 'log', base: 2, domain: [low, high], nice: false },
    axis: {
      title: 'Labels needed from scratch, per label (n̂/n)',
      values: powers,
      labelExpr: "datum.value < 1 ? '1/' + format(1 / datum.value, 'd') : format(datum.value, 'd')",
    },
  };
}

interface Zones {
  x: object;
  y: object;
  edges: [number, number];
  least: number;
  largest: number;
  low: number;
  high: number;
}

/** The zones above largest/n and below least/n, where only bounds are known: straight lines on two log axes. */
function zones({ x, y, edges, least, largest, low, high }: Zones): object[] {
  const layer = (reach: number, end: number) => ({
    data: { values: edges.map((n) => ({ n, ratio: reach / n, end })) },
    layer: [
      {
        mark: { type: 'area', color: colours.zone.light, opacity: 1, clip: true },
        encoding: { x, y, y2: { field: 'end' } },
      },
      {
        mark: {
          ...{ type: 'line', color: colours.muted.light, clip: true },
          ...{ strokeWidth: 1, strokeDash: [3, 3] },
        },
        encoding: { x, y },
      },
    ],
  });
  return [layer(largest, high), layer(least, low)];
}
