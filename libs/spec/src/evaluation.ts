import { isObject, withDefaults } from './json-schema';
import type { JsonSchema } from './json-schema';
import type { EvaluationConfig, Json, JsonObject } from './node-config';

/** Keys of each evaluation beside its name. */
const evaluations: Record<EvaluationConfig['name'], { description: string; properties: Keys }> = {
  finetune: {
    description: 'Everything learns, or what comes after a stage of the backbone.',
    properties: {
      freezeAfter: {
        type: 'integer',
        minimum: 0,
        description:
          'The last stage that stays as it was pretrained, counted from 0; the stem belongs to stage 0.',
      },
      frozenStatistics: {
        type: 'string',
        enum: ['fixed', 'moving'],
        default: 'fixed',
        description:
          'Batch normalisation of frozen stages. fixed: as in evaluation. moving: by batch, as in the released code, which lets the running statistics change.',
      },
    },
  },
  linear: {
    description:
      'A linear head on frozen features, fitted to convergence: multinomial logistic regression, ridge regression where values are estimated.',
    properties: {
      inversePenalty: {
        type: 'number',
        exclusiveMinimum: 0,
        default: 1,
        description: 'C in ½‖weights‖² + C · Σ loss. The paper: 1, the default of scikit-learn.',
      },
      positions: {
        type: 'integer',
        minimum: 1,
        default: 50_000,
        description:
          'Of dense tasks: how many positions of the maps it is fitted on, at random; all when there are fewer. The paper: 50,000.',
      },
    },
  },
  mlp: {
    description:
      'A head with one hidden layer on frozen features, trained by the recipe of finetuning.',
    properties: {},
  },
  knn: {
    description: 'No head: the classes of the nearest labelled images vote, by cosine.',
    properties: {
      neighbours: { type: 'integer', minimum: 1, default: 20, description: 'How many vote.' },
    },
  },
};

type Keys = Record<string, JsonSchema>;
const names = Object.keys(evaluations) as EvaluationConfig['name'][];

export const evaluationsSchema: JsonSchema = {
  type: 'array',
  minItems: 1,
  maxItems: 1000,
  default: ['finetune'],
  description:
    'What is done with a pretrained network: names, or { "name": …, and options }. Training from scratch is always finetuning of random weights.',
  items: {
    if: { type: 'string' },
    then: { type: 'string', enum: names },
    else: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string', enum: names, description: 'Kind of evaluation.' } },
      allOf: names.map((name) => ({
        if: { type: 'object', required: ['name'], properties: { name: { const: name } } },
        then: {
          description: evaluations[name].description,
          additionalProperties: false,
          properties: {
            name: { const: name, description: evaluations[name].description },
            ...evaluations[name].properties,
          },
        },
      })),
    },
  },
};

/** With every default; plain finetuning is nothing but its name. */
export const resolveEvaluations = (given: Json): EvaluationConfig[] =>
  (given as Json[]).map((one) => {
    const choice = isObject(one) ? one : { name: one };
    const { properties } = evaluations[choice['name'] as EvaluationConfig['name']];
    if (choice['name'] === 'finetune' && !('freezeAfter' in choice)) return { name: 'finetune' };
    return withDefaults({ type: 'object', properties }, choice as JsonObject) as EvaluationConfig;
  });

/** For people: `finetune`, `frozen to 1`, `linear`, `mlp`, `20-nn`. */
export function evaluationLabel(evaluation: EvaluationConfig): string {
  if (evaluation.name === 'knn') return `${evaluation.neighbours}-nn`;
  if (!('freezeAfter' in evaluation)) return evaluation.name;
  const { freezeAfter, frozenStatistics } = evaluation;
  return `frozen to ${freezeAfter}${frozenStatistics === 'moving' ? ', moving statistics' : ''}`;
}

/** For names of nodes; empty for plain finetuning. */
export function evaluationSlug(evaluation: EvaluationConfig): string[] {
  if (evaluation.name !== 'finetune') return [evaluation.name];
  if (!('freezeAfter' in evaluation)) return [];
  const { freezeAfter, frozenStatistics } = evaluation;
  return [`freeze${freezeAfter}`, ...(frozenStatistics === 'moving' ? ['moving'] : [])];
}
