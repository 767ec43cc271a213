import { doublingsInterval, meanUtilityText, ratioText, sideOf } from '../overview/doublings';
import { heatMapOf } from '../overview/heat-map';
import type { HeatMap, HeatMapCell, HeatMapRow } from '../overview/heat-map';
import { chartNames } from '../naming';
import { count, list, percent } from '../number-format';
import type { Panel, Report } from '../report';
import { html } from './markup';
import type { Content, Markup } from './markup';
import type { PageContext } from './section';
import { table } from './table';

/** Cells of wider maps show no interval, which stands in the table below and in the title of the cell. */
const MOST_WITH_INTERVALS = 8;

/** The mean utilities of all methods on all datasets, each with a link to its curves; null where there are none. */
export function heatMap(report: Report, { drawn }: PageContext): Markup | null {
  const map = heatMapOf(report);
  if (map === undefined) return null;
  const names = chartNames(report);
  const shown = new Set(drawn.map(({ panel }) => panel));
  const linkOf = (panel: Panel) => (shown.has(panel) ? `#${names.get(panel)!}-utility` : null);
  return html`<figure class="picture heat" id="heat-map">
    <div class="scroll" tabindex="0" role="region" aria-label="Mean utility, may scroll sideways">
      <table>
        <caption>
          <span>Mean of log2(n̂/n) over the budgets, in doublings of the labels</span>
        </caption>
        ${headOf(map)}
        <tbody>
          ${map.rows.map((row) => rowOf(map, row, linkOf))}
        </tbody>
      </table>
    </div>
    <figcaption>${legendOf(report, map)}</figcaption>
    <details>
      <summary>Numbers with intervals</summary>
      ${numbersOf(report, map)}
    </details>
  </figure>`;
}

function headOf({ tasks, rows }: HeatMap): Markup {
  const corner = rows.some(({ backbone }) => backbone !== '') ? 'dataset, network' : 'dataset';
  const groups = tasks.map(
    ({ task, methods }) =>
      html`<th scope="colgroup" colspan="${String(methods.length)}">${task}</th>`,
  );
  return html`<thead>
    ${
      tasks.length > 1
        ? html`<tr>
            <td></td>
            ${groups}
          </tr>`
        : null
    }
    <tr>
      <th scope="col" class="text">${corner}</th>
      ${tasks.map(({ methods }) => methods.map((method) => html`<th scope="col">${method}</th>`))}
    </tr>
  </thead>`;
}

type LinkOf = (panel: Panel) => string | null;

const rowOf = (map: HeatMap, { dataset, backbone, cells }: HeatMapRow, linkOf: LinkOf): Markup =>
  html`<tr>
    <th scope="row" class="text">
      ${dataset}${backbone === '' ? null : html` <small>${backbone}</small>`}
    </th>
    ${cells.map((cell) => cellOf(map, cell, linkOf))}
  </tr>`;

function cellOf(map: HeatMap, { measured }: HeatMapCell, linkOf: LinkOf): Markup {
  if (measured === undefined) return html`<td class="none" title="not measured">–</td>`;
  const { utility, panel } = measured;
  const { interval, kind } = utility;
  const text = `${meanUtilityText(utility)}${interval?.thisNetworkOnly ? '*' : ''}`;
  const isShort = kind === 'number' || kind === 'above' || kind === 'below' || kind === 'one run';
  const title = interval === null ? kind : `interval ${doublingsInterval(interval)}`;
  const href = linkOf(panel);
  const label = isShort ? text : html`<small>${text}</small>`;
  const below =
    kind === 'number' && interval && columnsOf(map) <= MOST_WITH_INTERVALS
      ? html`<br /><small>${doublingsInterval(interval)}</small>`
      : null;
  return html`<td class="${classOf(measured.utility)}">
    ${href === null ? label : html`<a href="${href}" title="${title}">${label}</a>`}${below}
  </td>`;
}

const columnsOf = ({ tasks }: HeatMap): number =>
  tasks.reduce((sum, { methods }) => sum + methods.length, 0);

/** Half doublings per step of colour, at most three steps; `sure` where the interval leaves out 0. */
function classOf({ kind, estimate, interval }: NonNullable<HeatMapCell['measured']>['utility']) {
  if (estimate === null) return 'none';
  const step = Math.min(3, Math.ceil(Math.abs(estimate) / 0.5));
  const colour = estimate >= 0 ? `more${step}` : `fewer${step}`;
  if (kind === 'one run') return `${colour} once`;
  const isSure = kind !== 'number' || (interval !== null && sideOf(interval) !== 0);
  return isSure ? `${colour} sure` : colour;
}

function legendOf({ coverage, inversion }: Report, map: HeatMap): Content {
  const measured = map.rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.measured ?? []));
  const some = (test: (cell: (typeof measured)[number]) => boolean) => measured.some(test);
  const missing = map.rows.some(({ cells }) => cells.some((cell) => cell.measured === undefined));
  const texts = [
    '+1: scratch needs twice the labels, −1: half of them.',
    `Bold: the ${percent(coverage, 0)} interval leaves out 0.`,
    some(({ utility }) => utility.kind === 'one run') ? 'Italic: one run, no interval.' : '',
    some(({ utility }) => /above|below/.test(utility.kind))
      ? '> and <: beyond the curve from scratch, a bound.'
      : '',
    some(({ utility }) => utility.interval?.thisNetworkOnly === true)
      ? '*: one pretrained network, not its method.'
      : '',
    missing || some(({ utility }) => utility.estimate === null)
      ? 'Grey: not measured, or no number can be stated.'
      : '',
    inversion === 'paper' ? 'Read from the monotone fit, not by the rule of the paper.' : '',
    'A cell leads to its curves.',
  ];
  return texts.filter((text) => text !== '').join(' ');
}

function numbersOf({ coverage, panels }: Report, map: HeatMap): Markup {
  const measured = map.rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.measured ?? []));
  const several = new Set(panels.map(({ backbone }) => backbone)).size > 1;
  return table(
    'Mean utility of each method over the budgets at which it can be compared.',
    [
      { heading: 'dataset', text: true },
      ...(several ? [{ heading: 'network', text: true }] : []),
      { heading: 'task', text: true },
      { heading: 'method', text: true },
      { heading: 'log2(n̂/n)', strong: true },
      { heading: `${percent(coverage, 0)} interval` },
      { heading: 'n̂/n' },
      { heading: 'budgets' },
      { heading: 'left out', text: true, wraps: true },
    ],
    measured.map(({ panel, utility }) => [
      panel.dataset,
      ...(several ? [panel.backbone] : []),
      panel.task,
      utility.method,
      utility.estimate === null ? '–' : meanUtilityText(utility),
      utility.interval === null ? '–' : doublingsInterval(utility.interval),
      ratioText(utility),
      list(utility.budgets.map(count)) || '–',
      leftOutText(utility.leftOut),
    ]),
  );
}

/** `50 and 100 (at chance)`; a dash where nothing was left out. */
function leftOutText(leftOut: readonly { n: number; why: string }[]): string {
  const reasons = [...new Set(leftOut.map(({ why }) => why))];
  const texts = reasons.map((reason) => {
    const budgets = leftOut.filter(({ why }) => why === reason).map(({ n }) => count(n));
    return `${list(budgets)} (${reason})`;
  });
  return texts.join('; ') || '–';
}
