import type { DecidedClaim } from '@nhat/claims';
import {
  decidingText,
  effectText,
  intervalText,
  leftOutText,
  probabilityText,
  unitText,
} from '../claim-text';
import { count } from '../number-format';
import { html } from './markup';
import type { Content, Markup } from './markup';
import type { Section } from './section';
import { table } from './table';

/** What the results decide about the claims of the document; absent where it lists none. */
export const claims: Section = {
  id: 'claims',
  title: 'Claims',
  render: (report) => (report.claims.length === 0 ? null : body(report.claims)),
};

const body = (list: readonly DecidedClaim[]): Markup =>
  html`${table(
    'The first effect of each claim. p: one-sided, of the test by which the claim holds, and of the one by which it fails (p against); below 0.05 a test decides.',
    [
      { heading: 'claim', text: true, wraps: true },
      { heading: 'outcome', text: true },
      { heading: 'effect', strong: true },
      { heading: '95 % interval' },
      { heading: 'unit', text: true, spare: true },
      { heading: 'p' },
      { heading: 'p against' },
      { heading: 'more trainings' },
    ],
    list.map(row),
    { wide: true },
  )}
  ${list.map(details)}`;

function row(claim: DecidedClaim): Content[] {
  const { title, outcome, effects, moreTrainings } = claim;
  const [first] = effects;
  const figures = first
    ? [
        effectText(claim, first.effect),
        intervalText(claim, first),
        unitText(claim),
        probabilityText(first.p),
        first.pFails === null ? '–' : probabilityText(first.pFails),
      ]
    : ['–', '–', '–', '–', '–'];
  const missing = moreTrainings === null ? '–' : count(moreTrainings);
  const tag = html`<span class="tag ${outcome}">${outcome}</span>`;
  return [title, tag, ...figures, missing];
}

/** Statement, reason and what would decide it; the rule and every effect on demand. */
function details(claim: DecidedClaim): Markup {
  const { title, statement, because, rule, outcome } = claim;
  const more = [leftOutText(claim), decidingText(claim)].filter((text) => text !== '');
  return html`<h3>${title} <small>${outcome}</small></h3>
    <p><em>${statement}</em> ${because}${more.map((text) => ` ${text}`)}</p>
    <details>
      <summary>Rule${claim.effects.length > 0 ? ' and effects' : null}</summary>
      <p>${rule}</p>
      ${claim.effects.length > 0 ? effectTable(claim) : null}
    </details>`;
}

const effectTable = (claim: DecidedClaim): Markup =>
  table(
    `Effects in ${unitText(claim)}.`,
    [
      { heading: 'effect of', text: true, wraps: true },
      { heading: 'effect' },
      { heading: '95 % interval' },
      { heading: 'p' },
      { heading: 'p against' },
    ],
    claim.effects.map((effect) => [
      effect.name,
      effectText(claim, effect.effect),
      intervalText(claim, effect),
      probabilityText(effect.p),
      effect.pFails === null ? '–' : probabilityText(effect.pFails),
    ]),
  );
