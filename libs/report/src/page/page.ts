import { budgetWithUtility, comparisonSentence } from '../headline';
import { lead } from '../lead';
import type { Panel, Report } from '../report';
import { whatRan } from '../settings';
import { cost } from './cost';
import { curves } from './curves';
import type { DrawnChart } from './curves';
import { expectation } from './expectation';
import { how } from './how';
import { html, raw } from './markup';
import type { Markup } from './markup';
import { provenance } from './provenance';
import { results } from './results';
import { settings } from './settings';
import { style } from './style';
import { world } from './world';

/** The whole report as one HTML file that needs nothing else: no network, no script, no other file. */
export function page(
  report: Report,
  drawn: readonly { panel: Panel; charts: readonly DrawnChart[] }[],
): string {
  const title = report.question || `Pipeline ${report.name}`;
  return `${
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
          <main>
            <header>
              <p class="kicker">Pipeline ${report.name}</p>
              <h1>${title}</h1>
              <p class="ran">${whatRan(report)}</p>
              ${opening(report)} ${contents(report)}
            </header>
            ${results(report)} ${curves(drawn)} ${expectation(report)} ${world(report)}
            ${settings(report)} ${cost(report)} ${how(report)} ${provenance(report)}
            <footer class="muted">
              <p>
                Made by nhat. Utility as defined by Newell and Deng, “How Useful is Self-Supervised
                Pretraining for Visual Tasks?”, CVPR 2020.
              </p>
            </footer>
          </main>
        </body>
      </html>`.text
  }\n`;
}

function opening(report: Report): Markup {
  const { headline, figures, notes } = lead(report);
  const comparisons = report.panels.flatMap((panel) =>
    panel.comparisons.map((comparison) =>
      comparisonSentence(report, panel, comparison, budgetWithUtility),
    ),
  );
  return html`<p class="lead">
      <strong>${headline}</strong> ${figures}${notes.map(
        ({ label, text }) => html` <span><b>${label}:</b> ${text}</span>`,
      )}
    </p>
    ${
      comparisons.length > 1
        ? html` <ul>
            ${comparisons.map((sentence) => html`<li>${sentence}</li>`)}
          </ul>`
        : null
    }`;
}

const contents = (report: Report): Markup =>
  html`<nav aria-label="Contents">
    <ul>
      ${[
        ['results', 'Results'],
        ['curves', 'Curves'],
        ...(report.expected || report.cost ? [['expected', 'Expected and found']] : []),
        ['data', 'Data'],
        ['settings', 'Settings'],
        ['pretraining', 'Pretraining'],
        ['cost', 'Cost'],
        ['how', 'How it was computed'],
        ['provenance', 'Provenance'],
      ].map(([id, name]) => html`<li><a href="#${id!}">${name!}</a></li>`)}
    </ul>
  </nav>`;
