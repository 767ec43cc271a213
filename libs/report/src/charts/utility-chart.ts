import type { UtilityPoint } from '@nhat/curves';
import { panelName, slug } from '../naming';
import { count, list } from '../number-format';
import { intervalText, nHatText, signOf, utilityText } from '../point-text';
import type { Panel, Report } from '../report';
import type { Chart, Table } from './chart';
import { roundedDeep } from './rounded-deep';
import { CHART, config } from './theme';
import { utilityLayers } from './utility-layers';

/** One point of a utility chart: label counts, and their ratios to n. */
export interface UtilityDatum extends Record<string, string | number | boolean | null> {
  method: string;
  n: number;
  nHat: number;
  /** n̂/n = U + 1. */
  ratio: number;
  utility: number;
  /** Ends of the interval of U, the bounds of the ladder where it is open; null: no interval. */
  low: number | null;
  high: number | null;
  lowOpen: boolean;
  highOpen: boolean;
  /** The same ends as n̂/n. */
  ratioLow: number | null;
  ratioHigh: number | null;
  status: string;
  /** The utility as the tables print it. */
  text: string;
  seeds: number;
}

/** n̂/n against labels: how many labels from scratch one label after pretraining is worth. */
export function utilityChart(report: Report, panel: Panel, methods: readonly string[]): Chart {
  const data = roundedDeep(dataOf(panel));
  return {
    name: slug(panel.dataset, panel.backbone, panel.task, 'utility'),
    title: `Utility on ${panelName(report, panel)}`,
    heading: 'Utility: labels saved',
    description: descriptionOf(panel),
    caption: captionOf(report, data),
    spec: roundedDeep({
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      config,
      ...CHART,
      datasets: { numbers: data },
      layer: utilityLayers(panel, data, methods),
    }),
    table: tableOf(report, panel),
    data,
  };
}

function dataOf({ comparisons }: Panel): UtilityDatum[] {
  return comparisons.flatMap(({ method, points }) =>
    points.map((point) => {
      const { n, nHat, utility, low, high, lowOpen, highOpen, status, seeds } = point;
      return {
        ...{ method, n, nHat, ratio: 1 + utility, utility, low, high, lowOpen, highOpen },
        ratioLow: low === null ? null : 1 + low,
        ratioHigh: high === null ? null : 1 + high,
        ...{ status, text: utilityText(point), seeds },
      };
    }),
  );
}

function captionOf({ coverage }: Report, data: readonly UtilityDatum[]): string {
  const some = (test: (datum: UtilityDatum) => boolean) => data.some(test);
  return [
    data.every(({ method }) => method === data[0]!.method)
      ? 'Figures at the points are U = n̂/n − 1.'
      : '',
    'Above the line at 1 pretraining saves labels.',
    some(({ low }) => low !== null) ? `Bars are ${100 * coverage} % intervals.` : '',
    some(({ lowOpen, highOpen }) => lowOpen || highOpen)
      ? 'A bar that ends in an arrow goes on beyond the scratch ladder.'
      : '',
    some(({ status }) => status !== 'exact') ? 'A hollow arrow is a bound, not a value.' : '',
    'Grey: beyond the curve of scratch, where only a bound of U can be known.',
  ]
    .filter((text) => text !== '')
    .join(' ');
}

function descriptionOf({ comparisons }: Panel): string {
  const parts = comparisons.map(({ method, points }) => {
    const values = points.map((point) => `${utilityText(point)} at ${count(point.n)} labels`);
    return `${method}: ${list(values)}`;
  });
  return `Utility U = n̂/n − 1 against the number of labels. ${parts.join('; ')}.`;
}

function tableOf({ coverage }: Report, { comparisons }: Panel): Table {
  return {
    headings: ['method', 'labels', 'n̂', 'n̂/n', 'U', `${100 * coverage} % interval`, 'P(U > 0)'],
    rows: comparisons.flatMap(({ method, points }) =>
      points.map((point) => [
        method,
        count(point.n),
        nHatText(point),
        ratioText(point),
        utilityText(point),
        intervalText(point) ?? 'none',
        chance(point.positive),
      ]),
    ),
  };
}

const ratioText = ({ status, utility }: UtilityPoint): string =>
  signOf(status) + (1 + utility).toFixed(2);

/** A share of 2,000 draws is never certainty. */
function chance(positive: number | null): string {
  if (positive === null) return '–';
  if (positive > 0.995) return '> 0.99';
  return positive < 0.005 ? '< 0.01' : positive.toFixed(2);
}
