import type { DecidedClaim, Effect } from '@nhat/claims';
import {
  decidingText,
  effectText,
  hasManyLeftOut,
  intervalText,
  leftOutText,
  looksText,
  probabilityText,
  restingEffect,
  restingFigures,
  restsText,
  shortLeftOutText,
  unitOf,
  unitText,
} from '../claim-text';
import { count, plural } from '../number-format';
import { html, raw } from './markup';
import type { Content, Markup } from './markup';
import type { Section } from './section';
import { table } from './table';

/** What the results decide about the claims of the document; absent where it lists none. */
export const claims: Section = {
  id: 'claims',
  title: 'Claims',
  render: ({ claims: list, rounds }) => (list.length === 0 ? null : body(list, looksText(rounds))),
};

const body = (list: readonly DecidedClaim[], looks: string): Markup =>
  html`${openText(list)}${looks === '' ? null : html`<p>${looks}</p>`}${table(
    'Claims and the effect that each outcome rests on: the clearest one where one is enough, the least clear one where all must be shown. (1 of 5) is how many there are; all stand below. p: one-sided, of the whole rule by which the claim holds, and of the one by which it fails (p against); below 0.05 a rule is shown. A p from draws is (1 + draws against it) / (1 + draws), so never 0. Other sections draw anew, so that their intervals may differ in the last digit.',
    [
      { heading: 'claim', text: true, wraps: true },
      { heading: 'outcome', text: true },
      { heading: 'rests on', text: true, wraps: true },
      { heading: 'effect', strong: true },
      { heading: '95 % interval' },
      { heading: 'unit', text: true },
      { heading: 'around 0', text: true, spare: true },
      { heading: 'p' },
      { heading: 'p against' },
      { heading: 'more trainings' },
    ],
    list.map(row),
    { wide: true },
  )}
  ${list.map(details)}`;

function row(claim: DecidedClaim): Content[] {
  const { title, outcome, moreTrainings } = claim;
  const first = restingEffect(claim);
  const [effect, interval, unit] = restingFigures(claim);
  const range = first === null ? '–' : rangeOf(first);
  const probabilities = [claim.p, claim.pFails].map(probabilityText);
  const missing = moreTrainings === null ? '–' : count(moreTrainings);
  const tag = html`<span class="tag ${outcome}">${outcome}</span>`;
  return [title, tag, restsText(claim), effect, interval, unit, range, ...probabilities, missing];
}

/** What would decide the open claims, the cheapest first; null where none can be decided by more trainings. */
function openText(list: readonly DecidedClaim[]): Markup | null {
  const open = list.filter(({ outcome }) => outcome === 'undecided');
  const priced = open
    .flatMap(({ title, moreTrainings }) =>
      moreTrainings === null ? [] : [{ title, moreTrainings }],
    )
    .sort((a, b) => a.moreTrainings - b.moreTrainings);
  if (priced.length === 0) return null;
  const [first, second] = priced;
  if (second === undefined) {
    const { title, moreTrainings: number } = first!;
    const ofSeveral = open.length > 1 ? `, one of ${count(open.length)} open claims` : null;
    return html`<p>
      ${plural(number, 'more training')} ${number === 1 ? 'is' : 'are'} expected to decide
      <b>${title}</b>${ofSeveral}.
    </p>`;
  }
  const which =
    priced.length < open.length
      ? `${count(priced.length)} of ${count(open.length)}`
      : `the ${count(open.length)}`;
  return html`<p>
    More trainings are expected to decide ${which} open claims, the cheapest first:
    ${priced.map(
      ({ title, moreTrainings }, at) =>
        html`${at > 0 ? '; ' : null}${count(moreTrainings)} for <b>${title}</b>`,
    )}.
  </p>`;
}

const RANGE = { width: 96, height: 14 };

/** The interval of an effect as a bar beside a line at 0; its numbers stand in the cells before it. */
function rangeOf({ effect, low, high }: Effect): Markup {
  const most = Math.max(Math.abs(low), Math.abs(high)) * 1.1 || 1;
  const x = (value: number) => Math.round((RANGE.width / 2) * (1 + value / most));
  const middle = RANGE.height / 2;
  return raw(
    `<svg class="range" width="${RANGE.width}" height="${RANGE.height}" aria-hidden="true"><path d="M${x(0)} 0V${RANGE.height}" stroke="currentColor" stroke-width="1" opacity=".5"/><path d="M${x(low)} ${middle}H${x(high)}" stroke="currentColor" stroke-width="2"/><circle cx="${x(effect)}" cy="${middle}" r="3.5" fill="currentColor"/></svg>`,
  );
}

/** Statement, reason and what would decide it; the rule and every effect on demand. */
function details(claim: DecidedClaim): Markup {
  const { title, statement, because, rule, outcome } = claim;
  const left = shortLeftOutText(claim, 'below its rule');
  const more = [left, decidingText(claim)].filter((text) => text !== '');
  return html`<h3>${title} <small>${outcome}</small></h3>
    <p><em>${statement}</em> ${because}${more.map((text) => ` ${text}`)}</p>
    <details>
      <summary>Rule${claim.effects.length > 0 ? ' and effects' : null}</summary>
      <p>${rule}</p>
      ${hasManyLeftOut(claim) ? html`<p>${leftOutText(claim)}</p>` : null}
      ${claim.effects.length > 0 ? effectTable(claim) : null}
    </details>`;
}

const effectTable = (claim: DecidedClaim): Markup =>
  table(
    `Effects in ${unitText(claim)}; the outcome rests on ${restingEffect(claim) === null ? 'all of them together' : 'the first'}.`,
    [
      { heading: 'effect of', text: true, wraps: true },
      { heading: 'effect' },
      { heading: '95 % interval' },
      { heading: 'p' },
      { heading: 'p against' },
    ],
    claim.effects.map((effect) => [
      effect.unit === undefined
        ? effect.name
        : `${effect.name} (${unitText(unitOf(claim, effect))})`,
      effectText(claim, effect),
      intervalText(claim, effect),
      probabilityText(effect.p),
      probabilityText(effect.pFails),
    ]),
  );
