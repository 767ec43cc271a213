import { nameOfArms } from './choice';
import type { BackboneChoice, MethodChoice } from './choice';
import { evaluationLabel } from './evaluation';
import type { EvaluationRegistry } from './evaluation';
import type { EvaluationConfig } from './node-config';
import type { Pipeline } from './resolved-pipeline';

/** The name of each backbone of a pipeline; the second entry of one name is `<name>#2`, and so on. */
export const backboneNames = (backbones: readonly Pick<BackboneChoice, 'name'>[]): string[] =>
  backbones.map(({ name }, at) => {
    const before = backbones.slice(0, at).filter((other) => other.name === name).length;
    return before === 0 ? name : `${name}#${before + 1}`;
  });

/** The name of an arm: the method, followed by its evaluation in brackets unless it is plain finetuning. */
export function armName(
  method: Pick<MethodChoice, 'as' | 'name'>,
  evaluation: EvaluationConfig,
  evaluations: EvaluationRegistry,
): string {
  const label = evaluationLabel(evaluations, evaluation);
  const name = nameOfArms(method);
  return label === 'finetune' ? name : `${name} (${label})`;
}

/** The names of all arms of a backbone but scratch. */
export const armNames = (
  pipeline: Pick<Pipeline, 'evaluations'>,
  { methods }: BackboneChoice,
  evaluations: EvaluationRegistry,
): string[] =>
  methods.flatMap((method) =>
    evaluationsOf(pipeline, method).map((evaluation) => armName(method, evaluation, evaluations)),
  );

/** How a method is evaluated in a pipeline. */
export const evaluationsOf = (
  pipeline: Pick<Pipeline, 'evaluations'>,
  { evaluations }: Pick<MethodChoice, 'evaluations'>,
): EvaluationConfig[] => evaluations ?? pipeline.evaluations;
