import { cellText } from '../cell-text';
import { chartNames, panelName, unique } from '../naming';
import { count, list, plural } from '../number-format';
import { oncePer } from '@nhat/documents/once-per';
import { hasNoFigures, isRefused } from '../outcome';
import { intervalText, utilityText } from '../point-text';
import type { Panel, Report } from '../report';
import { cells } from '../rows';
import type { JudgedCell } from '../rows';
import type { Chart } from './chart';
import { withKeys } from './arm-encodings';
import { armNames } from './arm-names';
import { roundedDeep } from './rounded-deep';
import { labelScale } from './shared-scales';
import { config } from './theme';
import { utilityLayers } from './utility-layers';
import type { UtilityDatum } from './utility-datum';

/** n̂/n against labels: the number of labels from scratch that one label after pretraining replaces. */
export function utilityChart(report: Report, panel: Panel, methods: readonly string[]): Chart {
  const panelCells = cells(report).filter((cell) => cell.panel === panel);
  const data = roundedDeep(dataOf(panelCells));
  const domain = ratioDomain(report);
  const drawnMethods = unique(data.map(({ method }) => method));
  const names = armNames(
    drawnMethods.map((method) => {
      const last = data.findLast((one) => one.method === method && one.read && one.ratio !== null);
      return { name: method, at: shareOf(last?.ratio ?? 1, domain) };
    }),
    methods,
  );
  // Names of users are no part of an expression, which Vega would compile.
  const placed = data.map((datum) => ({ ...datum, place: drawnMethods.indexOf(datum.method) }));
  return {
    name: `${chartNames(report).get(panel)!}-utility`,
    title: `Utility on ${panelName(report, panel)}`,
    heading: 'Utility: labels saved',
    description: descriptionOf(panelCells),
    caption: captionOf(report, data),
    spec: roundedDeep({
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      config,
      ...names.size,
      datasets: { numbers: withKeys(placed, ({ method }) => method), ...names.data },
      layer: utilityLayers(panel, { data, methods, names, domain, labels: labelScale(report) }),
    }),
    data,
  };
}

/** The height of a ratio between the ends of the log axis, as a share. */
const shareOf = (ratio: number, [low, high]: [number, number]): number =>
  Math.log(ratio / low) / Math.log(high / low);

/** The axis that all panels of a report share: powers of two around all drawn values, and the line at 1. */
const ratioDomain = oncePer((report: Report): [number, number] => {
  const drawn = cells(report)
    .filter(({ outcome }) => !isRefused(outcome))
    .flatMap(({ point: { utility, low, high } }) =>
      [utility, low, high].flatMap((value) => (value === null ? [] : [1 + value])),
    );
  const low = Math.floor(Math.log2(Math.min(0.75, ...drawn) * 0.95));
  const high = Math.ceil(Math.log2(Math.max(1.5, ...drawn) * 1.05));
  return [2 ** Math.max(low, -6), 2 ** high];
});

function dataOf(panelCells: readonly JudgedCell[]): UtilityDatum[] {
  return panelCells.map((cell) => {
    const { comparison, point, outcome } = cell;
    const { method } = comparison;
    const { n, nHat, utility, low, high, lowOpen, highOpen, status, seeds } = point;
    return {
      ...{ method, n, nHat, ratio: ratioOf(utility), utility, low, high, lowOpen, highOpen },
      ...{ ratioLow: ratioOf(low), ratioHigh: ratioOf(high) },
      ...{ status, verdict: outcome, read: !isRefused(outcome) },
      ...{ text: hasNoFigures(outcome) ? outcome : utilityText(point), seeds },
      title: titleOf(cell),
    };
  });
}

/** `rotation, 100 labels: U 1.59 (0.56 to 3.22), n̂ 259, 2 seeds` */
function titleOf(cell: JudgedCell): string {
  const { comparison, point, outcome } = cell;
  const start = `${comparison.method}, ${count(point.n)} labels`;
  if (isRefused(outcome)) return `${start}: ${outcome}`;
  const { utility, interval, nHat } = cellText(cell);
  return `${start}: U ${utility} (${interval}), n̂ ${nHat}, ${plural(point.seeds, 'seed')}`;
}

const ratioOf = (utility: number | null): number | null => (utility === null ? null : 1 + utility);

function captionOf({ coverage }: Report, data: readonly UtilityDatum[]): string {
  const some = (test: (datum: UtilityDatum) => boolean) => data.some(test);
  return [
    data.every(({ method }) => method === data[0]!.method) ? 'Figures at the points are U.' : '',
    'Left: n̂/n, the labels that scratch needs per label; right: the same as U = n̂/n − 1. Above the line at U = 0 pretraining saves labels.',
    some(({ low, read }) => read && low !== null) ? `Bars are ${100 * coverage} % intervals.` : '',
    some(({ lowOpen, highOpen, read }) => read && (lowOpen || highOpen))
      ? 'A bar that ends in an arrow goes on beyond the curve from scratch.'
      : '',
    some(({ read }) => !read)
      ? 'A cross on that line: labels cannot be counted, because a network is at chance or did not learn its own images, or because scratch is flat.'
      : '',
    some(({ verdict }) => verdict === 'wide')
      ? 'A bar without a point spans more than two doublings.'
      : '',
    some(({ status, ratio }) => ratio !== null && status !== 'exact')
      ? 'A hollow arrow is a bound, not a value.'
      : '',
    'Grey: beyond the curve from scratch, where only a bound of U can be known.',
  ]
    .filter((text) => text !== '')
    .join(' ');
}

function descriptionOf(panelCells: readonly JudgedCell[]): string {
  const methods = unique(panelCells.map(({ comparison }) => comparison.method));
  const parts = methods.map((method) => {
    const values = panelCells
      .filter(({ comparison }) => comparison.method === method)
      .map(({ point, outcome }) => {
        const value = isRefused(outcome)
          ? `not known (${outcome})`
          : outcome === 'wide'
            ? `between ${intervalText(point)!.replace(' to ', ' and ')}`
            : utilityText(point);
        return `${value} at ${count(point.n)} labels`;
      });
    return `${method}: ${list(values)}`;
  });
  return `Utility U = n̂/n − 1 against the number of labels. ${parts.join('; ')}.`;
}
