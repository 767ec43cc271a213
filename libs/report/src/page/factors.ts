import type { FactorEffect, FactorReading } from '@nhat/claims';
import { mean } from '@nhat/curves';
import { armStyles, colours } from '../charts/theme';
import { doublings, doublingsInterval } from '../overview/doublings';
import { plotSvg, ratioAxis } from '../overview/plot';
import type { PlotAxis, PlotMark } from '../overview/plot';
import { unique } from '../naming';
import { count, percent } from '../number-format';
import type { Report } from '../report';
import { html, raw } from './markup';
import type { Content, Markup } from './markup';
import type { Section } from './section';
import { table } from './table';

/** What each factor of the images does to utility, over its pairs of datasets; absent where no two differ by one factor. */
export const factors: Section = {
  id: 'factors',
  title: 'Factors of the images',
  render: (report) =>
    report.overview && report.overview.factors.length > 0
      ? body(report, report.overview.factors)
      : null,
};

type Reading = 'atLabels' | 'atAccuracy';

const READINGS: readonly { key: Reading; title: string }[] = [
  { key: 'atLabels', title: 'equal labels' },
  { key: 'atAccuracy', title: 'equal accuracy' },
];

function body(report: Report, effects: readonly FactorEffect[]): Markup {
  const methods = unique(effects.map(({ method }) => method));
  const axis = ratioAxis(
    effects.flatMap(({ pairs }) =>
      pairs.flatMap(({ atLabels, atAccuracy }) =>
        [atLabels, atAccuracy].flatMap((reading) => (reading ? [reading.off, reading.on] : [])),
      ),
    ),
  );
  const places = unique(effects.map(({ backbone, task }) => JSON.stringify([backbone, task])));
  return html`<p>
      In the charts each thin line is a pair of datasets that differ by the factor alone, from off
      to on; the thick line is their mean. At equal numbers of labels datasets stand at different
      places of their learning curves; at equal accuracy of training from scratch they do not.
    </p>
    ${tableOf(report, effects)}
    ${places.map((place, at) => {
      const own = effects.filter(
        ({ backbone, task }) => JSON.stringify([backbone, task]) === place,
      );
      const plots = own.flatMap((effect) => slopes(effect, axis, methods));
      if (places.length === 1) return html`<div class="plots">${plots}</div>`;
      return html`<details${at === 0 ? html` open` : null}>
        <summary>${own[0]!.task}, ${own[0]!.backbone}</summary>
        <div class="plots">${plots}</div>
      </details>`;
    })}
    <details>
      <summary>Every pair</summary>
      ${pairTable(report, effects)}
    </details>`;
}

/** Where a reading stands in a slope chart: equal labels on the left, equal accuracy on the right. */
const PLACES: Record<Reading, readonly [off: number, on: number]> = {
  atLabels: [0, 1],
  atAccuracy: [1.7, 2.7],
};

/** The slope chart of one factor and method, at equal labels and at equal accuracy. */
function slopes(effect: FactorEffect, axis: PlotAxis, methods: readonly string[]): Markup[] {
  const { colour } = armStyles(methods)(effect.method);
  const shown = READINGS.flatMap(({ key, title }) => {
    const readings = effect.pairs.flatMap((pair) => pair[key] ?? []);
    const overPairs = effect[key];
    return readings.length === 0 || overPairs === null ? [] : [{ key, title, readings, overPairs }];
  });
  if (shown.length === 0) return [];
  const texts = shown.map(({ title, overPairs }) => {
    const change = html`<b>${doublings(overPairs.estimate)}</b> (${doublingsInterval(overPairs)})`;
    return html`<br /><small>at ${title}: ${change}</small>`;
  });
  const svg = plotSvg({
    description: `${effect.factor}, ${effect.method}: mean n̂/n without and with the factor, ${shown.map(({ title }) => `at ${title}`).join(' and ')}. The table has the numbers.`,
    x: {
      title: '',
      groups: shown.map(({ key, title }) => ({ at: mean(PLACES[key]), text: title })),
      domain: [-0.15, 2.85],
      ticks: shown.flatMap(({ key }) => [
        { at: PLACES[key][0], text: 'off' },
        { at: PLACES[key][1], text: 'on' },
      ]),
    },
    y: axis,
    marks: shown.flatMap(({ key, readings }) => slopeMarks(readings, PLACES[key], colour)),
  });
  return [
    html`<figure class="chart">
      <figcaption>${effect.factor} · ${effect.method}${texts}</figcaption>
      ${raw(svg)}
    </figure>`,
  ];
}

function slopeMarks(
  readings: readonly FactorReading[],
  [left, right]: readonly [number, number],
  colour: string,
): PlotMark[] {
  const meanOf = (end: 'off' | 'on') => mean(readings.map((reading) => reading[end]));
  const slope = (off: number, on: number) => [[left, off] as const, [right, on] as const];
  return [
    {
      ...{ kind: 'lines', lines: readings.map(({ off, on }) => slope(off, on)) },
      ...{ colour: colours.muted.light, width: 1 },
    },
    { kind: 'line', points: slope(meanOf('off'), meanOf('on')), colour, width: 3 },
  ];
}

const contextOf = (effects: readonly FactorEffect[]) => ({
  several: new Set(effects.map(({ backbone }) => backbone)).size > 1,
  tasks: new Set(effects.map(({ task }) => task)).size > 1,
});

function tableOf(report: Report, effects: readonly FactorEffect[]): Markup {
  const { several, tasks } = contextOf(effects);
  const interval = `${percent(report.coverage, 0)} interval`;
  return table(
    'Mean change of log2(n̂/n) from off to on over the pairs of a factor, in doublings: above 0 pretraining saves more with the factor.',
    [
      { heading: 'factor', text: true },
      ...(tasks ? [{ heading: 'task', text: true }] : []),
      ...(several ? [{ heading: 'network', text: true }] : []),
      { heading: 'method', text: true },
      { heading: 'pairs' },
      { heading: 'at equal labels', strong: true },
      { heading: interval },
      { heading: 'at equal accuracy', strong: true },
      { heading: interval },
    ],
    effects.map((effect): Content[] => [
      effect.factor,
      ...(tasks ? [effect.task] : []),
      ...(several ? [effect.backbone] : []),
      effect.method,
      count(effect.pairs.filter(({ atLabels }) => atLabels !== null).length),
      ...READINGS.flatMap(({ key }) => {
        const found = effect[key];
        return found === null
          ? ['–', '–']
          : [
              `${doublings(found.estimate)}${found.thisNetworkOnly ? '*' : ''}`,
              doublingsInterval(found),
            ];
      }),
    ]),
    { groupBy: 1 },
  );
}

function pairTable(report: Report, effects: readonly FactorEffect[]): Markup {
  const { several, tasks } = contextOf(effects);
  const interval = `${percent(report.coverage, 0)} interval`;
  return table(
    'Mean of log2(n̂/n) without and with the factor, and the difference, in doublings.',
    [
      { heading: 'factor', text: true },
      { heading: 'pair', text: true },
      ...(tasks ? [{ heading: 'task', text: true }] : []),
      ...(several ? [{ heading: 'network', text: true }] : []),
      { heading: 'method', text: true },
      ...READINGS.flatMap(({ title }) => [
        { heading: `at ${title}: off` },
        { heading: 'on' },
        { heading: 'difference', strong: true },
        { heading: interval },
      ]),
    ],
    effects.flatMap((effect) =>
      effect.pairs.map((pair): Content[] => [
        ...[effect.factor, pair.datasets.join(' → ')],
        ...(tasks ? [effect.task] : []),
        ...(several ? [effect.backbone] : []),
        effect.method,
        ...READINGS.flatMap(({ key }) => readingTexts(pair[key])),
      ]),
    ),
  );
}

const readingTexts = (reading: FactorReading | null): string[] =>
  reading === null
    ? ['–', '–', '–', '–']
    : [
        ...[doublings(reading.off), doublings(reading.on)],
        ...[doublings(reading.difference.estimate), doublingsInterval(reading.difference)],
      ];
