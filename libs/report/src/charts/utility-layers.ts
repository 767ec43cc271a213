import { unique } from '../naming';
import { rounded, utility } from '../number-format';
import type { Panel } from '../report';
import { xAxis } from './learning-layers';
import { armEncodings } from './arm-encodings';
import type { ArmNames } from './arm-names';
import type { LabelScale } from './shared-scales';
import { textWidth } from './text-width';
import { CHART, colours } from './theme';
import type { UtilityDatum } from './utility-datum';

const UP = 'M0,-1L0.87,0.5L-0.87,0.5Z';
const DOWN = 'M0,1L0.87,-0.5L-0.87,-0.5Z';
const CROSS = 'M-1,-1L1,1M-1,1L1,-1';

interface Drawn {
  data: readonly UtilityDatum[];
  methods: readonly string[];
  names: ArmNames;
  /** The ends of the axis of n̂/n. */
  domain: [number, number];
  labels: LabelScale;
}

/** The marks of a utility chart, back to front. */
export function utilityLayers({ scratch, comparisons }: Panel, drawn: Drawn): object[] {
  const { data, methods, names, domain, labels: scale } = drawn;
  const drawnMethods = unique(data.map(({ method }) => method));
  const { color: colour, shape, ...dash } = armEncodings(drawnMethods, methods);
  const x = xAxis(scale);
  const [least, largest] = [scratch.points[0]!.n, reachOf(comparisons)];
  const [low, high] = domain;
  const y = yAxis(low, high);
  const placed = { ...x, field: 'at' };
  const from = (filter: string, read = 'datum.read') => ({
    data: { name: 'numbers' },
    transform: [...dodge(drawnMethods, data, scale), { filter: `${read} && ${filter}` }],
  });
  const arrow = (filter: string, field: string, shape: string) => ({
    ...from(filter),
    mark: { type: 'point', shape, filled: true, size: 60, opacity: 1, clip: false },
    encoding: { x: placed, y: { ...y, field }, color: colour },
  });
  const bound = (status: string, shape: string) => ({
    ...from(`datum.ratio !== null && datum.status === '${status}'`),
    mark: {
      ...{ type: 'point', shape, size: 90, strokeWidth: 1.75, aria: true },
      fill: colours.paper.light,
    },
    encoding: { x: placed, y, stroke: colour, description: { field: 'title' } },
  });
  const ticks = powersOfTwo(low, high);
  return [
    ...zones({ x, y, edges: scale.domain, least, largest, low, high }),
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
        ...dash,
      },
    },
    {
      ...from("datum.ratio !== null && datum.status === 'exact'"),
      mark: { type: 'point', filled: true, size: 55, opacity: 1, aria: true },
      encoding: {
        ...{ x: placed, y, color: colour, shape },
        description: { field: 'title' },
      },
    },
    arrow('datum.highOpen', 'ratioHigh', UP),
    arrow('datum.lowOpen', 'ratioLow', DOWN),
    bound('censored-high', UP),
    bound('censored-low', DOWN),
    {
      ...from('true', '!datum.read'),
      mark: { type: 'point', shape: CROSS, size: 70, strokeWidth: 1.75, aria: true },
      encoding: {
        ...{ x: placed, y: { ...y, field: undefined, datum: 1 }, stroke: colour },
        description: { field: 'title' },
      },
    },
    ...(drawnMethods.length === 1 ? labels(from, { x: placed, y }, data, scale.domain) : []),
    rightAxis(ticks, y, names.size.width),
    ...names.layers(armEncodings(drawnMethods, methods), axisRoom(ticks)),
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
  [start, end]: [number, number],
): object[] {
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

/** How far a method stands from the next one, as a factor of n, and the share of the way to the next budget that all of them may take. */
const APART = 1.07;
const SHARE = 0.6;

/** Places methods side by side in the order of their `place`, each a little to the right of the previous one: inside the plot, and away from the next budget. */
function dodge(
  methods: readonly string[],
  data: readonly UtilityDatum[],
  { domain: [start, end] }: LabelScale,
): object[] {
  const middle = (methods.length - 1) / 2;
  const budgets = unique(data.map(({ n }) => n)).sort((a, b) => a - b);
  const step = Math.min(...budgets.slice(1).map((n, at) => n / budgets[at]!));
  const room = Math.min(budgets[0]! / start, end / budgets.at(-1)!);
  const span = Math.min(step ** SHARE, room ** (2 * 0.9));
  const factor = Math.min(APART, span ** (1 / (methods.length - 1)));
  return [
    {
      calculate: `datum.n * pow(${Number(factor.toFixed(4))}, datum.place - ${middle})`,
      as: 'at',
    },
  ];
}

/** More ticks would touch each other. */
const MAX_TICKS = 8;

/** The room of the right axis in pixels, with a gap beyond its figures. */
const axisRoom = (ratios: readonly number[]): number =>
  TICK_GAP + Math.max(...ratios.map((ratio) => textWidth(utilityTick(ratio), 12))) + 9;

/** Pixels between the plot and the figures of the right axis. */
const TICK_GAP = 4;

function powersOfTwo(low: number, high: number): number[] {
  const [from, to] = [Math.round(Math.log2(low)), Math.round(Math.log2(high))];
  const step = Math.ceil((to - from) / MAX_TICKS);
  // Ticks are counted from 1 = 2⁰, so that the line at 1 has a tick.
  const first = Math.ceil(from / step);
  return Array.from(
    { length: Math.floor(to / step) - first + 1 },
    (_, i) => 2 ** (step * (first + i)),
  );
}

/** The same ticks as U, at the right edge: −0.5, 0, 1, 3. */
const rightAxis = (ratios: readonly number[], y: object, width: number): object => ({
  data: { values: ratios.map((ratio) => ({ ratio, text: utilityTick(ratio) })) },
  mark: {
    ...{ type: 'text', align: 'left', baseline: 'middle', fontSize: 12 },
    color: colours.muted.light,
  },
  encoding: { x: { value: width + TICK_GAP }, y, text: { field: 'text' } },
});

const utilityTick = (ratio: number): string =>
  ratio >= 1 ? String(ratio - 1) : utility(ratio - 1).replace(/0$/, '');

function yAxis(low: number, high: number) {
  return {
    field: 'ratio',
    type: 'quantitative',
    scale: { type: 'log', base: 2, domain: [low, high], nice: false },
    axis: {
      title: 'n̂/n (left) and U (right)',
      values: powersOfTwo(low, high),
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
