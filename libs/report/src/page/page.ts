import type { Report } from '../report';
import { html, raw } from './markup';
import { opening } from './opening';
import { publishedMark } from './published';
import { renderSections } from './section';
import type { PageContext, Section } from './section';
import { sections as allSections } from './sections';
import { script } from './script';
import { style } from './style';
import { distinctNames } from './table';

/** The whole report as one HTML file without network access or other files. Its script is a convenience. */
export function page(
  report: Report,
  context: PageContext,
  sections: readonly Section[] = allSections,
): string {
  const { contents, body } = renderSections(sections, report, context);
  const { title, remark } = titleOf(report);
  return `${distinctNames(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width,initial-scale=1" />
          <meta name="generator" content="nhat" />
          <title>${title}</title>
          <style>
            ${raw(style)}
          </style>
        </head>
        <body>
          <a class="skip" href="#main">Skip to the results</a>
          <main id="main">
            <header>
              <p class="kicker">Pipeline ${report.name}${publishedMark(report)}</p>
              <h1>${title}</h1>
              ${remark === '' ? null : html`<p class="aside">${remark}</p>`}
              ${opening(report, context)} ${contents}
            </header>
            ${body}
            <footer class="muted">
              <p>
                Made by nhat. Utility as defined by Newell and Deng, “How Useful is Self-Supervised
                Pretraining for Visual Tasks?”, CVPR 2020.
              </p>
            </footer>
          </main>
          <script>
            ${raw(script)};
          </script>
        </body>
      </html>`.text,
  )}\n`;
}

/** The question alone is the title; what a document says in brackets after it stands below in small. */
function titleOf({ question, name }: Report): { title: string; remark: string } {
  const [, asked, remark] = /^(.*?\?)\s+\((.*)\)$/su.exec(question) ?? [];
  return { title: asked ?? (question || `Pipeline ${name}`), remark: remark ?? '' };
}
