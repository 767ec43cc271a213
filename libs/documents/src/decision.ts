import { isObject, withDefaults } from './json-schema';
import type { JsonSchema } from './json-schema';
import type { Json } from './json';
import { documentPath } from './schema-problem';
import { throwProblems } from './validate';
import { userError } from './user-error';

/** What a reader wants to buy: which arm is the cheapest at so many labels. It reaches no node. */
export interface DecisionConfig {
  labels: number;
  /** Of one label; null: not known. */
  labelPrice: number | null;
  /** Of one hour of computing, in the same money. */
  hourPrice: number;
  /** For readers; null: money without a name. */
  currency: string | null;
  /** Hours beyond training from scratch of arms whose time is not measured here, of all or by name; null: not known. */
  hours: number | Readonly<Record<string, number>> | null;
}

/** What a document states as the hours of an arm beyond training from scratch; null: not known. */
export const statedHours = (
  { hours }: Pick<DecisionConfig, 'hours'>,
  arm: string,
): number | null =>
  typeof hours === 'number' || hours === null
    ? hours
    : Object.hasOwn(hours, arm)
      ? hours[arm]!
      : null;

/** Whether a value read from a file is a whole decision, with all keys and without others. */
export function isDecision(value: unknown): value is DecisionConfig {
  if (typeof value !== 'object' || value === null) return false;
  const { labels, labelPrice, hourPrice, currency, hours, ...others } = value as DecisionConfig;
  return (
    Object.keys(others).length === 0 &&
    Number.isSafeInteger(labels) &&
    labels > 0 &&
    (labelPrice === null || isAmount(labelPrice)) &&
    isAmount(hourPrice) &&
    (currency === null || typeof currency === 'string') &&
    (hours === null || isAmount(hours) || isAmounts(hours))
  );
}

const isAmount = (value: unknown): boolean =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;

const isAmounts = (value: unknown): boolean =>
  typeof value === 'object' && !Array.isArray(value) && Object.values(value ?? {}).every(isAmount);

const price = (description: string, rest: JsonSchema = {}): JsonSchema => ({
  ...{ type: 'number', minimum: 0, maximum: 1e9, description },
  ...rest,
});

export const decisionSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  description:
    'Your labels and prices: the answer then begins with the arm that is the cheapest at equal accuracy. Never reaches a node: edit it freely.',
  properties: {
    labels: {
      type: 'integer',
      minimum: 1,
      maximum: 1_000_000_000,
      description: 'Labels that you have or mean to buy; any number within the label budgets.',
    },
    labelPrice: price(
      'What one label costs. Without this key labels alone are counted, and the price from which pretraining pays is stated.',
    ),
    hourPrice: price('What one hour of computing costs, in the same money.', { default: 0 }),
    currency: {
      type: 'string',
      minLength: 1,
      maxLength: 12,
      description: 'What the money is called, e.g. EUR.',
    },
    hours: {
      description:
        'Hours of computing that a pretrained arm takes beyond training from scratch, where they are not measured here: scores of another program. A number for all arms, or { "simclr": 2, "dinov3": 0.1 }.',
      if: { type: 'number' },
      then: price('Hours of each arm.'),
      else: { type: 'object', additionalProperties: price('Hours of this arm.') },
    },
  },
};

/** The decision of a merged document with its defaults; null without one. Throws a UserError where the labels are missing. */
export function decisionOf(path: string, given: Json | undefined): DecisionConfig | null {
  if (!isObject(given)) return null;
  if (!('labels' in given)) {
    const where = documentPath(path, ['decision']);
    throwProblems([
      userError(where, 'key "labels" is missing', { expected: 'e.g. "labels": 300' }).message,
    ]);
  }
  const unknown = { labelPrice: null, currency: null, hours: null };
  return { ...unknown, ...(withDefaults(decisionSchema, given) as object) } as DecisionConfig;
}
