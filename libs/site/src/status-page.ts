import { html, raw } from '@nhat/report/page/markup';
import type { Content, Markup } from '@nhat/report/page/markup';
import { style } from '@nhat/report/page/style';
import { count, plural } from '@nhat/report/number-format';
import type { PipelineStatus } from './pipeline-status';

export type State = 'finished' | 'in part' | 'changed' | 'never run' | 'not readable' | 'report';

/** The state in one word or two; `changed`: the page is of an earlier document or code. */
export function stateOf({ nodes, done, report, fault }: PipelineStatus): State {
  if (fault !== null) return 'not readable';
  if (nodes === null) return report === null ? 'never run' : 'report';
  if (done === nodes && (nodes > 0 || report !== null)) return 'finished';
  if (done > 0) return 'in part';
  return report === null ? 'never run' : 'changed';
}

/** The list of all pipelines as a whole HTML file, which needs no other file and no network. */
export const statusPage = (statuses: readonly PipelineStatus[]): string =>
  `${
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width,initial-scale=1" />
          <meta name="generator" content="nhat" />
          <title>Reports</title>
          <style>
            ${raw(style)}${raw(statusStyle)}
          </style>
        </head>
        <body>
          <main>
            <header>
              <p class="kicker">nhat</p>
              <h1>Reports</h1>
            </header>
            ${statusList(statuses)}
          </main>
        </body>
      </html>`.text
  }\n`;

/** The list without a page around it: pipelines with results first, then those that were never run, in grey. */
export function statusList(statuses: readonly PipelineStatus[], folder = ''): Markup {
  const isOther = (status: PipelineStatus) => stateOf(status) === 'never run';
  const withResults = statuses.filter((status) => !isOther(status));
  const others = statuses.filter(isOther);
  const results = plural(withResults.length, 'pipeline');
  const none = html`<p>
    No pipeline was run yet: <code>npx nx utility smoke</code> takes under a minute.
  </p>`;
  return html`${
    withResults.length === 0
      ? none
      : statusTable(
          `${results} with results`,
          ['Pipeline', 'Answer', 'State', 'Newest result'],
          withResults.map((status) => rowOf(status, folder)),
        )
  }${
    others.length === 0
      ? null
      : html`<h2>Never run</h2>
          <p><code>npx nx plan NAME</code> says what would run, and how long it takes.</p>
          ${statusTable(
            `${plural(others.length, 'pipeline')} without results`,
            ['Pipeline', 'Question'],
            others.map(otherRow),
          )}`
  }`;
}

const statusTable = (
  caption: string,
  headings: readonly string[],
  rows: readonly Markup[],
): Markup =>
  html`<table class="statuses">
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${headings.map((heading) => html`<th scope="col">${heading}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;

function rowOf(status: PipelineStatus, folder: string): Markup {
  const { name, question, report, fault } = status;
  const state = stateOf(status);
  const title = report === null ? name : link(`${folder}${name}/index.html`, name);
  return html`<tr class="${state.replace(' ', '-')}">
    <th scope="row">${title}</th>
    <td>
      ${paragraph('question', question)}${paragraph('answer', report?.answer ?? '')}${paragraph(
        'fault',
        fault ?? '',
      )}
    </td>
    <td>${stateText(status, state)}</td>
    <td>${dateText(report?.newest ?? null)}</td>
  </tr> `;
}

const otherRow = ({ name, question }: PipelineStatus): Markup =>
  html`<tr class="never-run">
    <th scope="row">${name}</th>
    <td>${paragraph('question', question)}</td>
  </tr> `;

const paragraph = (name: string, text: string): Markup | null =>
  text === '' ? null : html`<p class="${name}">${text}</p>`;

const link = (path: string, text: string): Markup =>
  html`<a href="${path.split('/').map(encodeURIComponent).join('/')}">${text}</a>`;

function stateText({ nodes, done, name, report }: PipelineStatus, state: State): Content {
  if (state === 'report') {
    return name.startsWith('published/') ? 'published results' : 'without a document';
  }
  if (state === 'not readable') return 'document not readable';
  if (state === 'changed') return `changed since, ${count(nodes!)} nodes to run`;
  if (state === 'in part') return `in part: ${count(done)} of ${count(nodes!)} nodes`;
  const all = `finished: ${plural(nodes!, 'node')}`;
  return report === null ? html`${all}; its page: <code>npx nx page ${name}</code>` : all;
}

const dateText = (newest: string | null): Content =>
  newest === null ? '–' : html`<time datetime="${newest}">${newest.slice(0, 10)}</time>`;

/** Rules for the list, after those of the report. Below 760 pixels a row is a block. */
export const statusStyle = `
.statuses{width:100%}.statuses th,.statuses td{text-align:left;vertical-align:top;white-space:nowrap}
.statuses td:nth-child(2){white-space:normal;width:99%}.statuses td p{margin:0 0 .3rem;max-width:60ch}
.statuses code{white-space:normal}
.statuses .question{color:var(--muted)}.statuses .answer{font-weight:500}
.statuses .never-run th,.statuses .never-run td{color:var(--muted);font-weight:400}
.statuses .fault{overflow-wrap:anywhere}
@media screen and (max-width:760px){.statuses thead{position:absolute;clip-path:inset(50%)}
.statuses,.statuses tbody,.statuses tr,.statuses td,.statuses tbody th{display:block}
.statuses caption{display:block}.statuses tr{border-bottom:1px solid var(--line);padding:.7rem 0}
.statuses th,.statuses td{border:0;padding:.1rem 0;white-space:normal;width:auto}
.statuses th{font-weight:600}.statuses td:nth-child(n+3){display:inline;color:var(--muted)}.statuses td:nth-child(4)::before{content:" · "}}
`;
