import { isOnLabelled } from './choice';
import type { Choice } from './choice';
import type { Pipeline } from './resolved-pipeline';
import { problem } from './problem';
import type { Registries } from './registry';

/** Finds combinations of methods, backbones, tasks and evaluations that do not work together. */
export const fitProblems = (path: string, pipeline: Pipeline, registries: Registries): string[] => [
  ...pipeline.backbones.flatMap((backbone, i) => [
    ...needsProblems(path, i, backbone, registries),
    ...freezeProblems(path, backbone, pipeline, registries),
  ]),
  ...batchProblems(path, pipeline, registries),
  ...imageProblems(path, pipeline, registries),
  ...classProblems(path, pipeline, registries),
];

/** Methods that ask of a backbone what it does not give. */
function needsProblems(
  path: string,
  at: number,
  { name, methods }: Pipeline['backbones'][number],
  registries: Registries,
): string[] {
  const missingIn = (backbone: string, method: string) => {
    const { gives = [] } = registries.backbones[backbone]!;
    const { needs = [] } = registries.methods[method]!;
    return needs.filter((need) => !gives.includes(need));
  };
  return methods.flatMap((method) => {
    const missing = missingIn(name, method.name);
    if (missing.length === 0) return [];
    const others = Object.keys(registries.backbones).filter(
      (other) => missingIn(other, method.name).length === 0,
    );
    const what = `does not give ${missing.join(' and ')}, which ${method.name} needs`;
    return problem(path, ['backbones', at], what, {
      got: name,
      expected: others.length > 0 ? `one of ${others.join(', ')}` : 'a backbone that gives it',
      advice: 'Give this backbone its own list of "methods" without it.',
    });
  });
}

function freezeProblems(
  path: string,
  { name }: Choice,
  { evaluations }: Pipeline,
  { backbones }: Registries,
): string[] {
  const stages = backbones[name]!.stages ?? 0;
  return evaluations.flatMap((evaluation, i) => {
    if (!('freezeAfter' in evaluation) || Number(evaluation['freezeAfter']) < stages) return [];
    return problem(path, ['evaluations', i, 'freezeAfter'], `${name} has no such stage`, {
      got: evaluation['freezeAfter']!,
      expected: stages > 0 ? `0 to ${stages - 1}` : 'a backbone with stages',
      advice: 'To freeze all of it, use the evaluation "mlp" or "linear".',
    });
  });
}

/** The list of methods of a pipeline, and that of each backbone that has its own. */
function methodLists(pipeline: Pipeline) {
  const lists = [
    { keys: ['methods'], methods: pipeline.methods },
    ...pipeline.backbones.map(({ methods }, i) => ({ keys: ['backbones', i, 'methods'], methods })),
  ];
  return lists.filter(({ methods }, i) => i === 0 || methods !== pipeline.methods);
}

/** Checks the batch of methods that compare the images of a batch. */
const batchProblems = (path: string, pipeline: Pipeline, registries: Registries): string[] =>
  methodLists(pipeline).flatMap(({ keys, methods }) =>
    methods.flatMap(({ name, pretraining }, i) => {
      const { leastBatch = 1 } = registries.methods[name]!;
      const { batch } = pretraining ?? { batch: leastBatch };
      if (batch >= leastBatch) return [];
      const what = `${name} compares the images of a batch, and this one has too few`;
      return problem(path, [...keys, i, 'pretraining', 'batch'], what, {
        got: batch,
        expected: `at least ${leastBatch}`,
      });
    }),
  );

/** Checks the number of training images that methods require, e.g. for a memory with one row per image. */
function imageProblems(path: string, pipeline: Pipeline, registries: Registries): string[] {
  const all = Math.min(...pipeline.datasets.map(({ counts }) => counts?.train ?? Infinity));
  const budgets = [pipeline.budgets, ...pipeline.ownBudgets.values()];
  const fewest = Math.min(...budgets.flatMap(({ finetune }) => finetune));
  return methodLists(pipeline).flatMap(({ keys, methods }) =>
    methods.flatMap((method, i) => {
      const { name, options } = method;
      const images = isOnLabelled(method) ? Math.min(all, fewest) : all;
      const fault = registries.methods[name]!.checkImages?.(options, images);
      if (fault === undefined) return [];
      const { option, what, expected } = fault;
      const advice = 'Or raise images.train.';
      return problem(path, [...keys, i, option], what, { got: options[option], expected, advice });
    }),
  );
}

/** Finds evaluations that need one class per image, for tasks whose ground truth is a map. */
function classProblems(
  path: string,
  { evaluations, tasks }: Pipeline,
  registries: Registries,
): string[] {
  const needsClasses = (name: string) => registries.evaluations[name]!.needs === 'classes';
  const allowed = Object.keys(registries.evaluations).filter((name) => !needsClasses(name));
  const dense = tasks.filter(({ name }) => registries.tasks[name]!.dense);
  return evaluations.flatMap((evaluation, i) =>
    needsClasses(evaluation.name)
      ? dense.flatMap(({ name }) =>
          problem(
            path,
            ['evaluations', i],
            `needs one class per image, but the ground truth of ${name} is a map`,
            {
              got: evaluation.name,
              expected: `one of ${allowed.join(', ')}`,
              advice: 'Or use it with a task that has classes: classification or pose.',
            },
          ),
        )
      : [],
  );
}
