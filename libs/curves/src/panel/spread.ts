import { imageShifts } from '../images/image-shifts';
import type { ImageShifts } from '../images/image-shifts';
import { degreesOfFreedom, pooledVariance } from '../pooled-variance';
import type { Variance } from '../pooled-variance';
import { designOf, designsOf, networksOf } from './networks';
import type { Design } from './networks';
import { networkVariance } from './network-variance';
import type { NetworkVariance } from './network-variance';
import { keyOf, ladderOfRuns } from './panel';
import type { Panel, PanelArm, PanelRun } from './panel';
import { seedCorrelation } from './seed-correlation';
import type { CorrelationPrior, SeedGroup } from './seed-correlation';

/**
 * How much runs of one panel vary; a variance is null where no budget ran twice. Degrees of freedom are no whole numbers
 * here: with two seeds the difference between 1 and 1.5 is a factor of two in a width.
 */
export interface PanelSpread {
  scratch: Variance | null;
  /** Of finetuned runs, by the design of their arm: `own` includes the spread between networks, `nested` does not. */
  finetuned: Record<Design, Variance | null>;
  /** Correlation between the errors of one seed at two budgets, pooled over the study. */
  correlation: { scratch: number } & Record<Design, number>;
  /** How each arm uses pretrained networks, by `keyOf`; an arm with a single run follows the arms of its panel. */
  designs: Record<string, Design>;
  /** Between pretrained networks, pooled over the study; null where no arm of the study shows it. */
  network: NetworkVariance | null;
  /** How all means move with the choice of test images; null, or absent in older results, where runs did not keep their answers. */
  images?: ImageShifts | null;
}

/**
 * Half of the variance of a run is assumed to be common to the budgets of a seed, a little more where the seed has a
 * network of its own, which adds to what is common. It counts as much as four degrees of freedom of data.
 */
const PRIORS: Record<'scratch' | Design, CorrelationPrior> = {
  scratch: { value: 0.5, weight: 4 },
  own: { value: 0.6, weight: 4 },
  nested: { value: 0.5, weight: 4 },
};

/**
 * The spread of the runs of each panel of a study, in the order of `panels`. The variance of a run belongs to a panel,
 * scratch apart from finetuned arms; the correlations and the variance between networks are pooled over all of them.
 */
export function studySpread(panels: readonly Panel[]): PanelSpread[] {
  const parts = panels.map((panel) => ({
    scratch: [panel.scratch],
    own: groupsOf(panel, 'own'),
    nested: groupsOf(panel, 'nested'),
  }));
  const correlationOf = (kind: 'scratch' | Design) =>
    seedCorrelation(
      parts.flatMap((part) => seedGroups(part[kind])),
      PRIORS[kind],
    );
  const correlation = {
    scratch: correlationOf('scratch'),
    own: correlationOf('own'),
    nested: correlationOf('nested'),
  };
  const network = networkVariance(panels);
  const images = imageShifts(panels);
  return parts.map((part, at) => {
    const alone = {
      scratch: varianceOf(part.scratch, correlation.scratch),
      own: varianceOf(part.own, correlation.own),
      nested: varianceOf(part.nested, correlation.nested),
    };
    return {
      scratch: lent(alone.scratch, alone.nested ?? alone.own),
      finetuned: { own: lent(alone.own, alone.scratch), nested: lent(alone.nested, alone.scratch) },
      ...{ designs: designsByKey(panels[at]!), correlation, network, images: images[at]! },
    };
  });
}

/** The design of an arm of a panel; of one that the spread does not know, what its own runs show. */
export const designIn = ({ designs }: PanelSpread, arm: PanelArm): Design =>
  designs[keyOf(arm)] ?? designOf(arm);

function designsByKey({ arms }: Panel): Record<string, Design> {
  const designs = designsOf(arms);
  return Object.fromEntries(arms.map((arm, at) => [keyOf(arm), designs[at]!]));
}

/** Degrees of freedom that the runs of the other kind lend to a variance at most. */
const LENT = 2;

/**
 * A variance with up to two degrees of freedom from the other kind of run of the panel. With two seeds a variance of one
 * kind rests on one or two differences, and its intervals would be too wide to use; with more seeds the loan hardly counts. Null where
 * no budget of the kind ran twice.
 */
function lent(variance: Variance | null, other: Variance | null): Variance | null {
  if (variance === null || other === null) return variance;
  const weight = Math.min(LENT, other.df);
  const df = variance.df + weight;
  const mixed = (key: 'v0' | 'v1') => (variance.df * variance[key] + weight * other[key]) / df;
  return { v0: mixed('v0'), v1: mixed('v1'), df };
}

/** Runs that share their mean at a budget: an arm whose seeds have networks of their own, else each network of an arm. */
function groupsOf({ arms }: Panel, design: Design): (readonly PanelRun[])[] {
  const designs = designsOf(arms);
  return arms
    .filter((_, at) => designs[at] === design)
    .flatMap(({ runs }) => (design === 'own' ? [runs] : networksOf(runs)));
}

/** The pooled variance of groups, with its degrees of freedom at a correlation between budgets. */
function varianceOf(
  groups: readonly (readonly PanelRun[])[],
  correlation: number,
): Variance | null {
  const ladders = groups.map(ladderOfRuns);
  const variance = pooledVariance(ladders);
  return variance && { ...variance, df: degreesOfFreedom(ladders, correlation) };
}

function seedGroups(groups: readonly (readonly PanelRun[])[]): SeedGroup[] {
  const variance = pooledVariance(groups.map(ladderOfRuns));
  return variance === null ? [] : groups.map((runs) => ({ runs, variance }));
}
