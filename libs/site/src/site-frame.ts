import { html, raw } from '@nhat/report/page/markup';
import type { Markup } from '@nhat/report/page/markup';
import { style } from '@nhat/report/page/style';
import { statusStyle } from './status-page';

/** The pages that every page links to, by their path on the site. */
const PLACES = [
  ['index.html', 'nhat'],
  ['docs/index.html', 'Docs'],
  ['reports/index.html', 'Reports'],
  ['sheets/index.html', 'Images'],
  ['CONTRIBUTING.html', 'Contributing'],
  ['CHANGELOG.html', 'Changes'],
] as const;

/** A page of the site as a whole HTML file. `path` is its own, because links are relative: the site may be in any folder. */
export function framed(
  path: string,
  title: string,
  body: Markup,
  paths: ReadonlySet<string>,
): string {
  const places = PLACES.filter(([place]) => paths.has(place));
  return `${
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width,initial-scale=1" />
          <meta name="generator" content="nhat" />
          <title>${title}</title>
          <style>
            ${raw(style)}${raw(statusStyle)}${raw(siteStyle)}
          </style>
        </head>
        <body>
          <a class="skip" href="#content">To the text</a>
          <nav class="site" aria-label="Site">
            <ul>
              ${places.map(([place, name]) =>
                place === path
                  ? html`<li>
                      <a href="${relativePath(path, place)}" aria-current="page">${name}</a>
                    </li>`
                  : html`<li><a href="${relativePath(path, place)}">${name}</a></li>`,
              )}
            </ul>
          </nav>
          <main id="content" class="text">${body}</main>
        </body>
      </html>`.text
  }\n`;
}

/** The address of one page of the site on another. */
export function relativePath(from: string, to: string): string {
  const depth = from.split('/').length - 1;
  return '../'.repeat(depth) + to.split('/').map(encodeURIComponent).join('/');
}

/** Rules for texts, after those of the report: tables of words, code, and the bar of the site. */
const siteStyle = `
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.3rem .6rem}
nav.site{border-bottom:1px solid var(--line)}nav.site ul{max-width:1140px;margin:0 auto;padding:.7rem 1.25rem}
nav.site a{text-decoration:none}nav.site a:hover{text-decoration:underline}nav.site a[aria-current]{color:var(--ink);font-weight:650}
main.text{padding-top:1.5rem}.text h1{margin-top:.6rem}
.text h3{margin-top:1.6rem}.text :is(h1,h2,h3,h4){scroll-margin-top:1rem}
.text table:not(.statuses) :is(th,td){text-align:left;white-space:normal;vertical-align:top;min-width:5em;padding-right:1rem}
.text td:nth-last-child(n+4):nth-child(2){min-width:11em}
.text table:not(.statuses) :is(th,td)[align=right]{text-align:right}
.text .scroll{margin:.8rem 0}
.text pre{background:var(--tint);border-radius:4px;padding:.8rem 1rem;overflow-x:auto;line-height:1.45}
.text img{max-width:100%;height:auto}.text li>p{margin:.3rem 0}
.sheets{display:grid;gap:2rem;margin:1.5rem 0}.sheets img{display:block;border-radius:3px;background:var(--tint)}
@media (prefers-color-scheme:dark){.text img[src$=".svg"]{background:#fff;border-radius:4px}}
@media screen and (max-width:760px){.text pre{font-size:.82rem}nav.site ul{padding:.6rem 1rem}}
`;
