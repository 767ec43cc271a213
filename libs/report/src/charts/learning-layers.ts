import type { LearningCurve } from '@nhat/curves';
import { isShare, metricTitle } from '../metric';
import { unique } from '../naming';
import type { Panel } from '../report';
import type { LearningDatum } from './learning-chart';
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
      transform: [...of('mean'), { filter: 'datum.low !== null' }],
      mark: { type: 'area', opacity: 0.14 },
      encoding: {
        x,
        y: { ...y, field: 'low' },
        y2: { field: 'high' },
        color: colour,
      },
    },
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

/** Past the largest budget nothing was measured. */
const shade = (from: number, to: number, x: object) => ({
  data: { values: [{ n: from, to }] },
  mark: { type: 'rect', color: colours.zone.light, clip: true },
  encoding: { x, x2: { field: 'to' } },
});
