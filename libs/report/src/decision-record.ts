import type { ChoiceOption, LabelChoice, NumberWithEnds } from '@nhat/curves';
import { rounded } from './number-format';
import type { Report } from './report';

/** A number with its interval, six digits; null: no number, or none that is finite. */
export interface RecordedNumber {
  value: number | null;
  bound: '' | '>' | '<';
  low: number | null;
  high: number | null;
  lowOpen: boolean;
  highOpen: boolean;
}

/** One way to reach the accuracy of the best arm; money is in the currency of the document. */
export interface RecordedOption {
  /** Null: training from scratch. */
  arm: string | null;
  probabilityCheapest: number;
  hoursBeyondScratch: number | null;
  /** By the clock, of all trainings and pretrainings of the arm. */
  clockHoursOfAllRuns: number | null;
  labelsAtEqualAccuracy: number | null;
  labelsAtEqualAccuracyBound: '' | '>';
  /** Mean over the draws, beyond the price of the labels asked for, in money (in labels without a price of a label). */
  expectedExtraCost: number | null;
  expectedExtraCostIsBound: boolean;
  nHatLabels: RecordedNumber | null;
  labelsSaved: RecordedNumber | null;
  /** Over scratch, in money; in labels without a price of a label. */
  gain: RecordedNumber | null;
  probabilityPays: number | null;
  /** In money where an hour has a price, else in hours of computing; an end that no price reaches is null. */
  breakEvenLabelPrice: RecordedNumber | null;
  thisNetworkOnly: boolean;
}

/** What `--json` prints of a decision. */
export interface DecisionRecord {
  labels: number;
  labelPrice: number | null;
  hourPrice: number;
  currency: string | null;
  panels: {
    dataset: string;
    backbone: string;
    task: string;
    outcome: LabelChoice['outcome'];
    because: LabelChoice['because'];
    /** The option that is chosen or leaned to, `scratch` included; null where it cannot be told. */
    choice: string | null;
    options: RecordedOption[];
    leftOut: LabelChoice['leftOut'];
    expectedLoss: number | null;
  }[];
  next: string | null;
}

/** Null where the document asks for no decision. */
export function decisionRecord({ decision, panels }: Report): DecisionRecord | null {
  if (decision === undefined) return null;
  const { labels, labelPrice, hourPrice, currency, next } = decision;
  return {
    ...{ labels, labelPrice, hourPrice, currency },
    panels: decision.panels.map(({ choice, clockSeconds }, at) => {
      const { dataset, backbone, task } = panels[at]!;
      const { outcome, because, options, leftOut, expectedLoss } = choice;
      const first = options[0];
      return {
        ...{ dataset, backbone, task, outcome, because },
        choice: outcome === 'open' || first === undefined ? null : (first.arm ?? 'scratch'),
        options: options.map((option) => recorded(option, labels, clockSeconds)),
        ...{ leftOut, expectedLoss: rounded(expectedLoss) },
      };
    }),
    next: next ?? null,
  };
}

function recorded(
  option: ChoiceOption,
  n: number,
  clockSeconds: Record<string, number | null>,
): RecordedOption {
  const { arm, nHat, labels } = option;
  const seconds = arm === null ? null : (clockSeconds[arm] ?? null);
  return {
    ...{ arm, probabilityCheapest: rounded(option.cheapest) },
    hoursBeyondScratch: rounded(option.hours),
    clockHoursOfAllRuns: seconds === null ? null : rounded(seconds / 3600),
    labelsAtEqualAccuracy: rounded(labels.value),
    labelsAtEqualAccuracyBound: labels.bound,
    expectedExtraCost: rounded(option.cost),
    expectedExtraCostIsBound: option.costOpen,
    nHatLabels: numberOf(nHat, 0),
    labelsSaved: numberOf(nHat, n),
    gain: numberOf(option.gain, 0),
    probabilityPays: rounded(option.pays),
    breakEvenLabelPrice: numberOf(option.breakEven, 0),
    thisNetworkOnly: option.thisNetworkOnly,
  };
}

function numberOf(given: NumberWithEnds | null, less: number): RecordedNumber | null {
  if (given === null) return null;
  const { value, bound, low, high, lowOpen, highOpen } = given;
  return {
    value: value === null ? null : rounded(value - less),
    ...{ bound, low: rounded(low - less), high: rounded(high - less), lowOpen, highOpen },
  };
}
