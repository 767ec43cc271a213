import { isObject, withDefaults } from './json-schema';
import type { JsonSchema } from './json-schema';
import { namedChoice } from './named-choice';
import type { EvaluationConfig, Json, JsonObject } from './node-config';

/** Evaluations that documents may name, by name. */
export type EvaluationRegistry = Record<string, EvaluationEntry>;

export interface EvaluationEntry {
  options: EvaluationOptions;
  /** Whether it learns by gradient steps, with a schedule and augmentation; else its head is fitted at once. */
  trained: boolean;
  /** What it needs of a task: one class an image, so that dense tasks are refused. */
  needs?: 'classes';
  /** The file in libs/evaluations that holds the code; undefined: no code of its own. Without this: the evaluation's name. */
  file?(evaluation: EvaluationConfig): string | undefined;
  /** Drops options that say nothing; gets the options with every default. */
  resolve?(evaluation: EvaluationConfig): EvaluationConfig;
  /** The name for people; without this: the evaluation's name. */
  label?(evaluation: EvaluationConfig): string;
  /** Parts of names of nodes; without this: the evaluation's name. */
  slug?(evaluation: EvaluationConfig): string[];
}

/** Options as JSON Schema; one without a default may be left out. */
export interface EvaluationOptions {
  type: 'object';
  /** One sentence: what this evaluation is. */
  description: string;
  properties: Record<string, JsonSchema>;
}

/** The schema of the key `evaluations` of pipeline documents. */
export function evaluationsSchema(evaluations: EvaluationRegistry): JsonSchema {
  return {
    type: 'array',
    minItems: 1,
    maxItems: 1000,
    default: ['finetune'],
    description:
      'What is done with a pretrained network: names, or { "name": …, and options }. Training from scratch is always finetuning of random weights.',
    items: namedChoice(evaluations, 'Kind of evaluation.'),
  };
}

/** Evaluations of a document with every default. */
export const resolveEvaluations = (given: Json, registry: EvaluationRegistry): EvaluationConfig[] =>
  (given as Json[]).map((one) => {
    const choice = (isObject(one) ? one : { name: one }) as JsonObject;
    const { options, resolve } = registry[choice['name'] as string]!;
    const { properties } = options;
    const complete = withDefaults({ type: 'object', properties }, choice) as EvaluationConfig;
    return resolve?.(complete) ?? complete;
  });

/** For people: `finetune`, `frozen to 1`, `linear`, `mlp`, `20-nn`; of an evaluation that is not registered, its name. */
export const evaluationLabel = (
  registry: EvaluationRegistry,
  evaluation: EvaluationConfig,
): string => registry[evaluation.name]?.label?.(evaluation) ?? evaluation.name;

/** For names of nodes; empty for plain finetuning. */
export const evaluationSlug = (
  registry: EvaluationRegistry,
  evaluation: EvaluationConfig,
): string[] => registry[evaluation.name]?.slug?.(evaluation) ?? [evaluation.name];

/** The file in libs/evaluations with the code; undefined where the stage needs none. */
export function evaluationFile(
  registry: EvaluationRegistry,
  evaluation: EvaluationConfig,
): string | undefined {
  const { file } = registry[evaluation.name]!;
  return file ? file(evaluation) : evaluation.name;
}
