import type { DecidedClaim } from '@nhat/claims';
import {
  effectText,
  intervalText,
  probabilityText,
  restingFigures,
  restsText,
  unitOf,
  unitText,
} from './claim-text';
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
