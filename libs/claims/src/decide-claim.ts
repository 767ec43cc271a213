import type { ClaimConfig } from '@nhat/documents';
import { isShownBothWays, undecided } from './claim';
import type { Claim, ClaimSettings, Decision } from './claim';
import type { MissingTrainings } from './more-trainings';
import { claims } from './registry';
import { LackingStudy } from './study';
import type { Choices, Study } from './study';

/** A claim that a document lists, and what the study decides about it. */
export interface DecidedClaim extends Omit<Decision, 'missing'> {
  /** Name of the claim. */
  name: string;
  /** The name with the options that the document sets: `merges-before-plateau (dataset shapes-tc)`. */
  title: string;
  /** Its options, with every default. */
  options: ClaimConfig['options'];
  statement: string;
  rule: string;
  /** Trainings (runs, pretrainings not counted) that would decide it with a power of 80 % if the effect is as it appears; null: unknown. */
  moreTrainings: number | null;
}

/**
 * Decides a claim of a document; a study that lacks what it needs leaves it undecided and says what is missing. `missing`: the runs to
 * which more seeds would be added, as `moreTrainings` counts them.
 */
export function decideClaim(
  { name, options }: ClaimConfig,
  study: Study,
  settings: ClaimSettings,
): { claim: DecidedClaim; missing: MissingTrainings | null } {
  const claim = claims[name as keyof typeof claims] as unknown as Claim<unknown>;
  const { statement, rule } = claim;
  const { missing: counted, ...decided } = decision(claim, options as Choices, study, settings);
  const missing = isShownBothWays(decided) ? null : counted;
  return {
    claim: {
      ...{ name, title: titleOf(name, options, claim), options, statement, rule },
      ...{ ...decided, moreTrainings: missing?.trainings ?? null },
    },
    missing,
  };
}

/** The name with the options that have another value than their default. */
function titleOf(name: string, options: ClaimConfig['options'], claim: Claim<unknown>): string {
  const { properties } = claim.options;
  const set = Object.entries(options).filter(([key, value]) => value !== properties[key]?.default);
  const texts = set.map(([key, value]) => `${key} ${String(value)}`);
  return texts.length === 0 ? name : `${name} (${texts.join(', ')})`;
}

function decision(
  claim: Claim<unknown>,
  options: Choices,
  study: Study,
  settings: ClaimSettings,
): Decision {
  try {
    return claim.decide(claim.inputOf(study, options), settings);
  } catch (error) {
    if (error instanceof LackingStudy) return undecided(error.message, claim.unit);
    throw error;
  }
}
