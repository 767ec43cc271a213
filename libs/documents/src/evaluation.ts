import { isObject, withDefaults } from './json-schema';
import type { JsonSchema } from './json-schema';
import { namedChoice } from './named-choice';
import type { Json, JsonObject } from './json';
import type { EvaluationConfig } from './node-config';

/** Evaluations that documents may name, by name. */
export type EvaluationRegistry = Record<string, EvaluationEntry>;

export interface EvaluationEntry {
  options: EvaluationOptions;
  /** Whether it trains by gradient steps, with a schedule and augmentation. Otherwise its head is fitted directly. */
  trained: boolean;
  /** The requirement on a task. `classes`: one class per image, so dense tasks are refused. */
  needs?: 'classes';
  /** Whether part of the pretrained network stays as it is; receives complete options. True when absent. */
  freezes?(evaluation: EvaluationConfig): boolean;
  /** The file in libs/evaluations with the code; undefined for evaluations without code. The evaluation's name when absent. */
  file?(evaluation: EvaluationConfig): string | undefined;
  /** Removes options without effect; receives the options with all defaults. */
  resolve?(evaluation: EvaluationConfig): EvaluationConfig;
  /** The label for readers; the evaluation's name when absent. */
  label?(evaluation: EvaluationConfig): string;
  /** The number of stages of the backbone that stay as they were pretrained; absent where the evaluation has no such depth. */
  frozenStages?(evaluation: EvaluationConfig): number;
  /** Parts of node names; the evaluation's name when absent. */
  slug?(evaluation: EvaluationConfig): string[];
}

/** Options as JSON Schema. An option without a default is optional. */
export interface EvaluationOptions {
  type: 'object';
  /** Describes the evaluation in one sentence. */
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

/** The evaluations of a document, with all defaults. */
export const resolveEvaluations = (given: Json, registry: EvaluationRegistry): EvaluationConfig[] =>
  (given as Json[]).map((entry) => {
    const choice = (isObject(entry) ? entry : { name: entry }) as JsonObject;
    const { options, resolve } = registry[choice['name'] as string]!;
    const { properties } = options;
    const complete = withDefaults({ type: 'object', properties }, choice) as EvaluationConfig;
    return resolve?.(complete) ?? complete;
  });

/**
 * The label for readers: `finetune`, `frozen to 1`, `linear`, `mlp`, `5-nn`; the name for an evaluation that is not
 * registered.
 */
export const evaluationLabel = (
  registry: EvaluationRegistry,
  evaluation: EvaluationConfig,
): string => registry[evaluation.name]?.label?.(evaluation) ?? evaluation.name;

/** Parts of node names; empty for plain finetuning. */
export const evaluationSlug = (
  registry: EvaluationRegistry,
  evaluation: EvaluationConfig,
): string[] => registry[evaluation.name]?.slug?.(evaluation) ?? [evaluation.name];

/** Whether part of the pretrained network stays as it is, so that random weights are a reference for it. */
export const isFrozen = (registry: EvaluationRegistry, evaluation: EvaluationConfig): boolean =>
  registry[evaluation.name]!.freezes?.(evaluation) ?? true;

/** The file in libs/evaluations with the code; undefined where the stage needs none. */
export function evaluationFile(
  registry: EvaluationRegistry,
  evaluation: EvaluationConfig,
): string | undefined {
  const { file } = registry[evaluation.name]!;
  return file ? file(evaluation) : evaluation.name;
}
