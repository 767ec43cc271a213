import { download } from './download';
import { html, raw } from './markup';
import type { Markup } from './markup';
import type { DrawnChart, Section } from './section';
import { table } from './table';

/** The charts of each panel: learning curves and utility, each with its table. */
export const curves: Section = {
  id: 'curves',
  title: 'Curves',
  render: (_, { drawn }) =>
    html`${drawn.map(
      ({ panel, charts }) =>
        html`<h3>${panel.dataset} <small>${panel.task}, ${panel.backbone}</small></h3>
          <div class="panel">${charts.map(figure)}</div> `,
    )}`,
};

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
