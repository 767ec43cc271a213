import { holm, mean } from '@nhat/curves';
import { COVERAGE, LEVEL, decidingFirst, undecided } from './claim';
import type { Claim, Decision, Effect } from './claim';
import { claimOptions } from './claim-options';
import { outcomeOf } from './contrast-effect';
import { intervalOf, meanOf, pAbove, pBelow, withTestImages } from './mean-difference';
import type { Difference } from './mean-difference';
import { armsAtCommonBudgets, frozenArms, lossesOf, weightedCells } from './frozen-arms';
import type { FrozenArms } from './frozen-arms';
import { moreTrainings } from './more-trainings';
import { areOfOneNetwork } from './network-means';
import { checkShare, chosenCells, onlyOne } from './study';
import type { Choices, StudyArm } from './study';
import { ONE_NETWORK } from './study-draws';

export interface FreezingInput extends FrozenArms {
  /** A loss smaller than this does not count, in units of the metric; 0.005 by default. */
  margin?: number;
}

const STATEMENT = 'The more stages of a network are frozen, the less accurate it is.';

interface FreezingOptions extends Choices {
  margin: number;
}

export const freezingHurts: Claim<FreezingInput, FreezingOptions> = {
  id: 'freezing-hurts',
  statement: STATEMENT,
  unit: 'share of the metric',
  rule:
    'd(j) is the accuracy with the first j stages frozen minus that of finetuning with the same network and label list, as a mean over budgets for each seed (for each network where several have several seeds); d(0) = 0. Statistic: the least-squares ' +
    'slope of d on j from j = 0 on, Student-t over these. The claim holds where it is below 0 and no step from one j to the next is above 0 after Holm. It fails where the d of the most frozen stages ' +
    'is above −0.5 points. Unit of resampling: a label seed with its network, which is the same in all arms; runs that share a network count as one; test images count as drawn, too.',
  options: claimOptions(STATEMENT, ['dataset', 'backbone', 'task', 'method'], {
    margin: {
      ...{ type: 'number', minimum: 0, maximum: 1, default: 0.005 },
      description: 'A loss smaller than this, as a share, does not count.',
    },
  }),
  inputOf(study, { margin, ...choices }) {
    const cells = chosenCells(study, choices);
    const candidates = cells.flatMap((cell) =>
      [...new Set(cell.arms.map(({ method }) => method))].flatMap((method) => {
        const input = frozenArms(cell, method);
        const isComplete = input.finetuned.length > 0 && input.frozen.length > 1;
        return isComplete ? [{ ...cell, method, value: { cell, input } }] : [];
      }),
    );
    const got = cells.flatMap(({ arms }) => arms.map(depthText));
    const { cell, input } = onlyOne(candidates, 'finetuning with two depths of frozen stages', got);
    checkShare(cell);
    return { ...input, margin };
  },
  decide({ finetuned, frozen, margin = 0.005 }) {
    if (frozen.length < 2) throw new RangeError('freezing-hurts: fewer than two depths');
    const losses = lossesOf(finetuned, frozen);
    if (losses.length < 2) {
      return undecided('Fewer than two seeds ran at every depth.', 'share of the metric');
    }
    return decision({ finetuned, frozen }, losses, margin);
  },
};

const depthText = ({ evaluation, frozenStages }: StudyArm): string =>
  frozenStages === null ? evaluation : `${frozenStages} stages frozen`;

interface Step {
  name: string;
  step: Difference;
}

/** In which of the steps a fall is shown, after Holm: the slope over all depths may rest on one of them. */
function shownFalls(steps: readonly Step[]): string {
  const falls = holm(steps.map(({ step }) => pBelow(step, 0)));
  const shown = steps.filter((_, at) => falls[at]! < LEVEL).map(({ name }) => name);
  if (shown.length === 0) return 'In no single step is a fall shown.';
  const only = shown.length < steps.length ? ' only' : '';
  return `A fall is shown in the ${shown.join(', the ')}${only}.`;
}

function decision(
  { finetuned, frozen }: FrozenArms,
  losses: readonly number[][],
  margin: number,
): Decision {
  const depths = frozen.map(({ depth }) => depth);
  /** A weighted sum of d over depths, as a mean over seeds; the network without frozen stages has d = 0 and needs no weight. */
  const sumOf = (weights: readonly number[]): Difference => {
    const sums = losses.map((seed) => seed.reduce((sum, loss, at) => sum + weights[at]! * loss, 0));
    return withTestImages(meanOf(sums), weightedCells({ finetuned, frozen }, weights));
  };
  /** The weights of one depth; all 0 for −1, the network without frozen stages. */
  const only = (at: number) => depths.map((_, depth) => (depth === at ? 1 : 0));
  const centre = mean([0, ...depths]);
  const squares = [0, ...depths].reduce((sum, depth) => sum + (depth - centre) ** 2, 0);
  const slope = sumOf(depths.map((depth) => (depth - centre) / squares));
  const deepest = sumOf(only(depths.length - 1));
  const steps: Step[] = depths.map((depth, at) => ({
    name: `step from ${depths[at - 1] ?? 0} to ${depth} frozen stages`,
    step: sumOf(only(at).map((one, other) => one - only(at - 1)[other]!)),
  }));
  const tested = armsAtCommonBudgets({ finetuned, frozen });
  const rises = holm(steps.map(({ step }) => pAbove(step, 0)));
  const p = pBelow(slope, 0);
  const pFails = pAbove(deepest, -margin);
  const oneNetwork = areOfOneNetwork(finetuned);
  const outcome = oneNetwork
    ? 'undecided'
    : outcomeOf(p < LEVEL && rises.every((value) => value >= LEVEL), pFails < LEVEL);
  const reasons = {
    holds: `Accuracy falls over all depths together, and no step is shown to raise it. ${shownFalls(steps)}`,
    fails: 'Even the deepest freezing costs less than the margin.',
    undecided:
      p < LEVEL
        ? 'Accuracy falls with depth, but other tests speak against it.'
        : 'Neither a fall nor its absence is shown.',
  };
  const effects: Effect[] = [
    {
      ...effect('slope for each frozen stage', slope, p, null),
      unit: 'share of the metric per stage',
    },
    effect(`${depths.at(-1)!} frozen stages`, deepest, pBelow(deepest, 0), pFails),
    ...steps.map(({ name, step }, at) => effect(name, step, pBelow(step, 0), rises[at]!)),
  ];
  /** A fall that another test speaks against rests on that one. */
  const rests: Parameters<typeof decidingFirst>[1] =
    outcome === 'undecided' && !oneNetwork && p < LEVEL
      ? { outcome: 'fails', p, pFails: Math.min(pFails, ...rises) }
      : { outcome, p, pFails };
  return {
    ...{ outcome, because: oneNetwork ? ONE_NETWORK : reasons[outcome] },
    ...{ unit: 'share of the metric', p, pFails },
    effects: decidingFirst(effects, rests),
    missing:
      outcome === 'undecided' && !oneNetwork
        ? moreTrainings([
            { ...slope, distance: -slope.estimate, tested },
            { ...deepest, distance: deepest.estimate + margin, tested },
          ])
        : null,
  };
}

function effect(name: string, difference: Difference, p: number, pFails: number | null): Effect {
  return { name, effect: difference.estimate, ...intervalOf(difference, COVERAGE), p, pFails };
}
