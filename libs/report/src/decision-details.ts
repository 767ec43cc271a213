import type { ChoiceOption, LabelChoice, NumberWithEnds } from '@nhat/curves';
import type { DecisionFacts, PanelDecision } from './decision';
import { bestArm, boundOf, leftOutText, money, nameOf } from './decision-words';
import { fallbackNext } from './next-advice';
import { percent } from './number-format';
import type { Panel, Report } from './report';
import { labelTime } from './worth-text';

/** A paragraph below the answer, under a label of one to five words. */
export interface DecisionDetail {
  label: string;
  text: string;
}

/** From which price the arm pays, what could overturn the answer, what was left out, and the next step. */
export function detailsOf(
  report: Report,
  decision: DecisionFacts,
  { choice }: PanelDecision,
  panel: Panel,
): DecisionDetail[] {
  const { options, outcome } = choice;
  if (options.length === 0) return nextDetail(decision, fallbackNext(report, choice, panel));
  const first = options[0]!;
  const arm = first.arm === null ? bestArm(options) : first;
  const price = arm.breakEven;
  const details =
    price === null
      ? []
      : [
          {
            label: 'Break-even',
            text: `${nameOf(arm)} pays ${priceText(report, decision, price)}.`,
          },
        ];
  const overturning = outcome === 'open' ? [] : overturnText(decision, choice, arm);
  const left = choice.leftOut.map(({ arm: name }) => name);
  return [
    ...details,
    ...(overturning.length === 0
      ? []
      : [{ label: 'What could overturn it', text: `${overturning.join('; ')}.` }]),
    ...(left.length === 0
      ? []
      : [{ label: 'Left out', text: `${leftOutText(decision, choice.leftOut, panel)}.` }]),
    ...(outcome === 'chosen' ? [] : nextDetail(decision, fallbackNext(report, choice, panel))),
  ];
}

/** What to run next; empty where nothing would help. */
export function nextDetail({ next }: DecisionFacts, fallback: string | null): DecisionDetail[] {
  const text = next ?? fallback;
  return text === null ? [] : [{ label: 'Cheapest next step', text }];
}

/** The probability, the next option, a cheaper label, and the other end of the interval. */
function overturnText(
  decision: DecisionFacts,
  { options, expectedLoss }: LabelChoice,
  arm: ChoiceOption,
): string[] {
  const [first, second] = options as [ChoiceOption, ChoiceOption];
  const rest = 1 - first.cheapest;
  const other =
    rest === 0
      ? 'none of the draws shows another arm as the cheapest'
      : `${percent(rest, rest < 0.01 ? 1 : 0)} of the draws do not show it${second.cheapest > 0 ? ` (next: ${nameOf(second)} in ${percent(second.cheapest, second.cheapest < 0.01 ? 1 : 0)})` : ''}`;
  const price = arm.breakEven;
  const isArm = first === arm;
  const cheaper =
    price === null || decision.labelPrice === null || !Number.isFinite(price.high)
      ? []
      : isArm && price.high > 0
        ? [`a label cheaper than ${priceOf(decision, price.high)}`]
        : !isArm && Number.isFinite(price.low)
          ? [`a label dearer than ${priceOf(decision, price.low)}`]
          : [];
  const { gain } = arm;
  const isMoney = gain !== null && decision.labelPrice !== null;
  const end = isMoney
    ? isArm
      ? [`at the lower end of the interval the gain is ${money(decision, gain.low)}`]
      : [
          `at the upper end of the interval ${nameOf(arm)} gains ${gain.highOpen ? 'more than ' : ''}${money(decision, gain.high)}`,
        ]
    : [];
  const loss =
    isMoney && expectedLoss !== null && expectedLoss > 0
      ? [
          `over all draws it costs ${money(decision, expectedLoss)} more than the cheapest on average`,
        ]
      : [];
  return [other, ...cheaper, ...end, ...loss];
}

/** `where a label costs more than 0.0011 EUR (95 % interval 0.0006 to 0.008 EUR)` */
function priceText(report: Report, decision: DecisionFacts, price: NumberWithEnds): string {
  const { value, bound, low, high, lowOpen, highOpen } = price;
  const interval = `${percent(report.coverage, 0)} interval`;
  if (low === Infinity) return `at no price of a label (${interval})`;
  if (high === 0) return `at every price of a label`;
  const ends = `${lowOpen ? '< ' : ''}${priceOf(decision, low)} to ${highOpen && Number.isFinite(high) ? '> ' : ''}${priceOf(decision, high)}`;
  if (value === null) return `from a price of a label between these ends: ${ends} (${interval})`;
  if (value === Infinity) return `at no price of a label (${interval} ${ends})`;
  return `where a label costs more than ${boundOf(bound)}${priceOf(decision, value)} (${interval} ${ends})`;
}

/** In money where an hour has a price, else in computing time. */
const priceOf = (decision: DecisionFacts, price: number): string =>
  !Number.isFinite(price)
    ? 'no price'
    : decision.hourPrice > 0
      ? money(decision, price)
      : `${labelTime(price)} of computing`;
