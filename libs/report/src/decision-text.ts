import { budgetsAround } from '@nhat/curves';
import type { ChoiceOption, LabelChoice, NumberWithEnds } from '@nhat/curves';
import type { DecisionFacts, PanelDecision } from './decision';
import { panelName } from './naming';
import { fallbackNext } from './next-advice';
import { count, duration, list, percent, plural, signed } from './number-format';
import { refusalText } from './refusal-cause';
import type { Panel, Report } from './report';
import type { Saving } from './worth';
import { labelTime, savedEnds, savingWords } from './worth-text';

/** The answer for a reader with labels and prices. */
export interface DecisionText {
  headline: string;
  /** What the labels are worth, from which price it pays, and what could overturn it; of one panel alone. */
  details: { label: string; text: string }[];
  /** The sentences of all panels where there are several. */
  sentences: string[];
}

/** Null where the document asks for no decision. */
export function decisionText(report: Report): DecisionText | null {
  const { decision, panels } = report;
  if (decision === undefined) return null;
  const all = decision.panels.map((one, at) => ({ one, panel: panels[at]! }));
  const [only, second] = all;
  if (only === undefined) return null;
  if (second === undefined) {
    return {
      headline: panelSentence(report, decision, only.one, only.panel),
      details: detailsOf(report, decision, only.one, only.panel),
      sentences: [],
    };
  }
  return {
    headline: severalHeadline(report, decision, all),
    details: nextDetail(decision, null),
    sentences: all.map(({ one, panel }) => panelSentence(report, decision, one, panel)),
  };
}

/** `At 300 labels: rotation on shapes-tc; it cannot be told on shapes-t.` */
function severalHeadline(
  report: Report,
  { labels }: DecisionFacts,
  all: readonly { one: PanelDecision; panel: Panel }[],
): string {
  const places = new Map<string, string[]>();
  for (const { one, panel } of all) {
    const { outcome, options } = one.choice;
    const arm = options[0]?.arm ?? 'training from scratch';
    const verdict =
      outcome === 'chosen'
        ? `${arm} is the cheapest`
        : outcome === 'leans'
          ? `the answer leans to ${arm}`
          : 'it cannot be told';
    places.set(verdict, [...(places.get(verdict) ?? []), panelName(report, panel)]);
  }
  const parts = [...places].map(([verdict, names]) => `${verdict} on ${list(names)}`);
  return `At ${plural(labels, 'label')}: ${parts.join('; ')}.`;
}

function panelSentence(
  report: Report,
  decision: DecisionFacts,
  { choice }: PanelDecision,
  panel: Panel,
): string {
  const where = report.panels.length > 1 ? ` on ${panelName(report, panel)}` : '';
  const start = `At ${plural(decision.labels, 'label')}${where}`;
  const { outcome, options } = choice;
  const first = options[0];
  if (outcome === 'open' || first === undefined) {
    return `${start} it cannot be told from these runs what is the cheapest: ${openText(report, decision, choice, panel)}.`;
  }
  const arm = first.arm === null ? bestArm(options) : first;
  const name = nameOf(first);
  const verdict =
    outcome === 'leans'
      ? `the answer leans to ${name} (the cheapest in ${percent(first.cheapest, 0)} of the draws)`
      : decision.labelPrice === null
        ? `${name} needs the fewest labels`
        : `${name} is the cheapest`;
  const subject = arm === first ? 'it' : nameOf(arm);
  const network = options.some(({ thisNetworkOnly }) => thisNetworkOnly)
    ? '; one network gives no verdict on the method'
    : '';
  return `${start} ${verdict}: ${subject} ${savesText(report, decision, arm)}${network}.`;
}

const nameOf = ({ arm, thisNetworkOnly }: ChoiceOption): string =>
  arm === null ? 'training from scratch' : thisNetworkOnly ? `this network of ${arm}` : arm;

/** The arm that gains most over scratch, among options with scratch. */
const bestArm = (options: readonly ChoiceOption[]): ChoiceOption => {
  const worthOf = ({ gain, nHat }: ChoiceOption) => gain?.value ?? gain?.low ?? nHat?.low ?? 0;
  return options
    .filter(({ arm }) => arm !== null)
    .reduce((best, one) => (worthOf(one) > worthOf(best) ? one : best));
};

/** `saves 94 labels (95 % interval 13 to 187), worth 18.80 EUR, and takes 13 min of computing beyond scratch (0.11 EUR)` */
function savesText(report: Report, decision: DecisionFacts, option: ChoiceOption): string {
  const { labelPrice, hourPrice } = decision;
  const { hours } = option;
  const saving = savingOfOption(option, decision.labels);
  if (saving === null) return 'was not compared';
  const ends = savedEnds(saving);
  const isWide = option.nHat!.value === null;
  const labels = isWide
    ? `saves ${ends} labels (${percent(report.coverage, 0)} interval, too wide for a number)`
    : savingWords(saving, percent(report.coverage, 0));
  const worth =
    labelPrice === null || isWide
      ? ''
      : `, worth ${boundOf(saving.open)}${money(decision, saving.saved * labelPrice)},`;
  if (hours === null) return `${labels}${worth} and its hours are not known`;
  const cost = hourPrice === 0 ? 'computing counts as free' : money(decision, hours * hourPrice);
  return `${labels}${worth} and ${timeText(hours)} (${cost})`;
}

const timeText = (hours: number): string =>
  hours >= 0
    ? `takes ${duration(3600 * hours)} of computing beyond scratch`
    : `takes ${duration(-3600 * hours)} of computing less than scratch`;

/** Labels saved by an option, as the table has them; null from scratch. Where the interval is too wide for a number, its lower end. */
export function savingOfOption({ nHat }: ChoiceOption, n: number): Saving | null {
  if (nHat === null) return null;
  const { value, bound, low, high, lowOpen, highOpen } = nHat;
  return {
    ...{ n, saved: (value ?? low) - n, open: bound, low: low - n, high: high - n },
    ...{ lowOpen, highOpen },
  };
}

function openText(
  report: Report,
  decision: DecisionFacts,
  choice: LabelChoice,
  panel: Panel,
): string {
  const { because, options, leftOut } = choice;
  if (because === 'no spread') return 'nothing ran twice, so that nothing shows how much runs vary';
  if (because === 'left out') return leftOutText(decision, leftOut, panel);
  const arm = bestArm(options);
  if (because === 'hours') {
    return `${nameOf(arm)} ${savesText(report, decision, arm)} ("hours" in "decision" would say them)`;
  }
  if (because === 'beyond') {
    return `scratch does not reach ${nameOf(arm)} within its budgets, and how many labels that takes decides; ${nameOf(arm)} ${savesText(report, decision, arm)}`;
  }
  const shares = options
    .filter(({ cheapest }) => cheapest >= 0.005)
    .map((option) => `${nameOf(option)} in ${percent(option.cheapest, 0)}`);
  return `the cheapest is ${list(shares)} of the draws; ${nameOf(arm)} ${savesText(report, decision, arm)}`;
}

/** Why arms cannot be read, and which budgets would be needed where the labels lie outside those that there are. */
function leftOutText(
  { labels }: DecisionFacts,
  leftOut: LabelChoice['leftOut'],
  panel: Panel,
): string {
  const armsOf = new Map<string, string[]>();
  const outside: string[] = [];
  for (const { arm, reason } of leftOut) {
    const comparison = panel.comparisons.find(({ method }) => method === arm)!;
    const budgets = comparison.curve.points.map(({ n }) => n);
    if (reason === 'outside') outside.push(outsideText(arm, labels, budgets));
    else {
      const around = budgetsAround(comparison.curve.points, labels).map(({ n }) => n);
      const why = refusalText(panel, comparison, reason, around);
      armsOf.set(why, [...(armsOf.get(why) ?? []), arm]);
    }
  }
  const refused = [...armsOf].map(
    ([why, arms]) => `${list(arms)} cannot be read at ${count(labels)} labels, because ${why}`,
  );
  return [...(outside.length > 0 ? [list(outside)] : []), ...refused].join('; ');
}

function outsideText(arm: string, labels: number, budgets: readonly number[]): string {
  const [least, most] = [Math.min(...budgets), Math.max(...budgets)];
  const needed =
    labels > most
      ? `a budget of ${count(labels)} or more for it and larger ones from scratch`
      : `a budget of ${count(labels)} or fewer for both arms`;
  return `${arm} ran with ${count(least)} to ${count(most)} labels, so that this needs ${needed}`;
}

function detailsOf(
  report: Report,
  decision: DecisionFacts,
  { choice }: PanelDecision,
  panel: Panel,
): DecisionText['details'] {
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

function nextDetail({ next }: DecisionFacts, fallback: string | null): DecisionText['details'] {
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
  const than = bound === '<' ? 'less than ' : bound === '>' ? 'more than ' : '';
  return `where a label costs more than ${than}${priceOf(decision, value)} (${interval} ${ends})`;
}

/** In money where an hour has a price, else in computing time. */
const priceOf = (decision: DecisionFacts, price: number): string =>
  !Number.isFinite(price)
    ? 'no price'
    : decision.hourPrice > 0
      ? money(decision, price)
      : `${labelTime(price)} of computing`;

const boundOf = (open: Saving['open']): string =>
  open === '>' ? 'more than ' : open === '<' ? 'less than ' : '';

/** `18.80 EUR`, `0.0011`; a minus sign where it is a loss. */
export function money({ currency }: Pick<DecisionFacts, 'currency'>, value: number): string {
  const size = Math.abs(value);
  const text =
    size >= 1000
      ? count(size)
      : size >= 0.995 || size < 1e-9
        ? size.toFixed(2)
        : size.toPrecision(2);
  const sign = value < 0 && size >= 1e-9 ? '-' : '';
  return `${signed(`${sign}${text}`)}${currency === null ? '' : ` ${currency}`}`;
}
