import type { ChoiceOption, LabelChoice } from '@nhat/curves';
import type { DecisionFacts, PanelDecision } from './decision';
import { detailsOf, nextDetail } from './decision-details';
import type { DecisionDetail } from './decision-details';
import { bestArm, boundOf, leftOutText, money, nameOf } from './decision-words';
import { panelName } from './naming';
import { duration, list, percent, plural } from './number-format';
import type { Panel, Report } from './report';
import type { Saving } from './worth';
import { savedEnds, savingWords } from './worth-text';

/** The answer for a reader with labels and prices. */
export interface DecisionText {
  headline: string;
  /** What the labels are worth, from which price it pays, and what could overturn it; of one panel alone. */
  details: DecisionDetail[];
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
