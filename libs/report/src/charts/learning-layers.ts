import type { LearningCurve } from '@nhat/curves';
import { isShare, metricTitle } from '../metric';
import { unique } from '../naming';
import type { Panel } from '../report';
import type { LearningDatum } from './learning-datum';
import { armStyles, colours } from './theme';

/** Room to the left and right of the data, as a factor of n. */
const PAD = 1.12;

/** The marks of a learning chart, back to front. */
export function learningLayers(
  panel: Panel,
  curves: readonly LearningCurve[],
  data: readonly LearningDatum[],
  methods: readonly string[],
): object[] {
  const arms = curves.map(({ arm }) => arm);
  const styles = arms.map(armStyles(methods));
  const colour = {
    field: 'arm',
    type: 'nominal',
    scale: { domain: arms, range: styles.map((style) => style.colour) },
  };
  const shape = { ...colour, scale: { domain: arms, range: styles.map((style) => style.shape) } };
  const x = xAxis(data);
  const y = yAxis(panel);
  const of = (...kinds: LearningDatum['kind'][]) => [{ filter: { field: 'kind', oneOf: kinds } }];
  const largest = Math.max(...panel.scratch.points.map(({ n }) => n));
  const beyond = data.some(({ kind, n }) => kind === 'law' && n > largest);
  return [
    ...(beyond ? [shade(largest, Math.max(...data.map(({ n }) => n)) * PAD, x)] : []),
    {
      data: { name: 'numbers' },
      transform: [...of('mean'), { filter: 'datum.bandLow !== null' }],
      mark: { type: 'area', opacity: 0.14 },
      encoding: {
        x,
        y: { ...y, field: 'bandLow' },
        y2: { field: 'bandHigh' },
        color: colour,
      },
    },
    ...(showsChance(panel, data) ? greyLine(of('chance'), { x, y }) : []),
    ...(data.some(({ kind }) => kind === 'reference')
      ? greyLine(of('reference'), { x, y, detail: ARM })
      : []),
    {
      data: { name: 'numbers' },
      transform: of('law'),
      mark: { type: 'line', strokeWidth: 1.25, strokeDash: [5, 4] },
      encoding: { x, y, color: colour },
    },
    {
      data: { name: 'numbers' },
      transform: [
        { filter: "datum.kind === 'fit' || (datum.kind === 'mean' && datum.arm !== 'scratch')" },
      ],
      mark: { type: 'line', strokeWidth: 2 },
      encoding: { x, y, color: colour },
    },
    {
      data: { name: 'numbers' },
      transform: of('run'),
      mark: { type: 'point', filled: true, size: 26, opacity: 0.4, shape: 'circle' },
      encoding: { x, y, color: colour },
    },
    {
      data: { name: 'numbers' },
      transform: of('mean'),
      mark: { type: 'point', filled: true, size: 72, opacity: 1 },
      encoding: { x, y, color: colour, shape },
    },
    {
      data: { name: 'numbers' },
      transform: [...of('mean'), { filter: 'datum.fitted === false' }],
      mark: {
        type: 'point',
        shape: 'M-1,-1L1,1M-1,1L1,-1',
        size: 200,
        stroke: colours.ink.light,
        strokeWidth: 1.75,
      },
      encoding: { x, y },
    },
  ];
}

/**
 * How far outside the values chance may lie and still be drawn, as a share of their range. Farther away it would compress the
 * curves.
 */
const CHANCE_MARGIN = 0.35;

/** Whether the line of chance is drawn: chance is known, and lies inside or near the values. */
export function showsChance({ chance }: Panel, data: readonly LearningDatum[]): boolean {
  if (chance === null) return false;
  const values = data
    .filter(({ kind }) => kind === 'mean' || kind === 'run')
    .flatMap(({ value, bandLow, bandHigh }) => [value, bandLow ?? value, bandHigh ?? value]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = CHANCE_MARGIN * (high - low);
  return chance >= low - margin && chance <= high + margin;
}

const ARM = { field: 'arm', type: 'nominal' };

/** Dashed grey lines, one an arm, with the name of the arm at the right end. */
function greyLine(transform: object[], encoding: object): object[] {
  return [
    {
      data: { name: 'numbers' },
      transform,
      mark: { type: 'line', color: colours.muted.light, strokeWidth: 1.25, strokeDash: [2, 3] },
      encoding,
    },
    {
      data: { name: 'numbers' },
      transform: [
        ...transform,
        { joinaggregate: [{ op: 'max', field: 'n', as: 'last' }], groupby: ['arm'] },
        { filter: 'datum.n === datum.last' },
      ],
      mark: {
        ...{ type: 'text', align: 'right', baseline: 'bottom', dy: -3, fontSize: 11 },
        color: colours.muted.light,
      },
      encoding: { ...encoding, text: ARM },
    },
  ];
}

/** Labels on a log axis with a tick at each budget. */
export function xAxis(data: readonly { n: number; kind?: string }[], pad = PAD): object {
  const budgets = unique(data.filter(({ kind }) => kind !== 'law').map(({ n }) => n));
  const ends = data.map(({ n }) => n);
  return {
    field: 'n',
    type: 'quantitative',
    scale: {
      type: 'log',
      domain: [Math.min(...ends) / pad, Math.max(...ends) * pad],
      nice: false,
    },
    axis: {
      title: 'Labelled images (log scale)',
      values: budgets.sort((a, b) => a - b),
      format: ',d',
      grid: false,
    },
  };
}

const yAxis = (panel: Panel) => ({
  field: 'value',
  type: 'quantitative',
  scale: { zero: false, nice: true },
  axis: {
    title: metricTitle(panel),
    ...(isShare(panel) ? { format: '.0%' } : {}),
    tickCount: 6,
  },
});

/** Shades the label counts beyond the largest budget, where nothing was measured. */
const shade = (from: number, to: number, x: object) => ({
  data: { values: [{ n: from, to }] },
  mark: { type: 'rect', color: colours.zone.light, clip: true },
  encoding: { x, x2: { field: 'to' } },
});
