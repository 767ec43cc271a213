import type { LearningCurve } from '@nhat/curves';
import { isShare, metricTitle } from '../metric';
import type { Panel } from '../report';
import type { LearningDatum } from './learning-datum';
import { ARM_KEY, armEncodings } from './arm-encodings';
import type { ArmNames } from './arm-names';
import type { LabelScale } from './shared-scales';
import { colours } from './theme';

interface Drawn {
  curves: readonly LearningCurve[];
  methods: readonly string[];
  names: ArmNames;
  /** The ends of the axis of the metric. */
  domain: [number, number];
  x: object;
}

/** The marks of a learning chart, back to front. */
export function learningLayers(panel: Panel, drawn: Drawn): object[] {
  const { curves, methods, names, domain, x } = drawn;
  const arms = curves.map(({ arm }) => arm);
  const encodings = armEncodings(arms, methods);
  const { color: colour, shape, ...dash } = encodings;
  const y = yAxis(panel, domain);
  const of = (...kinds: LearningDatum['kind'][]) => [{ filter: { field: 'kind', oneOf: kinds } }];
  return [
    {
      name: 'band',
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
    ...(isInside(panel.chance, domain) ? greyLine(of('chance'), { x, y }) : []),
    ...referenceLayers(panel, of('reference'), { x, y }),
    {
      data: { name: 'numbers' },
      transform: of('law'),
      mark: { type: 'line', strokeWidth: 1.25, strokeDash: [5, 4], clip: true },
      encoding: { x, y, color: colour },
    },
    {
      data: { name: 'numbers' },
      transform: [
        { filter: "datum.kind === 'fit' || (datum.kind === 'mean' && datum.arm !== 'scratch')" },
      ],
      mark: { type: 'line', strokeWidth: 2 },
      encoding: { x, y, color: colour, ...dash },
    },
    {
      name: 'run',
      data: { name: 'numbers' },
      transform: of('run'),
      mark: { type: 'point', filled: true, size: 26, opacity: 0.4, shape: 'circle' },
      encoding: { x, y, color: colour },
    },
    {
      data: { name: 'numbers' },
      transform: of('mean'),
      mark: { type: 'point', filled: true, size: 50, opacity: 1, aria: true },
      encoding: { x, y, color: colour, shape, description: { field: 'title' } },
    },
    {
      data: { name: 'numbers' },
      transform: [...of('mean'), { filter: 'datum.fitted === false' }],
      mark: {
        type: 'point',
        shape: 'M-1,-1L1,1M-1,1L1,-1',
        size: 130,
        stroke: colours.ink.light,
        strokeWidth: 1.75,
      },
      encoding: { x, y },
    },
    ...names.layers(encodings),
  ];
}

/**
 * How far outside the values chance may lie and still be drawn, as a share of their range. Farther away it would compress the
 * curves.
 */
const CHANCE_MARGIN = 0.35;

/** Whether the axis is made to hold chance: it is known, and lies inside or near the values. */
export function isChanceNear({ chance }: Panel, data: readonly LearningDatum[]): boolean {
  if (chance === null) return false;
  const values = data
    .filter(({ kind }) => kind === 'mean' || kind === 'run')
    .flatMap(({ value, bandLow, bandHigh }) => [value, bandLow ?? value, bandHigh ?? value]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = CHANCE_MARGIN * (high - low);
  return chance >= low - margin && chance <= high + margin;
}

/** Whether the line of chance is drawn: it is known, and the axis holds it. */
export const isInside = (chance: number | null, [low, high]: [number, number]): boolean =>
  chance !== null && chance >= low && chance <= high;

/** The lines of networks with random weights; names of several would lie on each other, so that the caption has them. */
function referenceLayers(
  { references = [] }: Panel,
  transform: object[],
  encoding: object,
): object[] {
  const ofArms = { ...encoding, detail: { field: ARM_KEY, type: 'nominal' } };
  if (references.length === 0) return [];
  const [line, name] = greyLine(transform, ofArms);
  return references.length === 1 ? [line, name] : [line];
}

/** Dashed grey lines, one an arm, and the name of the arm at the right end of each. */
function greyLine(transform: object[], encoding: object): [line: object, name: object] {
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
        { joinaggregate: [{ op: 'max', field: 'n', as: 'last' }], groupby: [ARM_KEY] },
        { filter: 'datum.n === datum.last' },
      ],
      mark: {
        ...{ type: 'text', align: 'right', baseline: 'bottom', dy: -3, fontSize: 11 },
        color: colours.muted.light,
      },
      encoding: { ...encoding, text: { field: 'arm', type: 'nominal' } },
    },
  ];
}

/** Labels on a log axis with a tick at the budgets. */
export const xAxis = ({ domain, ticks }: LabelScale): object => ({
  field: 'n',
  type: 'quantitative',
  scale: { type: 'log', domain, nice: false },
  axis: { title: 'Labelled images (log scale)', values: ticks, format: ',d', grid: false },
});

const yAxis = (panel: Panel, domain: [number, number]) => ({
  field: 'value',
  type: 'quantitative',
  scale: { zero: false, nice: false, domain },
  axis: {
    title: metricTitle(panel),
    ...(isShare(panel) ? { format: '.0%' } : {}),
    tickCount: 5,
  },
});
