import { armOf, holm, ladderOfRuns, networksOf, pooledVariance } from '@nhat/curves';
import type { Ladder, Panel } from '@nhat/curves';
import { count } from '@nhat/documents';
import { COVERAGE, LEVEL, decidingFirst, undecided } from './claim';
import type { Decision, Effect } from './claim';
import { outcomeOf } from './contrast-effect';
import { intervalOf, meanDifference, pAbove, pBelow, withTestImages } from './mean-difference';
import type { Difference } from './mean-difference';
import { fewest, moreTrainings, slowest } from './more-trainings';
import type { MissingTrainings, OpenTest } from './more-trainings';
import { networkMeans } from './network-means';
import { NO_SPREAD, ONE_NETWORK } from './study-draws';
import { varianceAtBudget } from './variance-at-budget';

const UNIT = 'share of the metric';

/** Two networks, and the methods and the budget at which their order should change. */
export interface CrossingInput {
  small: Panel;
  large: Panel;
  arms: readonly string[];
  /** Labels; chosen before the runs. */
  n: number;
}

/** Large − small of one method. */
interface Crossing {
  arm: string;
  scratch: Difference;
  finetuned: Difference;
  /** The runs of both networks at the budget, from scratch and finetuned. */
  tested: OpenTest['tested'];
}

/**
 * Whether the larger network is worse from scratch and better when it was pretrained, at one budget: both are shown by Student-t for a method
 * (intersection-union, Holm over methods). It fails where the larger one is shown to be better from scratch or worse when pretrained.
 * Runs of one pretrained network count as one, by their mean; test images count as drawn, too.
 */
export function decideCrossing({ small, large, arms, n }: CrossingInput): Decision {
  const found = arms.map((arm) => crossingOf(small, large, arm, n));
  const missing = found.find((crossing) => typeof crossing === 'string');
  if (missing !== undefined) return undecided(missing, UNIT);
  const crossings = found as Crossing[];
  const holds = holm(
    crossings.map(({ scratch, finetuned }) => Math.max(pBelow(scratch, 0), pAbove(finetuned, 0))),
  );
  const fails = holm(
    crossings.flatMap(({ scratch, finetuned }) => [pAbove(scratch, 0), pBelow(finetuned, 0)]),
  );
  const shown = holds.some((p) => p < LEVEL);
  const outcome = outcomeOf(shown, !shown && fails.some((p) => p < LEVEL));
  const reasons = {
    holds: `At ${count(n)} labels the larger network is worse from scratch and better when pretrained.`,
    fails: `At ${count(n)} labels the larger network is better from scratch, or worse when pretrained.`,
    undecided: `At ${count(n)} labels neither a crossing nor its opposite is shown.`,
  };
  const [p, pFails] = [Math.min(...holds), Math.min(...fails)];
  const effects = crossings.flatMap(({ arm, scratch, finetuned }, at) => {
    /** Adjusted over the methods: that of both parts by Holm for the less clear one, that of the other by Bonferroni. */
    const adjusted = (own: number) => Math.min(holds[at]!, own * crossings.length);
    const name = `${large.name} − ${small.name}`;
    const beside = arms.length > 1 ? `, beside ${arm}` : '';
    return [
      effect(
        `${name}, finetuned after ${arm}`,
        finetuned,
        adjusted(pAbove(finetuned, 0)),
        fails[2 * at + 1]!,
      ),
      effect(
        `${name}, from scratch${beside}`,
        scratch,
        adjusted(pBelow(scratch, 0)),
        fails[2 * at]!,
      ),
    ];
  });
  return {
    ...{ outcome, because: reasons[outcome], unit: UNIT, p, pFails },
    effects: decidingFirst(effects, { outcome, p, pFails }),
    missing: outcome === 'undecided' ? trainingsMissing(crossings) : null,
  };
}

/** The differences of one method; a sentence where something is missing. */
function crossingOf(small: Panel, large: Panel, arm: string, n: number): Crossing | string {
  const panels = [large, small];
  const scratch = panels.map((panel) => cellAt(ladderOfRuns(panel.scratch), n));
  const finetuned = panels.map((panel) =>
    cellAt(ladderOfRuns(networkMeans(armOf(panel, arm).runs)), n),
  );
  const cells = [...scratch, ...finetuned];
  if (cells.some((cell) => cell === 'none')) {
    return `It needs runs with ${count(n)} labels from scratch and finetuned, of both networks.`;
  }
  const known = cells.filter((cell) => typeof cell !== 'string');
  if (known.length < cells.length) {
    const networks = panels.map((panel) => networksOf(armOf(panel, arm).runs).length);
    return Math.min(...networks) === 1 ? ONE_NETWORK : NO_SPREAD;
  }
  const [a, b, c, d] = known;
  const runsOf = (panel: Panel) =>
    [panel.scratch, armOf(panel, arm).runs].map((runs) => runs.filter((run) => run.n === n));
  const [ofLarge, ofSmall] = [runsOf(large), runsOf(small)];
  const cellsOf = (at: 0 | 1) => [
    { weight: 1, runs: ofLarge[at]! },
    { weight: -1, runs: ofSmall[at]! },
  ];
  return {
    arm,
    scratch: withTestImages(meanDifference(a!, b!), cellsOf(0)),
    finetuned: withTestImages(meanDifference(c!, d!), cellsOf(1)),
    tested: [...ofLarge, ...ofSmall],
  };
}

/** The cell at a budget with the variance of its values; `none` without it, `alone` where no budget has two values. */
function cellAt(ladder: Ladder, n: number) {
  const cell = ladder.find((candidate) => candidate.n === n);
  if (!cell) return 'none' as const;
  const variance = pooledVariance([ladder]);
  return variance === null
    ? ('alone' as const)
    : { cell, variance: varianceAtBudget(variance, [ladder], n) };
}

/** Both parts of a crossing must be shown, so the slower one counts; one seed more is a run in each of the four cells. */
function trainingsMissing(crossings: readonly Crossing[]): MissingTrainings | null {
  return fewest(
    crossings.flatMap(({ scratch, finetuned, tested }) => {
      const needs = (distance: number, { error, lasting }: Difference, tests: number) =>
        moreTrainings([{ distance, error, lasting, tested, level: LEVEL / tests }]);
      const [either, both] = [2 * crossings.length, crossings.length];
      return [
        slowest([
          needs(-scratch.estimate, scratch, both),
          needs(finetuned.estimate, finetuned, both),
        ]),
        needs(scratch.estimate, scratch, either),
        needs(-finetuned.estimate, finetuned, either),
      ];
    }),
  );
}

function effect(name: string, difference: Difference, p: number, pFails: number): Effect {
  return { name, effect: difference.estimate, ...intervalOf(difference, COVERAGE), p, pFails };
}
