import type { DecidedClaim } from '@nhat/claims';
import {
  effectText,
  intervalText,
  probabilityText,
  restingEffect,
  restingFigures,
  restingFiguresText,
  restsText,
  unitOf,
  unitText,
} from './claim-text';
import { grouped } from './grouped';
import { markdownRows } from './markdown-rows';
import { count } from './number-format';

const HEADINGS = [
  ...['claim', 'outcome', 'rests on', 'effect', '95 % interval'],
  ...['unit', 'p', 'p against', 'more trainings'],
];

/**
 * Claims as a table in Markdown: the effect that each rests on, the p-values of the rules by which it holds and fails, and the trainings
 * that are expected to decide it.
 */
export function claimsTable(claims: readonly DecidedClaim[]): string {
  const cells = claims.map((claim) => {
    const probabilities = [claim.p, claim.pFails].map(probabilityText);
    const more = claim.moreTrainings === null ? '–' : count(claim.moreTrainings);
    return [
      claim.title,
      `**${claim.outcome}**`,
      restsText(claim),
      ...restingFigures(claim),
      ...probabilities,
      more,
    ];
  });
  return markdownRows(HEADINGS, cells);
}

/** Every effect of claims as a table in Markdown, in the order of `claims.json`. */
export function effectsTable(claims: readonly DecidedClaim[]): string {
  const cells = claims.flatMap((claim) =>
    claim.effects.map((effect) => [
      ...[effect.name, effectText(claim, effect), intervalText(claim, effect)],
      unitText(unitOf(claim, effect)),
    ]),
  );
  return markdownRows(['effect', 'estimate', '95 % interval', 'unit'], cells);
}

/**
 * Claims as a short table in Markdown, a row for each statement: the outcome, the effect that it rests on with its interval, and the
 * p-value of the rule by which it fails or, otherwise, holds. Where several claims have one statement, as one for each larger network,
 * their cells stand side by side and the outcome names what they differ by.
 */
export function outcomesTable(claims: readonly DecidedClaim[]): string {
  const cells = grouped(claims, ({ statement }) => statement).map(([statement, same]) => {
    const together = (text: (claim: DecidedClaim) => string) => same.map(text).join('; ');
    return [
      statement.replace(/\.$/, ''),
      same.every(({ outcome }) => outcome === same[0]!.outcome)
        ? `**${same[0]!.outcome}**`
        : together((claim) => [`**${claim.outcome}**`, ...ownOptions(claim, same)].join(' ')),
      together(restingText),
      together(({ outcome, p, pFails }) => probabilityText(outcome === 'fails' ? pFails : p)),
    ];
  });
  return markdownRows(['claim', 'outcome', 'effect (95 % interval)', 'p'], cells);
}

/** The values of the options by which a claim differs from others with its statement, in brackets; none where it is the only one. */
function ownOptions(claim: DecidedClaim, same: readonly DecidedClaim[]): string[] {
  const values = Object.entries(claim.options)
    .filter(([key, value]) => same.some(({ options }) => options[key] !== value))
    .map(([, value]) => String(value));
  return values.length === 0 ? [] : [`(${values.join(', ')})`];
}

/** `shapes-tcvl: 0.25 doublings (0.18 to 0.32)`, or `–` where the outcome rests on no single effect. */
function restingText(claim: DecidedClaim): string {
  const effect = restingEffect(claim);
  if (effect === null) return restsText(claim);
  return `${effect.name}: ${restingFiguresText(claim)}`;
}
