import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { html, raw } from '@nhat/report/page/markup';
import type { Markup } from '@nhat/report/page/markup';
import { pipelineStatuses } from './pipeline-status';
import type { StatusContext } from './pipeline-status';
import { framed, relativePath } from './site-frame';
import { siteTexts } from './site-texts';
import type { SiteText } from './site-texts';
import { statusList } from './status-page';

/** A contact sheet of a dataset. */
export interface Sheet {
  dataset: string;
  /** Path of the picture in the workspace. */
  file: string;
  /** What the document says of the dataset; may be empty. */
  description: string;
}

/**
 * All files of the site by their path there: the texts of the workspace as pages, its reports with a list of all pipelines, and
 * its contact sheets. Throws a UserError for links that lead nowhere.
 */
export function siteFiles(
  context: StatusContext,
  sheets: readonly Sheet[],
): Map<string, string | Buffer> {
  const { root } = context;
  const { texts, files } = siteTexts(root);
  const statuses = pipelineStatuses(context);
  const pages = new Map<string, { title: string; body: Markup }>([
    ...texts.map((text): [string, { title: string; body: Markup }] => [
      text.path,
      { title: text.title || text.source, body: raw(text.html) },
    ]),
    ['docs/index.html', { title: 'Docs', body: docsList(texts) }],
    [
      'reports/index.html',
      {
        title: 'Reports',
        body: html`<h1>Reports</h1>
          ${statusList(statuses)}`,
      },
    ],
    ...(sheets.length > 0
      ? [['sheets/index.html', { title: 'Images', body: sheetList(sheets) }] as const]
      : []),
  ]);
  const paths = new Set(pages.keys());
  const copied = [
    ...files,
    ...statuses.flatMap(({ name, report }) => (report === null ? [] : reportFiles(root, name))),
  ].map((file): [string, Buffer] => [file, readFileSync(join(root, file))]);
  const pictures = sheets.map(({ dataset, file }): [string, Buffer] => [
    `sheets/${dataset}.png`,
    readFileSync(join(root, file)),
  ]);
  const written = [...pages].map(([path, { title, body }]): [string, string] => [
    path,
    framed(path, path === 'index.html' ? title : `${title} · nhat`, body, paths),
  ]);
  return new Map<string, string | Buffer>([...copied, ...pictures, ...written]);
}

function docsList(texts: readonly SiteText[]): Markup {
  const docs = texts.filter(({ source }) => source.startsWith('docs/'));
  return html`<h1>Docs</h1>
    <ul>
      ${docs.map(
        ({ path, title, source }) =>
          html`<li><a href="${relativePath('docs/index.html', path)}">${title || source}</a></li> `,
      )}
    </ul>`;
}

const sheetList = (sheets: readonly Sheet[]): Markup =>
  html`<h1>Images</h1>
    <p>What the datasets look like: some images of each, in rows by class.</p>
    <div class="sheets">
      ${sheets.map(
        ({ dataset, description }) =>
          html`<figure id="${dataset}">
            <figcaption><b>${dataset}</b> ${description}</figcaption>
            <img
              src="${encodeURIComponent(dataset)}.png"
              alt="Images of ${dataset}"
              loading="lazy"
            />
          </figure> `,
      )}
    </div>`;

/** The files of a report, without those of pipelines whose names begin with its name. */
function reportFiles(root: string, name: string): string[] {
  const folder = `reports/${name}`;
  const filesIn = (path: string) =>
    existsSync(join(root, path))
      ? readdirSync(join(root, path), { withFileTypes: true })
          .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
          .map((entry) => `${path}/${entry.name}`)
      : [];
  return [...filesIn(folder), ...filesIn(`${folder}/charts`)];
}
