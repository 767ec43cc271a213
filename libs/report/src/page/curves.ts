import { curvesOf } from '../chance';
import { learningTable, settingsNote } from '../charts/learning-table';
import { unique } from '../naming';
import { percent } from '../number-format';
import type { Report } from '../report';
import { html, raw } from './markup';
import type { Markup } from './markup';
import type { DrawnChart, PageContext, Section } from './section';
import { table } from './table';

/** The charts of all panels on shared axes: tasks and networks below each other, datasets side by side. */
export const curves: Section = {
  id: 'curves',
  title: 'Curves',
  render: (report, { drawn }) =>
    drawn.length === 0
      ? null
      : html`${bandSwitch(report)}${groupsOf(drawn).map((one) => group(report, one))}`,
};

type Drawn = PageContext['drawn'];

/** The panels of one task and one network. */
const groupsOf = (drawn: Drawn): Drawn[] => {
  const keyOf = ({ panel }: Drawn[number]) => JSON.stringify([panel.task, panel.backbone]);
  return unique(drawn.map(keyOf)).map((key) => drawn.filter((one) => keyOf(one) === key));
};

/** More curves than these make mud of their bands, which are then drawn on demand. */
const MANY = 3;

/** A switch for the bands, which works without the script of the page. */
function bandSwitch({ panels, coverage }: Report): Markup {
  const few = panels.every((panel) => curvesOf(panel).length <= MANY);
  const checked = few ? html` checked` : null;
  return html`<p class="switch">
    <label
      ><input type="checkbox" id="bands" ${checked} /> Show single runs and ${percent(coverage, 0)}
      bands</label
    >
  </p>`;
}

function group(report: Report, drawn: Drawn): Markup {
  const { task, backbone } = drawn[0]!.panel;
  const kinds = drawn[0]!.charts.map(({ heading }) => heading);
  const rows = kinds.map((kind) => row(drawn, kind));
  return html`<h3>${task} <small>${backbone}</small></h3>
    ${drawn.length > 1 ? rows : html`<div class="panel">${rows}</div>`}
    <details>
      <summary>Numbers</summary>
      ${numbers(report, drawn)}
      <p class="note">
        The numbers of the utility charts are the <a href="#results">results</a>. Each chart lies
        beside this page as SVG, Vega-Lite and CSV.
      </p>
    </details>`;
}

/** One kind of chart for every dataset, with one caption. */
function row(drawn: Drawn, kind: string): Markup {
  const charts = drawn.flatMap(({ panel, charts: all }) =>
    all.filter(({ heading }) => heading === kind).map((chart) => ({ panel, chart })),
  );
  const caption = unique(charts.flatMap(({ chart }) => sentences(chart.caption))).join(' ');
  return html`<figure class="row">
    <h4>${kind}</h4>
    <div class="panel">${charts.map(({ panel, chart }) => picture(panel.dataset, chart))}</div>
    <figcaption>${caption}</figcaption>
  </figure>`;
}

const sentences = (caption: string): string[] => caption.split(/(?<=\.) (?=[A-Z])/);

const picture = (dataset: string, { name, svg }: DrawnChart): Markup =>
  html`<div class="chart" id="${name}">
    <h5>${dataset}</h5>
    ${later(svg)}
  </div>`;

/** The drawing in a box of its shape, so that browsers can leave it out until it is near the window and nothing moves. */
function later(svg: string): Markup {
  const [, width = '1', height = '1'] = /^<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  return html`<div class="later" style="aspect-ratio:${width}/${height}">${raw(svg)}</div>`;
}

/** The numbers of the learning curves of all datasets, one table. */
function numbers(report: Report, drawn: Drawn): Markup {
  const tables = drawn.map(({ panel }) => ({ panel, ...learningTable(report, panel) }));
  const headings = unique(tables.flatMap((one) => one.headings));
  const rows = tables.flatMap(({ panel, headings: own, rows: all }) =>
    all.map((cells) => [
      panel.dataset,
      ...headings.map((heading) => cells[own.indexOf(heading)] ?? '–'),
    ]),
  );
  const { task, backbone } = drawn[0]!.panel;
  const notes = unique(drawn.map(({ panel }) => settingsNote(panel))).filter((note) => note !== '');
  return table(
    [`Learning curves of ${task} on ${backbone}.`, ...notes].join(' '),
    ['dataset', ...headings].map((heading, at) => ({ heading, text: at < 2 })),
    rows,
    { groupBy: 2 },
  );
}
