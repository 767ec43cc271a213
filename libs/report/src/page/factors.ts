import type { FactorEffect, FactorReading } from '@nhat/claims';
import { armStyles, colours } from '../charts/theme';
import { doublings, doublingsInterval } from '../overview/doublings';
import { plotSvg, ratioAxis } from '../overview/plot';
import type { PlotAxis, PlotMark } from '../overview/plot';
import { metricText } from '../metric';
import { unique } from '../naming';
import { count, list, percent } from '../number-format';
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
  { key: 'atLabels', title: 'at equal labels' },
  { key: 'atAccuracy', title: 'at equal accuracy' },
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
      Each thin line is a pair of datasets that differ by the factor alone, from off to on; the
      thick line is their mean. At equal numbers of labels datasets stand at different places of
      their learning curves; at equal accuracy of training from scratch they do not.
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

/** The slope charts of one factor and method, at equal labels and at equal accuracy. */
function slopes(effect: FactorEffect, axis: PlotAxis, methods: readonly string[]): Markup[] {
  const { colour } = armStyles(methods)(effect.method);
  return READINGS.flatMap(({ key, title }) => {
    const readings = effect.pairs.flatMap((pair) => {
      const reading = pair[key];
      return reading ? [{ reading, name: pair.datasets.join(' → ') }] : [];
    });
    const mean = effect[key];
    if (readings.length === 0 || mean === null) return [];
    const name = `${effect.factor}, ${effect.method}, ${title}`;
    const svg = plotSvg({
      description: `${name}: mean n̂/n without and with the factor in ${readings.length} pairs of datasets. The table has the numbers.`,
      x: {
        title: effect.factor,
        domain: [-0.15, 1.15],
        ticks: [
          { at: 0, text: 'off' },
          { at: 1, text: 'on' },
        ],
      },
      y: axis,
      marks: slopeMarks(readings, colour),
    });
    return [
      html`<figure class="chart">
        <figcaption>
          ${effect.factor} · ${effect.method}<br /><small
            >${title}: <b>${doublings(mean.estimate)}</b> (${doublingsInterval(mean)})</small
          >
        </figcaption>
        ${raw(svg)}
      </figure>`,
    ];
  });
}

function slopeMarks(
  readings: readonly { reading: FactorReading; name: string }[],
  colour: string,
): PlotMark[] {
  const mean = (end: 'off' | 'on') =>
    readings.reduce((sum, { reading }) => sum + reading[end], 0) / readings.length;
  const thin = colours.muted.light;
  return [
    ...readings.flatMap(({ reading: { off, on }, name }): PlotMark[] => [
      { kind: 'line', points: [[0, off] as const, [1, on] as const], colour: thin, width: 1 },
      { kind: 'point', at: [0, off], colour: thin, hollow: true, title: `${name}, off` },
      { kind: 'point', at: [1, on], colour: thin, hollow: true, title: `${name}, on` },
    ]),
    {
      kind: 'line',
      points: [[0, mean('off')] as const, [1, mean('on')] as const],
      colour,
      width: 3,
    },
  ];
}

const contextOf = (effects: readonly FactorEffect[], { panels }: Report) => ({
  several: new Set(effects.map(({ backbone }) => backbone)).size > 1,
  tasks: new Set(effects.map(({ task }) => task)).size > 1,
  panels,
});

function tableOf(report: Report, effects: readonly FactorEffect[]): Markup {
  const { several, tasks } = contextOf(effects, report);
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
  const { several, tasks, panels } = contextOf(effects, report);
  return table(
    'Mean of log2(n̂/n) without and with the factor, and the difference, in doublings.',
    [
      { heading: 'factor', text: true },
      { heading: 'pair', text: true },
      ...(tasks ? [{ heading: 'task', text: true }] : []),
      ...(several ? [{ heading: 'network', text: true }] : []),
      { heading: 'method', text: true },
      { heading: 'at equal', text: true },
      { heading: 'off' },
      { heading: 'on' },
      { heading: 'difference', strong: true },
      { heading: `${percent(report.coverage, 0)} interval` },
    ],
    effects.flatMap((effect) =>
      effect.pairs.flatMap((pair) =>
        READINGS.flatMap(({ key }): Content[][] => {
          const reading = pair[key];
          if (reading === null) return [];
          const { off, on, difference, at } = reading;
          const places =
            key === 'atLabels'
              ? `labels: ${list(at.map(count))}`
              : `accuracy: ${list(at.map((level) => metricText(panels[pair.with]!, natural(level, panels[pair.with]!))))}`;
          return [
            [
              ...[effect.factor, pair.datasets.join(' → ')],
              ...(tasks ? [effect.task] : []),
              ...(several ? [effect.backbone] : []),
              ...[effect.method, places, doublings(off), doublings(on)],
              ...[doublings(difference.estimate), doublingsInterval(difference)],
            ],
          ];
        }),
      ),
    ),
  );
}

/** A metric in the sign of its task; overviews orient it so that higher is better. */
const natural = (value: number, { scratch }: Report['panels'][number]): number =>
  scratch.higherIsBetter ? value : -value;
