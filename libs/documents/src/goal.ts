import { isObject, withDefaults } from './json-schema';
import type { JsonSchema } from './json-schema';
import { without } from './inherit';
import type { Json, JsonObject } from './json';
import { documentPath } from './schema-problem';
import { throwProblems } from './validate';
import { userError } from './user-error';

/** When `nx decide` has run enough. */
export interface PipelineGoal {
  /** Doublings of labels that the 95 % interval of every utility may span; null where the claims are the goal. */
  width: number | null;
  /** Whether a 99 % interval that excludes U = 0 is enough, too. */
  verdict: boolean;
  /** Whether it is, in place of a width, that every claim of the document holds or fails. */
  claims: boolean;
  /** The most trainings that `nx decide` adds to the design; pretrainings are not counted. */
  trainings: number;
}

export const goalSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  description:
    'When `nx decide` has run enough: with "width" it adds one seed or one scratch budget after another, those that narrow the open intervals most per image seen; with "claims" one seed after another to what an open claim compares. Never reaches a node.',
  properties: {
    width: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 20,
      description:
        'The 95 % interval of every utility spans at most so many doublings of labels; 1 is from U = 0 to U = 1.',
    },
    verdict: {
      type: 'boolean',
      default: false,
      description:
        'Whether a utility is also decided when its 99 % interval excludes U = 0, whatever its width.',
    },
    claims: {
      type: 'boolean',
      default: false,
      description:
        'In place of "width": every claim of the document holds or fails. A study may add to the pipelines that it includes.',
    },
    trainings: {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 40,
      description: 'The most trainings that are added; pretrainings are not counted.',
    },
  },
};

/**
 * The goal of a merged document with its defaults; null without one. Claims take the place of a width that it inherits. Throws a UserError where
 * both are missing.
 */
export function goalOf(path: string, given: Json | undefined): PipelineGoal | null {
  if (!isObject(given)) return null;
  const goal = withDefaults(goalSchema, given) as unknown as PipelineGoal;
  if (goal.claims) return { ...goal, width: null, verdict: false };
  if (!('width' in given)) {
    const where = documentPath(path, ['goal']);
    throwProblems([
      userError(where, 'key "width" is missing', {
        expected: 'e.g. "width": 0.7, or "claims": true',
      }).message,
    ]);
  }
  return goal;
}

/**
 * A merged document without a goal of claims that it inherits but lists none for, because claims are not inherited. `own` is the document
 * alone; what it says of its goal itself stays.
 */
export function withoutClaimsOfOthers(merged: JsonObject, own: JsonObject): JsonObject {
  const [inherited, given] = [merged['goal'], own['goal']];
  if ('claims' in own || !isObject(inherited) || inherited['claims'] !== true) return merged;
  if (!isObject(given)) return without(merged, ['goal']);
  return given['claims'] === true ? merged : { ...merged, goal: without(inherited, ['claims']) };
}
