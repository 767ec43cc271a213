import { budgetsAround } from '@nhat/curves';
import type { ChoiceOption, LabelChoice } from '@nhat/curves';
import type { DecisionFacts } from './decision';
import { count, list, signed } from './number-format';
import { refusalText } from './refusal-cause';
import type { Panel } from './report';
import type { Saving } from './worth';

/** How an option is called in a sentence. */
export const nameOf = ({ arm, thisNetworkOnly }: ChoiceOption): string =>
  arm === null ? 'training from scratch' : thisNetworkOnly ? `this network of ${arm}` : arm;

/** The arm that gains most over scratch, among options with scratch. */
export const bestArm = (options: readonly ChoiceOption[]): ChoiceOption => {
  const worthOf = ({ gain, nHat }: ChoiceOption) => gain?.value ?? gain?.low ?? nHat?.low ?? 0;
  return options
    .filter(({ arm }) => arm !== null)
    .reduce((best, one) => (worthOf(one) > worthOf(best) ? one : best));
};

/** Why arms cannot be read, and which budgets would be needed where the labels lie outside those that there are. */
export function leftOutText(
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

/** What stands before a number that is a bound. */
export const boundOf = (open: Saving['open']): string =>
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
