import type { ClaimConfig } from '@nhat/documents';
import { undecided } from './claim';
import type { Claim, ClaimSettings, Decision } from './claim';
import { claims } from './registry';
import { LackingStudy } from './study';
import type { Choices, Study } from './study';

/** A claim that a document lists, and what the study decides about it. */
export interface DecidedClaim extends Decision {
  /** Name of the claim. */
  name: string;
  /** Its options, with every default. */
  options: ClaimConfig['options'];
  statement: string;
  rule: string;
}

/** Decides a claim of a document; a study that lacks what it needs leaves it undecided and says what is missing. */
export function decideClaim(
  { name, options }: ClaimConfig,
  study: Study,
  settings: ClaimSettings,
): DecidedClaim {
  const claim = claims[name as keyof typeof claims] as unknown as Claim<unknown>;
  const { statement, rule } = claim;
  return {
    name,
    options,
    statement,
    rule,
    ...decision(claim, options as Choices, study, settings),
  };
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
