import {
  armOf,
  designsOf,
  ladderOfRuns,
  networksOf,
  networkShare,
  studySpread,
} from '@nhat/curves';
import type { Cell, Panel, PanelArm, PanelRun, PanelSpread, Variance } from '@nhat/curves';
import { COVERAGE, LEVEL, decidingFirst, undecided } from './claim';
import type { Claim, Decision, Effect } from './claim';
import { claimOptions } from './claim-options';
import { count } from '@nhat/documents';
import { intervalOf, meanDifference, pAbove, pBelow, withTestImages } from './mean-difference';
import type { Difference } from './mean-difference';
import { fewest, moreTrainings, slowest } from './more-trainings';
import type { OpenTest } from './more-trainings';
import { checkShare, chosenCells, onlyOne, panelOf, wholeMethods } from './study';
import type { Choices } from './study';
import { NO_SPREAD, ONE_NETWORK } from './study-draws';
import { varianceAtBudget } from './variance-at-budget';

export interface MergesInput {
  panel: Panel;
  arm: string;
  /** Half width of the band in which curves count as merged, in units of the metric; 0.015 by default. */
  margin?: number;
  /** A scratch curve that gains more than this per doubling has no plateau yet; 0.005 by default. */
  rise?: number;
}

const STATEMENT = 'The finetuned curve meets that from scratch before scratch reaches its plateau.';

interface MergesOptions extends Choices {
  margin: number;
  rise: number;
}

export const mergesBeforePlateau: Claim<MergesInput, MergesOptions> = {
  id: 'merges-before-plateau',
  statement: STATEMENT,
  unit: 'share of the metric',
  rule:
    'At a budget n with scratch runs at n and 2n: merged, the gap lies inside ±1.5 points (two one-sided tests), and rising, scratch gains more than half ' +
    'a point from n to 2n. Both at the level of 5 % (intersection-union), from the largest budget down, stopping at the first that does ' +
    'not show both. It fails where, at the largest budget, the gap is above 0 and scratch gains less than half a point. Unit of resampling: a ' +
    'label seed with its network; test images count as drawn, too.',
  options: claimOptions(STATEMENT, ['dataset', 'backbone', 'task', 'method'], {
    margin: {
      ...{ type: 'number', exclusiveMinimum: 0, maximum: 1, default: 0.015 },
      description: 'A gap smaller than this, as a share, counts as none.',
    },
    rise: {
      ...{ type: 'number', minimum: 0, maximum: 1, default: 0.005 },
      description:
        'Scratch has no plateau where it gains more than this, as a share, per doubling.',
    },
  }),
  inputOf(study, { margin, rise, ...choices }) {
    const cells = chosenCells(study, choices);
    const candidates = cells.flatMap((cell) =>
      wholeMethods(cell).map((method) => ({ ...cell, method, value: { cell, method } })),
    );
    const { cell, method } = onlyOne(candidates, 'a method that was finetuned', []);
    checkShare(cell);
    return { panel: panelOf(cell, cell.dataset), arm: method, margin, rise };
  },
  decide({ panel, arm, margin = 0.015, rise = 0.005 }) {
    const steps = stepsOf(panel, armOf(panel, arm));
    if (steps === null) return undecided(NO_SPREAD, 'share of the metric');
    if (steps.oneNetwork) return undecided(ONE_NETWORK, 'share of the metric');
    if (steps.list.length === 0) {
      const missing = 'No finetuned budget n has scratch runs at n and at 2n.';
      return undecided(missing, 'share of the metric');
    }
    return decision(steps.list, { margin, rise });
  },
};

interface Step {
  n: number;
  /** The finetuned runs at n, and those from scratch at n and at 2n. */
  tested: OpenTest['tested'];
  /** Finetuned − scratch at n. */
  gap: Difference;
  /** Scratch at 2n − scratch at n. */
  gain: Difference;
}

/** The budgets at which the rule can be asked, the largest first; null where nothing ran twice. */
function stepsOf(panel: Panel, arm: PanelArm): { list: Step[]; oneNetwork: boolean } | null {
  const spread = studySpread([panel])[0]!;
  const designs = designsOf(panel.arms);
  const design = designs[panel.arms.indexOf(arm)]!;
  const variance = spread.finetuned[design];
  if (!spread.scratch || !variance) return null;
  const scratch = ladderOfRuns(panel.scratch);
  const at = (n: number) => scratch.find((cell) => cell.n === n);
  const of = (runs: readonly PanelRun[], n: number, weight: number) => ({
    ...{ weight, runs: runs.filter((run) => run.n === n) },
  });
  const alike = panel.arms.filter((_, at) => designs[at] === design);
  const groups = alike.flatMap(({ runs }) => (design === 'own' ? [runs] : networksOf(runs)));
  const ladders = groups.map(ladderOfRuns);
  const measured = (cell: Cell) => ({
    cell,
    variance: varianceAtBudget(spread.scratch!, [scratch], cell.n),
  });
  const list = ladderOfRuns(arm.runs).flatMap((cell): Step[] => {
    const [here, twice] = [at(cell.n), at(2 * cell.n)];
    if (!here || !twice) return [];
    const own = {
      cell,
      variance: withNetworks(varianceAtBudget(variance, ladders, cell.n), spread, arm, cell),
    };
    const runs = {
      finetuned: of(arm.runs, cell.n, 1),
      here: of(panel.scratch, cell.n, -1),
      twice: of(panel.scratch, 2 * cell.n, 1),
    };
    return [
      {
        ...{ n: cell.n, tested: Object.values(runs).map((one) => one.runs) },
        gap: withTestImages(meanDifference(own, measured(here)), [runs.finetuned, runs.here]),
        gain: withTestImages(meanDifference(measured(twice), measured(here), true), [
          ...[runs.twice, runs.here],
        ]),
      },
    ];
  });
  const oneNetwork =
    design === 'nested' && spread.network === null && networksOf(arm.runs).length === 1;
  return { list: list.reverse(), oneNetwork };
}

/** The variance of a run such that the error of the mean holds that of the networks too, where they are told apart. */
function withNetworks(
  variance: Variance,
  { network }: PanelSpread,
  arm: PanelArm,
  { n, values }: Cell,
): Variance {
  const runs = arm.runs.filter((run) => run.n === n);
  if (network === null || networksOf(runs).length === runs.length) return variance;
  const added = network.variance * networkShare(runs) * values.length;
  return { v0: variance.v0 + added, v1: variance.v1, df: Math.min(variance.df, network.df) };
}

function decision(
  steps: readonly Step[],
  { margin, rise }: { margin: number; rise: number },
): Decision {
  const tests = steps.map(({ gap, gain }) => ({
    merged: Math.max(pAbove(gap, -margin), pBelow(gap, margin)),
    rising: pAbove(gain, rise),
  }));
  const shown = tests.findIndex(({ merged, rising }) => Math.max(merged, rising) >= LEVEL);
  const merged = shown < 0 ? tests.length : shown;
  const top = steps[0]!;
  const pFails = Math.max(pAbove(top.gap, 0), pBelow(top.gain, rise));
  const outcome = merged > 0 ? 'holds' : pFails < LEVEL ? 'fails' : 'undecided';
  const at = steps[Math.max(0, merged - 1)]!;
  const effects = steps.flatMap((step, index): Effect[] => [
    effect(
      `gap at ${count(step.n)} labels`,
      step.gap,
      tests[index]!.merged,
      index === 0 ? pAbove(step.gap, 0) : null,
    ),
    effect(
      `gain of scratch from ${count(step.n)} to ${count(2 * step.n)} labels`,
      step.gain,
      tests[index]!.rising,
      index === 0 ? pBelow(step.gain, rise) : null,
    ),
  ]);
  const reasons = {
    holds: `At ${count(at.n)} labels the curves have met, and scratch still rises.`,
    fails: `At ${count(top.n)} labels scratch has stopped rising, and the gap is still above 0.`,
    undecided: `At ${count(top.n)} labels neither rule is shown.`,
  };
  const p = Math.max(tests[0]!.merged, tests[0]!.rising);
  return {
    ...{ outcome, because: reasons[outcome], unit: 'share of the metric', p, pFails },
    effects: decidingFirst(effects, { outcome, p, pFails }),
    missing: outcome === 'undecided' ? missing(top, { margin, rise }) : null,
  };
}

function effect(name: string, difference: Difference, p: number, pFails: number | null): Effect {
  return { name, effect: difference.estimate, ...intervalOf(difference, COVERAGE), p, pFails };
}

/** Both tests of a rule must decide, so the slower one counts; the three cells at n and 2n get the seeds. */
function missing({ gap, gain, tested }: Step, { margin, rise }: { margin: number; rise: number }) {
  const needs = (distance: number, { error, lasting }: Difference) =>
    moreTrainings([{ distance, error, lasting, tested }]);
  const holds = [needs(margin - Math.abs(gap.estimate), gap), needs(gain.estimate - rise, gain)];
  const fails = [needs(gap.estimate, gap), needs(rise - gain.estimate, gain)];
  return fewest([slowest(holds), slowest(fails)]);
}
