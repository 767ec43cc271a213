import type { ClaimSettings } from '../claim';
import type { Study } from '../study';
import { drawCells } from './drawn-cells';
import { factorEffects } from './factor-effects';
import type { FactorEffect } from './factor-effects';
import { fitGaps } from './fit-gaps';
import type { FitGap } from './fit-gaps';
import { freezingLosses } from './freezing-losses';
import type { FreezingLosses } from './freezing-losses';
import { linearAndFinetuned } from './linear-and-finetuned';
import type { LinearAndFinetunedMeans } from './linear-and-finetuned';
import { meanUtilities } from './mean-utilities';
import type { MeanUtility } from './mean-utilities';
import { methodRanks } from './method-ranks';
import type { MethodRanks } from './method-ranks';
import { networkGains } from './network-gains';
import type { NetworkGains } from './network-gains';

/** What a study shows as a whole. Effects on utility are in doublings of the labels, log2(n̂/n), over joint draws. */
export interface Overview {
  utilities: MeanUtility[];
  ranks: MethodRanks[];
  networks: NetworkGains[];
  factors: FactorEffect[];
  freezing: FreezingLosses[];
  /** Null where no method has both evaluations. */
  linear: LinearAndFinetunedMeans | null;
  fit: FitGap[];
}

/**
 * Every overview of a study; a list is empty where the study has nothing for it. All overviews of utility share their draws, so that
 * methods of one cell share its scratch curve. Throws a RangeError with fewer than 200 draws.
 */
export function overviewOf(study: Study, settings: ClaimSettings): Overview {
  const cells = drawCells(study, settings);
  return {
    utilities: meanUtilities(cells),
    ranks: methodRanks(cells),
    networks: networkGains(cells),
    factors: factorEffects(cells),
    freezing: freezingLosses(cells),
    linear: linearAndFinetuned(cells, settings),
    fit: fitGaps(cells),
  };
}
