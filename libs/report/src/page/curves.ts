import type { Chart } from '../charts/chart';
import type { Panel } from '../report';
import { download } from './download';
import { html, raw } from './markup';
import type { Markup } from './markup';
import { table } from './table';

/** A chart with what was made of it: all that a page needs. */
export interface DrawnChart extends Chart {
  svg: string;
  csv: string;
}

/** Per panel: learning curves and utility, each over its table. */
export function curves(drawn: readonly { panel: Panel; charts: readonly DrawnChart[] }[]): Markup {
  return html`<section id="curves">
    <h2>Curves</h2>
    ${drawn.map(
      ({ panel, charts }) =>
        html`<h3>${panel.dataset} <small>${panel.task}, ${panel.backbone}</small></h3>
          <div class="panel">${charts.map(figure)}</div> `,
    )}
  </section>`;
}

function figure(chart: DrawnChart): Markup {
  const [first, ...rest] = chart.table.headings;
  const columns = [{ heading: first!, text: true }, ...rest.map((heading) => ({ heading }))];
  return html`<figure class="chart" id="${chart.name}">
    <h4>${chart.heading}</h4>
    ${raw(chart.svg)}
    <figcaption>${chart.caption}</figcaption>
    <details>
      <summary>Numbers</summary>
      ${table(chart.title, columns, chart.table.rows)}
      <p class="note">
        Download: ${download(`${chart.name}.csv`, 'text/csv', chart.csv, 'numbers as CSV')},
        ${download(`${chart.name}.vl.json`, 'application/json', JSON.stringify(chart.spec), 'chart as Vega-Lite')}
      </p>
    </details>
  </figure>`;
}
