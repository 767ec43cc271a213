import { unique } from '../naming';
import { rounded } from '../number-format';
import type { Panel } from '../report';
import { xAxis } from './learning-layers';
import { armStyles, colours } from './theme';
import type { UtilityDatum } from './utility-chart';

const UP = 'M0,-1L0.87,0.5L-0.87,0.5Z';
const DOWN = 'M0,1L0.87,-0.5L-0.87,-0.5Z';

/** The marks of a utility chart, back to front. */
export function utilityLayers(
  { scratch, comparisons }: Panel,
  data: readonly UtilityDatum[],
  methods: readonly string[],
): object[] {
  const own = unique(data.map(({ method }) => method));
  const styles = own.map(armStyles(methods));
  const range = (part: 'colour' | 'shape') => ({
    field: 'method',
    type: 'nominal',
    scale: { domain: own, range: styles.map((style) => style[part]) },
  });
  const colour = range('colour');
  const x = xAxis(data, 1.35);
  const [least, largest] = [scratch.points[0]!.n, reachOf(comparisons)];
  const [low, high] = yDomain(data, largest);
  const y = yAxis(low, high);
  const placed = { ...x, field: 'at' };
  const from = (filter: string) => ({
    data: { name: 'numbers' },
    transform: [...dodge(own), { filter }],
  });
  const arrow = (filter: string, field: string, shape: string) => ({
    ...from(filter),
    mark: { type: 'point', shape, filled: true, size: 60, opacity: 1, clip: false },
    encoding: { x: placed, y: { ...y, field }, color: colour },
  });
  const bound = (status: string, shape: string) => ({
    ...from(`datum.status === '${status}'`),
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
      ...from("datum.status === 'exact'"),
      mark: { type: 'point', filled: true, size: 80, opacity: 1 },
      encoding: { x: placed, y, color: colour, shape: range('shape') },
    },
    arrow('datum.highOpen', 'ratioHigh', UP),
    arrow('datum.lowOpen', 'ratioLow', DOWN),
    bound('censored-high', UP),
    bound('censored-low', DOWN),
    ...(own.length === 1
      ? [
          labels(from('datum.ratio >= 1'), placed, y, -7),
          labels(from('datum.ratio < 1'), placed, y, 12),
        ]
      : []),
  ];
}

/** The label count above which n̂ is only a bound: the last budget, or the peak by the rule of the paper. */
const reachOf = (comparisons: Panel['comparisons']): number =>
  Math.min(
    ...comparisons.flatMap(({ points }) =>
      points.map(({ n, ceiling }) => rounded(n * (1 + ceiling))),
    ),
  );

/** Away from the line at 1, which would strike them through. */
const labels = (from: object, x: object, y: object, dy: number) => ({
  ...from,
  mark: { type: 'text', align: 'left', dx: 8, dy, fontSize: 12, color: colours.ink.light },
  encoding: { x, y, text: { field: 'text' } },
});

/** Methods side by side: each a little to the right of the one before. */
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

/** Powers of two around everything that is drawn; the edge of the ladder shows where it cuts in. */
function yDomain(data: readonly UtilityDatum[], largest: number): [number, number] {
  const drawn = data.flatMap(({ ratio, ratioLow, ratioHigh }) => [
    ratio,
    ratioLow ?? ratio,
    ratioHigh ?? ratio,
  ]);
  const edge = Math.min(...data.map(({ n }) => largest / n));
  const high = Math.max(2, edge, ...drawn) * 1.15;
  const low = Math.min(0.5, Math.max(1 / 32, Math.min(...drawn) / 1.15));
  return [2 ** Math.floor(Math.log2(low)), 2 ** Math.ceil(Math.log2(high))];
}

function yAxis(low: number, high: number) {
  const powers = Array.from(
    { length: Math.round(Math.log2(high / low)) + 1 },
    (_, i) => low * 2 ** i,
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

/** Above largest/n and below least/n only bounds are known: straight lines on two log axes. */
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
