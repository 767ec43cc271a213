import { finetunedBackbone } from './choice';
import type { BackboneChoice } from './choice';
import { evaluationsOf } from './names-of-cells';
import type { ScheduleConfig } from './node-config';
import type { Pipeline } from './resolved-pipeline';
import { problem } from './problem';
import type { Keys } from './problem';
import type { Registries } from './registry';
import type { ImagesSeenRule, TrainingRecipe } from './training-recipe';

/** Reports trainings with too few steps, rates that rise, and rows that overlap. */
export function trainingProblems(
  path: string,
  pipeline: Pipeline,
  registries: Registries,
): string[] {
  const { seeds, pretrainingSeeds, methods, backbones } = pipeline;
  const unused =
    pretrainingSeeds === 'seeds' || pretrainingSeeds <= seeds.length
      ? []
      : problem(
          path,
          ['pretrainingSeeds'],
          'more pretrained networks than seeds to finetune them',
          { got: pretrainingSeeds, expected: `at most ${seeds.length}` },
        );
  return [
    ...new Set([
      ...unused,
      ...backbones.flatMap((backbone, at) => {
        const own = backbone.methods === methods ? [] : backbone.methods;
        const keys = own.length > 0 ? ['backbones', at, 'methods'] : ['methods'];
        return [
          ...recipeProblems(path, ['training'], backbone.training),
          ...own.flatMap(pretrainingProblems(path)),
          ...finetuningProblems(path, keys, pipeline, backbone, registries),
        ];
      }),
      ...methods.flatMap(pretrainingProblems(path)),
    ]),
  ];
}

const pretrainingProblems =
  (path: string) =>
  ({ pretraining }: Pipeline['methods'][number]): string[] =>
    pretraining === null ? [] : scheduleProblems(path, ['pretraining'], pretraining);

/** Reports what methods change of the training of a backbone where it does not fit that training, or where nothing is trained. */
const finetuningProblems = (
  path: string,
  keys: Keys,
  pipeline: Pipeline,
  backbone: BackboneChoice,
  { evaluations }: Registries,
): string[] =>
  backbone.methods.flatMap((method, i) => {
    const { training, name } = method;
    if (training === undefined) return [];
    const at = [...keys, i, 'training'];
    const { training: recipe } = finetunedBackbone(backbone, method);
    const imagesSeen = leastSteps(recipe.imagesSeen);
    const isTrained = evaluationsOf(pipeline, method).some((one) => evaluations[one.name]!.trained);
    // What is wrong without the method is told of the training that all share.
    const shared = scheduleProblems(path, at, { ...backbone.training, imagesSeen });
    if (isTrained) {
      const problems = scheduleProblems(path, at, { ...recipe, imagesSeen });
      return problems.filter((text) => !shared.includes(text));
    }
    return problem(path, at, `without effect, because no evaluation trains networks of ${name}`, {
      got: Object.keys(training),
      expected: 'an evaluation that trains with labels, e.g. finetune',
    });
  });

const recipeProblems = (path: string, keys: Keys, recipe: TrainingRecipe): string[] => [
  ...ruleProblems(path, [...keys, 'imagesSeen'], recipe.imagesSeen),
  ...scheduleProblems(path, keys, {
    ...recipe,
    imagesSeen: leastSteps(recipe.imagesSeen) * Math.min(1, recipe.scratchFactor),
  }),
];

const leastSteps = (rule: ImagesSeenRule): number =>
  'perLabel' in rule
    ? Math.min(rule.minimum, rule.maximum)
    : Math.min(...rule.map(({ imagesSeen }) => imagesSeen));

function ruleProblems(path: string, keys: Keys, rule: ImagesSeenRule): string[] {
  if ('perLabel' in rule) {
    const { minimum, maximum } = rule;
    if (minimum <= maximum) return [];
    const expected = `at most ${maximum}`;
    return problem(path, [...keys, 'minimum'], 'larger than the maximum', {
      got: minimum,
      expected,
    });
  }
  return rule.flatMap(({ upTo }, i) => {
    const before = rule[i - 1]?.upTo ?? 0;
    const at = [...keys, i, 'upTo'];
    if (i === rule.length - 1 && upTo !== undefined) {
      const expected = 'none in the last row, which holds for all larger budgets';
      return problem(path, at, 'budgets without a row', { got: upTo, expected });
    }
    if (i === rule.length - 1 || (upTo ?? 0) > before) return [];
    return problem(path, at, 'not in ascending order', {
      got: upTo ?? null,
      expected: `more than ${before}`,
    });
  });
}

function scheduleProblems(path: string, keys: Keys, schedule: ScheduleConfig): string[] {
  const { imagesSeen, batch, peakRate, finalRate } = schedule;
  const short =
    imagesSeen >= batch
      ? []
      : problem(path, [...keys, 'batch'], 'less than one step', {
          got: batch,
          expected: `at most ${imagesSeen} images seen`,
        });
  if (finalRate <= peakRate) return short;
  const expected = `at most ${peakRate}`;
  return [
    ...short,
    ...problem(path, [...keys, 'finalRate'], 'larger than the peak', { got: finalRate, expected }),
  ];
}
