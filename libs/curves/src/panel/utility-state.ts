import type { Stream } from '@nhat/random';
import { distantStep } from './budget-to-add';
import { ladderOfRuns } from './panel';
import type { Panel } from './panel';
import { panelDraws } from './panel-draws';
import type { DrawnUtility } from './panel-draws';
import { studySpread } from './spread';
import type { PanelSpread } from './spread';
import { utilityInterval } from './utility-interval';
import type { UtilityInterval } from './utility-interval';
import { readUtility } from './utility-reading';
import type { ReadingKind } from './utility-reading';
import { totalOf, varianceParts } from './variance-parts';

/**
 * When a study is finished. `width`: every 95 % interval spans at most so many doublings; only the spread is looked at, so the coverage
 * stays. `verdict`: every 99 % interval excludes U = 0, or the 95 % interval spans at most so many doublings; up to seven looks at 99 % are wrong in 5 %
 * of utilities.
 */
export interface Goal {
  kind: 'width' | 'verdict';
  doublings: number;
}

/** Why a row states no number of labels. */
export type Refusal = Exclude<ReadingKind, 'number' | 'wide'>;

/** A utility of a study. */
export interface NamedBy {
  panel: string;
  arm: string;
  n: number;
}

/**
 * Where one utility stands. `distant`: its interval is narrow, but touches scratch budgets more than twice apart, between which it may
 * miss the truth. `needs networks`: only more pretrained networks help, because for a verdict on a method there is one and nothing
 * shows how much networks differ, or because what they differ by, and the choice of test images, are alone wider than the goal. `needs
 * test images`: the same, and the choice of test images is the larger part, so that only more of them help. `not fitted`, `at chance`,
 * `flat`: the row is refused for that (`ReadingKind`), so that it states no interval whose width counts. `no spread`: nothing ran twice.
 */
export interface UtilityState extends NamedBy {
  state:
    'closed' | 'open' | 'distant' | 'needs networks' | 'needs test images' | Refusal | 'no spread';
  /** λ in doublings at 95 %; null without spread and where the row is refused. */
  interval: UtilityInterval | null;
  /** At 99 %, where the reading of the utility allows a verdict. */
  verdict: UtilityInterval['verdict'];
  drawn: DrawnUtility | null;
}

/** The utilities of one panel. */
export interface PanelState {
  panel: Panel;
  spread: PanelSpread;
  states: UtilityState[];
}

export interface StateOptions {
  goal: Goal;
  draws: number;
  stream: Stream;
  chance?(panel: string): number | null;
}

/** Levels of a look: of the interval that must exclude 0, and of the one whose width counts. */
const CLEAR = 0.99;
export const WIDTH = 0.95;

/** Where the utilities of every panel of a study stand. */
export function stateOfPanels(panels: readonly Panel[], options: StateOptions): PanelState[] {
  const spreads = studySpread(panels);
  return panels.map((panel, at) => {
    const spread = spreads[at]!;
    const drawn = panelDraws(panel, spread, options);
    const states = drawn
      ? drawn.arms.flatMap(({ utilities }) =>
          utilities.map((utility) => stateOf(panel, spread, utility, options)),
        )
      : withoutSpread(panel);
    return { panel, spread, states };
  });
}

const withoutSpread = (panel: Panel): UtilityState[] =>
  panel.arms.flatMap(({ name, runs }) =>
    [...new Set(runs.map(({ n }) => n))].map((n) => ({
      ...{ panel: panel.name, arm: name, n, state: 'no spread' as const },
      ...{ interval: null, verdict: 'unclear' as const, drawn: null },
    })),
  );

function stateOf(
  panel: Panel,
  spread: PanelSpread,
  drawn: DrawnUtility,
  { goal, chance }: StateOptions,
): UtilityState {
  const interval = utilityInterval(drawn, WIDTH);
  const reading = readUtility(panel, spread, drawn, {
    coverage: WIDTH,
    chance: chance?.(panel.name) ?? null,
  });
  const named = { panel: panel.name, arm: drawn.arm, n: drawn.n };
  if (reading.kind !== 'number' && reading.kind !== 'wide') {
    return { ...named, state: reading.kind, interval: null, verdict: 'unclear', drawn };
  }
  const verdict =
    reading.kind === 'number' ? utilityInterval(drawn, CLEAR).verdict : ('unclear' as const);
  const state = { ...named, interval, verdict, drawn };
  const isNarrow =
    !interval.lowOpen && !interval.highOpen && interval.high - interval.low <= goal.doublings;
  if (goal.kind === 'verdict' && verdict !== 'unclear') return { ...state, state: 'closed' };
  if (isNarrow) {
    const budgets = ladderOfRuns(panel.scratch).map((cell) => cell.n);
    return { ...state, state: distantStep(budgets, drawn, WIDTH) ? 'distant' : 'closed' };
  }
  if (goal.kind === 'width') {
    const { width, needs } = floorOf(panel, spread, drawn, interval.high - interval.low);
    return { ...state, state: width > goal.doublings ? needs : 'open' };
  }
  return { ...state, state: drawn.thisNetworkOnly ? 'needs networks' : 'open' };
}

/**
 * The width in doublings that no further seed goes below, because pretrained networks differ by as much and means move with the choice of
 * test images; and what the larger part needs.
 */
function floorOf(
  panel: Panel,
  spread: PanelSpread,
  { arm, n }: DrawnUtility,
  width: number,
): { width: number; needs: 'needs networks' | 'needs test images' } {
  const found = panel.arms.find(({ name }) => name === arm)!;
  const parts = varianceParts(panel, spread, found, n);
  if (parts === null) return { width: 0, needs: 'needs networks' };
  const { network, images } = parts;
  return {
    width: width * Math.sqrt((network + images) / totalOf(parts)),
    needs: network >= images ? 'needs networks' : 'needs test images',
  };
}
