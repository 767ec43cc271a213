import { checkDraws } from '../interval';
import { logLinearInverse, nearest } from '../inverse';
import { budgetsAround } from '../ladder';
import { armOf, ladderOfRuns } from '../panel/panel';
import type { Panel, PanelArm } from '../panel/panel';
import { panelDraws } from '../panel/panel-draws';
import type { PanelDrawOptions, PanelDraws } from '../panel/panel-draws';
import type { PanelSpread } from '../panel/spread';
import { refusal } from '../panel/utility-reading';
import type { ReadingKind, ReadingOptions } from '../panel/utility-reading';
import { labelsNeeded } from './labels-needed';
import type { ArmNeeds, DrawnLabels, LabelsNeeded } from './labels-needed';
import { fitOf, meanAt, measuredNeed, transformed } from './need-ends';
import type { NumberWithEnds } from './need-ends';

/** From this share of the draws on the cheapest option is chosen, or the answer leans to it. */
export const CHOSEN = 0.95;
export const LEANS = 0.8;

export interface LabelChoiceOptions extends ReadingOptions, PanelDrawOptions {
  /** The number of labels at which the arms are compared; it need not be a budget. */
  labels: number;
  /** Of one label and of one hour of computing, in the same money; labels alone count where the price of a label is null. */
  labelPrice: number | null;
  hourPrice: number;
  /** Hours of computing that an arm takes beyond training from scratch with as many labels; null where they are not known. */
  hours(arm: string): number | null;
}

/** Why an arm does not take part. `outside`: the labels lie outside its budgets. */
export type LeftOutReason = Exclude<ReadingKind, 'number' | 'wide'> | 'outside';

/** One way to reach the accuracy that the best arm has at these labels. */
export interface ChoiceOption {
  /** Null: training from scratch with as many labels as that takes. */
  arm: string | null;
  /** Hours beyond training from scratch; 0 for scratch, null where they are not known. */
  hours: number | null;
  /** Share of the draws in which it is the cheapest. */
  cheapest: number;
  /** Labels that it needs for that accuracy: the median of the draws, and whether it lies beyond the budgets. */
  labels: { value: number; bound: '' | '>' };
  /** What it costs on average over the draws, beyond the labels asked for; a lower bound where `costOpen`. Null without its hours. */
  cost: number | null;
  costOpen: boolean;
  /** The following are null from scratch. `nHat`: labels with which scratch is as good as this arm with the labels asked for. */
  nHat: NumberWithEnds | null;
  /** Money that the arm gains over scratch: labels saved · price of a label − hours · price of an hour. Null without its hours. */
  gain: NumberWithEnds | null;
  /** Share of the draws in which the gain is shown to be above 0. */
  pays: number | null;
  /**
   * The price of a label from which the arm pays, in money, or in hours where an hour has no price. 0: at every price; Infinity: at none.
   */
  breakEven: NumberWithEnds | null;
  /** The arm has one pretrained network, and nothing in the study shows how much networks differ. */
  thisNetworkOnly: boolean;
}

/** What is the cheapest at these labels. */
export interface LabelChoice {
  labels: number;
  /** `chosen`: from 95 % of the draws; `leans`: from 80 %; `open`: it cannot be told. */
  outcome: 'chosen' | 'leans' | 'open';
  /**
   * Why it is open. `no spread`: nothing ran twice. `left out`: no arm can be read. `beyond`: labels from scratch lie beyond the ladder, so
   * that only a bound is known. `hours`: the hours of an arm are not known. `noise`: the draws differ. Null where it is not open.
   */
  because: 'no spread' | 'left out' | 'beyond' | 'hours' | 'noise' | null;
  /** Those that take part, the cheapest in most draws first; empty where none can be read. */
  options: ChoiceOption[];
  leftOut: { arm: string; reason: LeftOutReason }[];
  /** What the first option costs on average more than the cheapest; null without options, and where a cost has no upper end. */
  expectedLoss: number | null;
}

/**
 * Chooses between training from scratch and the arms of a panel by cost at equal accuracy. In each joint draw the accuracy is that of
 * the best arm with the labels asked for; every option costs the labels with which it reaches that accuracy and its hours beyond
 * scratch. A draw counts for the option whose cost is the lowest whatever is true beyond a bound, and for none otherwise. Throws a RangeError
 * for too few draws, and for a panel that `checkPanel` refuses.
 */
export function labelChoice(
  panel: Panel,
  spread: PanelSpread,
  options: LabelChoiceOptions,
): LabelChoice {
  const { labels, coverage } = options;
  checkDraws(coverage, options.draws);
  const draws = panelDraws(panel, spread, options);
  const leftOut = panel.arms.flatMap((arm) => {
    const reason = reasonOf(panel, spread, arm, options);
    return reason === null ? [] : [{ arm: arm.name, reason }];
  });
  const out = new Set(leftOut.map(({ arm }) => arm));
  const arms = panel.arms.map(({ name }) => name).filter((name) => !out.has(name));
  const none = (because: LabelChoice['because']): LabelChoice => ({
    ...{ labels, outcome: 'open', because, options: [], leftOut, expectedLoss: null },
  });
  if (arms.length === 0) return none('left out');
  if (draws === null) return none('no spread');
  const context = { ...options, panel, drawn: draws, prices: pricesOf(options) };
  return { labels, leftOut, ...decided(labelsNeeded(panel, draws, arms, labels), context) };
}

/** Why an arm cannot be read at the labels asked for; null where it can. */
function reasonOf(
  panel: Panel,
  spread: PanelSpread,
  arm: PanelArm,
  { labels, coverage, chance }: LabelChoiceOptions,
): LeftOutReason | null {
  const ladder = ladderOfRuns(arm.runs);
  if (labels < ladder[0]!.n || labels > ladder.at(-1)!.n) return 'outside';
  const curve = fitOf(ladderOfRuns(panel.scratch));
  for (const { n } of budgetsAround(ladder, labels)) {
    const estimate = Math.log2(nearest(logLinearInverse(curve, meanAt(ladder, n)), n) / n);
    const reason = refusal(panel, spread, arm, { n, estimate }, { coverage, chance });
    if (reason !== null) return reason;
  }
  return null;
}

function decided(
  needs: LabelsNeeded,
  context: OptionContext,
): Omit<LabelChoice, 'labels' | 'leftOut'> {
  const { hours, prices } = context;
  const all: Priced[] = [
    { arm: null, hours: 0, needed: needs.scratch, needs: null },
    ...needs.arms.map((one) => ({
      ...{ arm: one.arm, hours: hours(one.arm), needed: one.equal, needs: one },
    })),
  ].map((one) => ({ ...one, cost: costsOf(one.needed, one.hours, prices) }));
  const wins = winners(all);
  const share = (at: number) => wins.filter((win) => win === at).length / wins.length;
  const ranked = all
    .map((one, at) => ({ one, at, cheapest: share(at) }))
    .sort((a, b) => b.cheapest - a.cheapest || meanOf(a.one.cost.low) - meanOf(b.one.cost.low));
  const first = ranked[0]!;
  const outcome = first.cheapest >= CHOSEN ? 'chosen' : first.cheapest >= LEANS ? 'leans' : 'open';
  return {
    outcome,
    because: outcome === 'open' ? openReason(all, wins) : null,
    options: ranked.map(({ one, cheapest }) => optionOf(one, cheapest, context)),
    expectedLoss: lossOf(first.one, all),
  };
}

interface Prices {
  label: number;
  hour: number;
}

/** An option with its costs, an interval a draw. */
interface Priced {
  arm: string | null;
  hours: number | null;
  needed: DrawnLabels;
  needs: ArmNeeds | null;
  cost: DrawnLabels;
}

/** Where a label has no price, labels are counted and hours are not. */
const pricesOf = ({ labelPrice, hourPrice }: LabelChoiceOptions): Prices =>
  labelPrice === null ? { label: 1, hour: 0 } : { label: labelPrice, hour: hourPrice };

/** Costs in each draw; unknown hours may cost anything where an hour has a price. */
function costsOf({ low, high }: DrawnLabels, hours: number | null, { label, hour }: Prices) {
  const atLeast = hour === 0 ? 0 : (hours ?? 0) * hour;
  const atMost = hour === 0 ? 0 : (hours ?? Infinity) * hour;
  return {
    low: low.map((labels) => worth(labels, label) + atLeast),
    high: high.map((labels) => worth(labels, label) + atMost),
  };
}

/** Labels that cost nothing cost nothing, however many. */
const worth = (labels: number, price: number): number => (price === 0 ? 0 : labels * price);

const UNDECIDED = -1;

/** For each draw the place of the option that is the cheapest, whatever is true within the ends of costs; of equal ones the first. */
function winners(all: readonly Priced[]): number[] {
  const draws = all[0]!.cost.low.length;
  return Array.from({ length: draws }, (_, draw) => {
    const order = all
      .map((_, at) => at)
      .sort((a, b) => compare(all[a]!.cost.high[draw]!, all[b]!.cost.high[draw]!) || a - b);
    const first = order[0]!;
    const isLowest = order
      .slice(1)
      .every((at) => all[first]!.cost.high[draw]! <= all[at]!.cost.low[draw]!);
    return isLowest ? first : UNDECIDED;
  });
}

/** Two infinite costs are equal. */
const compare = (a: number, b: number): number => (a === b ? 0 : a - b);

function openReason(all: readonly Priced[], wins: readonly number[]): LabelChoice['because'] {
  if (all.some(({ hours, cost }) => hours === null && !Number.isFinite(cost.high[0]!))) {
    return 'hours';
  }
  return wins.filter((win) => win === UNDECIDED).length > wins.length * (1 - LEANS)
    ? 'beyond'
    : 'noise';
}

/** The mean over draws of what an option costs more than the cheapest of the others, where it does. */
function lossOf(first: Priced, all: readonly Priced[]): number | null {
  const others = all.filter((one) => one !== first);
  const loss = meanOf(
    first.cost.high.map((cost, draw) =>
      Math.max(0, cost - Math.min(...others.map((one) => one.cost.low[draw]!))),
    ),
  );
  return Number.isFinite(loss) ? loss : null;
}

interface OptionContext extends LabelChoiceOptions {
  panel: Panel;
  drawn: PanelDraws;
  prices: Prices;
}

function optionOf(
  { arm, hours, needed, needs, cost }: Priced,
  cheapest: number,
  { panel, drawn, prices, labels, hourPrice, coverage }: OptionContext,
): ChoiceOption {
  const half = Math.floor((needed.low.length - 1) / 2);
  const median = needed.low.toSorted()[half]!;
  const isBound = needed.high.toSorted()[half] === Infinity;
  const common = {
    ...{ arm, hours, cheapest, labels: { value: median, bound: isBound ? '>' : '' } as const },
    cost: hours === null && prices.hour > 0 ? null : meanOf(cost.low) - worth(labels, prices.label),
    costOpen: needed.high.some((value) => value === Infinity),
  };
  if (arm === null || needs === null) {
    const none = { nHat: null, gain: null, pays: null, breakEven: null };
    return { ...common, ...none, thisNetworkOnly: false };
  }
  const found = measuredNeed(panel, arm, labels);
  const spent = prices.hour === 0 ? 0 : hours === null ? null : hours * prices.hour;
  const gain = (nHat: number) => worth(nHat - labels, prices.label) - spent!;
  return {
    ...common,
    nHat: transformed(needs.nHat, found, coverage, (nHat) => nHat),
    gain: spent === null ? null : transformed(needs.nHat, found, coverage, gain),
    pays: spent === null ? null : shareAbove(needs.nHat.low, (nHat) => gain(nHat) > 0),
    breakEven:
      hours === null
        ? null
        : transformed(needs.nHat, found, coverage, breakEvenAt(labels, hours * (hourPrice || 1))),
    thisNetworkOnly: armOf(drawn, arm).thisNetworkOnly,
  };
}

const shareAbove = (values: Float64Array, test: (value: number) => boolean): number =>
  values.filter(test).length / values.length;

/** The price of a label at which the labels saved are worth what is spent. */
const breakEvenAt =
  (labels: number, spent: number) =>
  (nHat: number): number =>
    spent <= 0 && nHat >= labels ? 0 : nHat > labels ? spent / (nHat - labels) : Infinity;

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
