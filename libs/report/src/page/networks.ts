import type { NetworkGains } from '@nhat/claims';
import { armStyles } from '../charts/theme';
import { doublings, doublingsInterval, sideOf } from '../overview/doublings';
import { plotSvg, ratioAxis, spreadLabels } from '../overview/plot';
import type { PlotAxis, PlotMark } from '../overview/plot';
import { unique } from '../naming';
import { count, list, percent } from '../number-format';
import type { Panel, Report } from '../report';
import { html, raw } from './markup';
import type { Content, Markup } from './markup';
import type { Section } from './section';
import { table } from './table';

/** Networks side by side in shared axes, and what larger ones gain; absent where no method ran on two networks. */
export const networks: Section = {
  id: 'networks',
  title: 'Networks',
  render: (report) =>
    report.overview && report.overview.networks.length > 0
      ? body(report, report.overview.networks)
      : null,
};

/** More plots than these are folded. */
const MOST_PLOTS = 8;

function body(report: Report, gains: readonly NetworkGains[]): Markup {
  const names = unique(gains.flatMap((gain) => gain.networks.map(({ cell }) => cell))).map(
    (cell) => report.panels[cell]!.backbone,
  );
  const points = gains.flatMap((gain) => linesOf(report, gain).flatMap((line) => line.points));
  const axis = ratioAxis(points.flatMap(({ low, high, value }) => [low ?? value, high ?? value]));
  const plots = gains.map((gain) => plot(report, gain, { axis, names: unique(names) }));
  return html`<div class="plots">${plots.slice(0, MOST_PLOTS)}</div>
    ${
      plots.length > MOST_PLOTS
        ? html`<details>
            <summary>${count(plots.length - MOST_PLOTS)} more</summary>
            <div class="plots">${plots.slice(MOST_PLOTS)}</div>
          </details>`
        : null
    }
    ${tableOf(report, gains)}`;
}

interface NetworkLine {
  backbone: string;
  points: { n: number; value: number; low: number | null; high: number | null }[];
}

/** log2(n̂/n) of a method with its interval on each network, at the budgets that have a number. */
function linesOf({ panels }: Report, { networks: all, method }: NetworkGains): NetworkLine[] {
  return all.map(({ cell }) => {
    const panel = panels[cell]!;
    return { backbone: panel.backbone, points: pointsOf(panel, method) };
  });
}

function pointsOf({ comparisons }: Panel, method: string): NetworkLine['points'] {
  const own = comparisons.find(
    (comparison) => comparison.method === method && comparison.evaluation === undefined,
  );
  const ratio = (utility: number) => Math.log2(1 + utility);
  return (own?.points ?? []).flatMap(({ n, utility, low, high }) =>
    utility === null
      ? []
      : [
          {
            ...{ n, value: ratio(utility) },
            low: low === null ? null : ratio(low),
            high: high === null ? null : ratio(high),
          },
        ],
  );
}

function plot(
  report: Report,
  gain: NetworkGains,
  { axis, names }: { axis: PlotAxis; names: readonly string[] },
): Markup {
  const all = linesOf(report, gain);
  const lines = all.filter(({ points }) => points.length > 0);
  const missing = all.filter(({ points }) => points.length === 0);
  const budgets = unique(lines.flatMap(({ points }) => points.map(({ n }) => n))).sort(
    (a, b) => a - b,
  );
  const styleOf = armStyles(names);
  const ends = spreadLabels(
    lines.map(({ points }) => points.at(-1)!.value),
    axis,
  );
  const last = Math.log2(budgets.at(-1)!);
  const marks = lines.flatMap(({ backbone, points }, at): PlotMark[] => {
    const { colour, dash } = styleOf(backbone);
    const shift = 0.04 * (at - (lines.length - 1) / 2);
    const placed = points.map((point) => ({ ...point, x: Math.log2(point.n) + shift }));
    return [
      ...placed.flatMap(({ x, low, high }): PlotMark[] =>
        low === null || high === null ? [] : [{ kind: 'interval', x, low, high, colour }],
      ),
      { kind: 'line', points: placed.map(({ x, value }) => [x, value]), colour, width: 2, dash },
      ...placed.map(({ x, value, n }): PlotMark => ({
        ...{ kind: 'point', at: [x, value], colour },
        title: `${backbone}, ${count(n)} labels: ${doublings(value)}`,
      })),
      { kind: 'label', at: [last + 0.1, ends[at]!], text: nameIn(backbone, names), colour },
    ];
  });
  const name = `${gain.method}, ${gain.dataset}, ${gain.task}`;
  const svg = plotSvg({
    description: `${name}: n̂/n against labels on ${list(lines.map(({ backbone }) => backbone))}. The table has the differences.`,
    x: {
      title: 'labels',
      domain: [Math.log2(budgets[0] ?? 1) - 0.2, last + 0.2],
      ticks: budgets.map((n) => ({ at: Math.log2(n), text: count(n) })),
    },
    y: axis,
    marks,
  });
  return html`<figure class="chart">
    <figcaption>${name}</figcaption>
    ${raw(svg)}
    ${
      missing.length > 0
        ? html`<p class="note">
            Not drawn: ${list(missing.map(({ backbone }) => backbone))}, because no row of
            ${missing.length === 1 ? 'it' : 'them'} states a number.
          </p>`
        : null
    }
  </figure>`;
}

/** `resnet9 (width 0.5)` → `width 0.5` where all networks have one name. */
function nameIn(backbone: string, names: readonly string[]): string {
  const [, first, options] = /^(.*?)(?: \((.*)\))?$/s.exec(backbone)!;
  const same = names.every((name) => name === first || name.startsWith(`${first!} (`));
  return same && options !== undefined ? options : backbone;
}

function tableOf({ panels, coverage }: Report, gains: readonly NetworkGains[]): Markup {
  const rows = gains.flatMap(({ dataset, task, method, networks: all, differences }) =>
    differences.map(({ cell, budgets, interval }): Content[] => [
      ...[dataset, task, method],
      `${panels[cell]!.backbone} − ${panels[all[0]!.cell]!.backbone}`,
      interval === null ? '–' : doublings(interval.estimate),
      interval === null ? '–' : doublingsInterval(interval),
      interval === null ? '–' : DIRECTIONS[sideOf(interval)],
      list(budgets.map(count)) || 'none in common',
    ]),
  );
  return table(
    'What a network gains more from pretraining than the smallest one: the mean difference of log2(n̂/n) over the budgets at which both are compared, in doublings. It gains more or less where the 95 % interval leaves out 0; a claim tests each direction alone, at 5 %, and may show one that is not clear here.',
    [
      { heading: 'dataset', text: true },
      { heading: 'task', text: true },
      { heading: 'method', text: true },
      { heading: 'networks', text: true, wraps: true },
      { heading: 'difference', strong: true },
      { heading: `${percent(coverage, 0)} interval` },
      { heading: 'gains', text: true },
      { heading: 'budgets' },
    ],
    rows,
    { groupBy: 2 },
  );
}

const DIRECTIONS = { '1': 'more', '-1': 'less', '0': 'not clear' } as const;
