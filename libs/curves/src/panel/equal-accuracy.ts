import { valueAt } from '../curve';
import type { Curve } from '../curve';
import { logLinearInverse } from '../inverse';
import { BentReader } from './bent-inverse';
import { utilitiesOf } from './contrast';
import type { DrawnUtility, PanelDraws } from './panel-draws';

/**
 * λ of an arm where training from scratch reaches `level`, interpolated in log n between the finetuned budgets. Two
 * datasets at equal label counts stand at different places of their curves; at equal scratch accuracy they do not. A
 * draw in which scratch reaches the level outside the finetuned budgets takes the budget at that end and counts as outside the
 * ladder. Null where the measured curve reaches it outside of them, or over a stretch.
 */
export function utilityAtAccuracy(
  draws: PanelDraws,
  arm: string,
  level: number,
): DrawnUtility | null {
  const utilities = utilitiesOf(draws, arm);
  const budgets = utilities.map(({ n }) => Math.log2(n));
  const measured = logLinearInverse(draws.curve, level);
  const labels = Math.log2(measured.low);
  const place = between(budgets, labels);
  if (measured.status !== 'exact' || measured.low !== measured.high || place.outside !== 0) {
    return null;
  }
  const count = draws.curves.length;
  const low = new Float64Array(count);
  const high = new Float64Array(count);
  const side = new Int8Array(count);
  const inverse = new BentReader(draws.curve.n);
  draws.curves.forEach((curve, draw) => {
    const shape = draw % 2 === 0 ? 'linear' : 'cubic';
    inverse.read(curve, level, draws.bends[draw]!, shape);
    const ends = [inverse.low, inverse.high].map((at) => between(budgets, at));
    const values = (end: 'low' | 'high') =>
      ends.map((at) =>
        mixed(utilities[at.left]![end][draw]!, utilities[at.right]![end][draw]!, at),
      );
    low[draw] = Math.min(...values('low'));
    high[draw] = Math.max(...values('high'));
    const read = ends.flatMap(({ left, right }) => [left, right]);
    const censored = read.map((at) => utilities[at]!.side[draw]!).find((value) => value !== 0);
    side[draw] = censored ?? ends.find(({ outside }) => outside !== 0)?.outside ?? 0;
  });
  const [left, right] = [utilities[place.left]!, utilities[place.right]!];
  const exact = left.status === 'exact' ? right.status : left.status;
  return {
    ...{ panel: draws.name, arm, n: measured.low, thisNetworkOnly: left.thisNetworkOnly },
    estimate: mixed(left.estimate, right.estimate, place),
    ...{ status: exact, low, high, side },
  };
}

/**
 * Scratch accuracies at which an arm can be read in every panel: `count` levels, evenly inside the range that
 * the scratch curves of all panels share over the finetuned budgets of the arm. Empty where they share none.
 */
export const commonLevels = (panels: readonly PanelDraws[], arm: string, count = 3): number[] =>
  sharedLevels(
    panels.map((draws) => ({
      curve: draws.curve,
      budgets: utilitiesOf(draws, arm).map(({ n }) => n),
    })),
    count,
  );

/** The levels of `commonLevels` from the scratch curve and the finetuned budgets (ascending) of each panel. */
export function sharedLevels(
  panels: readonly { curve: Curve; budgets: readonly number[] }[],
  count = 3,
): number[] {
  const ranges = panels.map(({ curve, budgets }) => rangeOf(curve, budgets));
  const low = Math.max(...ranges.map(([from]) => from));
  const high = Math.min(...ranges.map(([, to]) => to));
  if (!(high > low)) return [];
  return Array.from({ length: count }, (_, at) => low + ((at + 1) / (count + 1)) * (high - low));
}

/** The scratch values at the first and the last finetuned budget, or at the ends of the ladder where those lie outside. */
function rangeOf(curve: Curve, budgets: readonly number[]): [number, number] {
  const within = (n: number) => Math.min(curve.n.at(-1)!, Math.max(curve.n[0]!, n));
  const value = (n: number) => valueAt(curve, within(n))!;
  return [value(budgets[0]!), value(budgets.at(-1)!)];
}

interface Place {
  left: number;
  right: number;
  share: number;
  /** −1 below the first budget, 1 above the last. */
  outside: -1 | 0 | 1;
}

function between(budgets: readonly number[], labels: number): Place {
  const last = budgets.length - 1;
  if (labels < budgets[0]! - ROUNDING) return { left: 0, right: 0, share: 0, outside: -1 };
  if (labels > budgets[last]! + ROUNDING) return { left: last, right: last, share: 0, outside: 1 };
  const at = budgets.findIndex((budget) => budget >= labels - ROUNDING);
  const right = at < 0 ? last : at;
  const left = Math.max(0, right - 1);
  const width = budgets[right]! - budgets[left]!;
  return { left, right, share: width > 0 ? (labels - budgets[left]!) / width : 0, outside: 0 };
}

const ROUNDING = 1e-9;

const mixed = (left: number, right: number, { share }: Place): number =>
  left + share * (right - left);
