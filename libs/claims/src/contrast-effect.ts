import { contrast, holm } from '@nhat/curves';
import type { Contrast, ContrastTerm } from '@nhat/curves';
import { COVERAGE, LEVEL, decidingFirst } from './claim';
import type { Decision, Outcome, TestedEffect } from './claim';
import { moreTrainings } from './more-trainings';
import type { OpenTest } from './more-trainings';
import { ONE_NETWORK } from './study-draws';

/** A contrast with its name, and the runs that it compares. */
export interface NamedContrast {
  name: string;
  result: Contrast;
  tested: OpenTest['tested'];
}

export const namedContrast = (
  name: string,
  terms: readonly ContrastTerm[],
  tested: OpenTest['tested'],
): NamedContrast => ({ name, result: contrast(terms, COVERAGE), tested });

/**
 * The decision on a claim that a contrast is above 0, in one or several places: it holds where it holds in one of them after Holm's
 * correction and fails in none, and fails where a contrast below 0 is shown in one and above 0 in none. One pretrained network decides nothing.
 */
export function decideAbove(contrasts: readonly NamedContrast[], unit: Decision['unit']): Decision {
  const above = holm(contrasts.map(({ result }) => result.pAbove));
  const below = holm(contrasts.map(({ result }) => result.pBelow));
  const effects = contrasts
    .map(({ name, result }, at): TestedEffect => ({
      ...{ name, effect: result.estimate, low: result.low, high: result.high },
      ...{ p: above[at]!, pFails: below[at]! },
    }))
    .sort((a, b) => Math.min(a.p, a.pFails!) - Math.min(b.p, b.pFails!));
  const [p, pFails] = [Math.min(...above), Math.min(...below)];
  const names = (test: (effect: TestedEffect) => boolean) =>
    effects
      .filter(test)
      .map(({ name }) => name)
      .join(', ');
  const holds = names(({ p }) => p < LEVEL);
  const fails = names(({ pFails }) => pFails! < LEVEL);
  const oneNetwork = contrasts.some(({ result }) => result.thisNetworkOnly);
  const outcome = oneNetwork ? 'undecided' : outcomeOf(holds !== '', fails !== '');
  return {
    ...{ outcome, unit, p, pFails, effects: decidingFirst(effects, { outcome, p, pFails }) },
    because: oneNetwork ? ONE_NETWORK : reason(holds, fails),
    missing: outcome === 'undecided' && !oneNetwork ? moreTrainings(testsOf(contrasts)) : null,
  };
}

/** Shown in both directions is undecided. */
export const outcomeOf = (holds: boolean, fails: boolean): Outcome =>
  holds === fails ? 'undecided' : holds ? 'holds' : 'fails';

function reason(holds: string, fails: string): string {
  if (holds && fails) return `Shown for ${holds}, and the opposite for ${fails}.`;
  if (holds) return `Shown for ${holds}.`;
  return fails ? `The opposite is shown for ${fails}.` : 'Neither direction is shown.';
}

const testsOf = (contrasts: readonly NamedContrast[]): OpenTest[] =>
  contrasts.map(({ result, tested }) => ({
    ...{ distance: Math.abs(result.estimate), error: result.error, tested },
    level: LEVEL / contrasts.length,
  }));
