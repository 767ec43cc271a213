import type { DecidedClaim } from '@nhat/claims';
import { claimsByOutcome, outcomesText } from '../claim-text';
import type { DecisionText } from '../decision-text';
import { budgetWithUtility, comparisonSentence } from '../headline';
import { lead } from '../lead';
import type { Note } from '../lead';
import { plural } from '../number-format';
import type { Report } from '../report';
import { ranFacts } from '../settings';
import { heatMap } from './heat-map';
import { html, raw } from './markup';
import type { Content, Markup } from './markup';
import type { DrawnChart, PageContext } from './section';
import { worthBox } from './worth';

/**
 * The first screen below the title: what was expected, the outcomes of claims, the answer, the picture that shows it, and what was run. Where
 * labels have a price the answer about these comes before the claims.
 */
export function opening(report: Report, context: PageContext): Markup {
  const { headline, counts, decision, figures, notes } = lead(report);
  const picture = pictureOf(report, context);
  const layout = picture === null ? 'alone' : isNarrow(report) ? 'beside' : 'above';
  return html`<div class="opening ${layout}">
      <div class="answer">
        ${expectation(report)}${decision === null ? outcomesOf(report) : null}
        <p class="lead"><strong>${headline}</strong></p>
        ${counts === '' ? null : html`<p>${counts}</p>`}${decision === null ? null : priced(decision)}
        ${notes.filter(({ kind }) => kind === 'limit').map(noteOf)}
        ${figures === '' ? null : html`<p class="figures">${figures}</p>`}
        ${decision === null ? null : outcomesOf(report)}${sentencesOf(report)}
      </div>
      ${picture} ${decision === null ? null : worthBox(report)} ${factsOf(report)}
    </div>
    <div class="notes">${notes.filter(({ kind }) => kind !== 'limit').map(noteOf)}</div>`;
}

/** The first sentence of what the document expects; it comes before any number, because it may say that numbers mean nothing. */
function expectation({ expected }: Report): Markup | null {
  if (expected === '') return null;
  const [first] = /^.*?[.!?](?=\s|$)/su.exec(expected) ?? [expected];
  const rest = first.length < expected.length ? html` <a href="#expected">More</a>` : null;
  return html`<p class="expected"><b>Expected:</b> ${first}${rest}</p>`;
}

/** The sentences of several panels, and what the answer rests on. */
function priced({ sentences, details }: DecisionText): Markup {
  return html`${
    sentences.length === 0
      ? null
      : html`<ul>
          ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
        </ul>`
  }
  ${details.map(({ label, text }) => html`<p class="priced"><b>${label}:</b> ${text}</p>`)}`;
}

/** Longer lists are folded. */
const MOST_ITEMS = 5;

function noteOf({ label, text, kind, items = [], rows = items.length }: Note): Markup {
  const style = kind === 'limit' ? kind : 'remark';
  if (rows <= MOST_ITEMS) return html`<p class="${style}"><b>${label}:</b> ${text}</p>`;
  const intro = text.slice(0, text.indexOf(': '));
  return html`<details class="${style}">
    <summary><b>${label}:</b> ${intro} (${plural(rows, 'case')})</summary>
    <ul>
      ${items.map((item) => html`<li>${item}</li>`)}
    </ul>
  </details>`;
}

/** How many claims hold, fail and are undecided, and what each of them says, because their names are those of the document. */
function outcomesOf({ claims }: Report): Markup | null {
  if (claims.length === 0) return null;
  return html`<p class="lead"><strong>${outcomesText(claims)}</strong></p>
    <ul class="outcomes">
      ${claimsByOutcome(claims).flatMap(({ claims: own }) => own.map(claimItem))}
    </ul>
    <p><a href="#claims">Their effects and rules</a>.</p>`;
}

const claimItem = ({ title, outcome, statement }: DecidedClaim): Markup =>
  html`<li><b>${CLAIM_WORDS[outcome]}:</b> ${statement} <small>${title}</small></li>`;

const CLAIM_WORDS = { holds: 'Holds', fails: 'Fails', undecided: 'Undecided' } as const;

/** A sentence for each of a few comparisons; the picture and the table show many. */
function sentencesOf(report: Report): Markup | null {
  const comparisons = report.panels.flatMap((panel) =>
    panel.comparisons.map((comparison) => ({ panel, comparison })),
  );
  if (comparisons.length < 2 || comparisons.length > MOST_ITEMS) return null;
  return html`<ul>
    ${comparisons.map(
      ({ panel, comparison }) =>
        html`<li>${comparisonSentence(report, panel, comparison, budgetWithUtility)}</li>`,
    )}
  </ul>`;
}

/** Of one scratch curve the utility of every method on it, of several the heat map. */
function pictureOf(report: Report, context: PageContext): Markup | null {
  if (report.panels.length > 1) return heatMap(report, context);
  const [only] = context.drawn;
  const chart = only?.charts.find(({ name }) => name.endsWith('-utility'));
  return chart ? chartOf(chart) : null;
}

/** The chart under a name of its own, because it occurs again with its numbers below. */
const chartOf = ({ svg, name, caption }: DrawnChart): Markup =>
  html`<figure class="picture chart">
    ${raw(svg.replaceAll(`"${name}-`, `"first-${name}-`).replaceAll(`(#${name}-`, `(#first-${name}-`))}
    <figcaption>${caption} <a href="#${name}">Its numbers</a>.</figcaption>
  </figure>`;

/** Columns of a heat map that fit beside the answer. */
const MOST_BESIDE = 5;

function isNarrow({ panels }: Report): boolean {
  if (panels.length === 1) return true;
  const tasks = new Set(panels.map(({ task }) => task)).size;
  const methods = new Set(
    panels.flatMap(({ comparisons }) => comparisons.map(({ method }) => method)),
  ).size;
  return tasks * methods <= MOST_BESIDE;
}

/** Network, images, length, seeds, date, commit and the command that computes it again. */
function factsOf(report: Report): Markup {
  const { command, checkout, newest } = report.provenance;
  const commit =
    checkout &&
    html`<code>${checkout.commit.slice(0, 10)}</code
      >${checkout.changed ? ' with uncommitted changes' : null}`;
  const facts: [string, Content][] = [
    ...ranFacts(report).map(({ name, text }): [string, Content] => [name, text]),
    ...(newest === null ? [] : [['Date', `${newest.slice(0, 10)} (UTC)`] as [string, Content]]),
    ...(commit ? [['Commit', commit] as [string, Content]] : []),
    ['Reproduce', html`<code>${command}</code>`],
  ];
  return html`<dl class="facts">
    ${facts.map(
      ([name, text]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${text}</dd>
        </div>`,
    )}
  </dl>`;
}
