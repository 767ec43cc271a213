import type { DecidedClaim } from '@nhat/claims';
import { effectText, intervalText, probabilityText, unitOf, unitText } from './claim-text';
import { markdownRows } from './markdown-rows';
import { count } from './number-format';

const HEADINGS = [
  ...['claim', 'outcome', 'effect', '95 % interval', 'unit', 'p', 'p against', 'more trainings'],
];

/**
 * Claims as a table in Markdown: the first effect of each, the p-values of the rules by which it holds and fails, and the trainings that
 * are expected to decide it.
 */
export function claimsTable(claims: readonly DecidedClaim[]): string {
  const cells = claims.map((claim) => {
    const [first] = claim.effects;
    const figures = first
      ? [
          effectText(claim, first),
          intervalText(claim, first),
          unitText(unitOf(claim, first)),
          probabilityText(claim.p),
          probabilityText(claim.pFails),
        ]
      : ['–', '–', '–', '–', '–'];
    const more = claim.moreTrainings === null ? '–' : count(claim.moreTrainings);
    return [claim.title, `**${claim.outcome}**`, ...figures, more];
  });
  return markdownRows(HEADINGS, cells);
}
