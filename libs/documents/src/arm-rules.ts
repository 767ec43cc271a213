import { SCRATCH } from './added-runs';
import { nameOfArms } from './choice';
import { RANDOM_WEIGHTS } from './node-config';
import { NAME } from './parse-document';
import { problem } from './problem';
import type { Registries } from './registry';
import type { Pipeline } from './resolved-pipeline';

/** Finds names of arms that cannot be used, and arms without pretraining that a dataset or a task cannot have. */
export const armProblems = (path: string, pipeline: Pipeline, registries: Registries): string[] => [
  ...nameProblems(path, pipeline, registries),
  ...tableProblems(path, pipeline, registries),
  ...mapProblems(path, pipeline, registries),
];

function nameProblems(path: string, { methods }: Pipeline, registries: Registries): string[] {
  const taken = [SCRATCH, RANDOM_WEIGHTS, ...Object.keys(registries.methods)];
  return methods.flatMap((method, i) => {
    const name = nameOfArms(method);
    if (name === method.name || (NAME.test(name) && !taken.includes(name))) return [];
    const what = taken.includes(name) ? 'a name that something else has' : 'not a name for an arm';
    return problem(path, ['methods', i, 'as'], what, {
      got: name,
      expected: 'lower-case letters, digits and single hyphens, e.g. "dinov3"',
    });
  });
}

/** Tables name images by their files, so that images without files have no rows. */
const tableProblems = (
  path: string,
  { methods, datasets }: Pipeline,
  registries: Registries,
): string[] =>
  methods.flatMap(({ name }, i) => {
    if (registries.methods[name]!.reads?.from !== 'table') return [];
    return datasets.flatMap(({ dataset, source }) =>
      registries.sources[source.name]!.featureRows !== undefined
        ? []
        : problem(
            path,
            ['methods', i],
            `the images of ${dataset} have no names by which a table could give their features`,
            {
              got: source.name,
              expected: `a dataset of ${sourcesWithRows(registries).join(' or ')}`,
              advice: `Leave ${name} out, or put the images into files.`,
            },
          ),
    );
  });

const sourcesWithRows = ({ sources }: Registries): string[] =>
  Object.keys(sources).filter((name) => sources[name]!.featureRows !== undefined);

/** Features of whole images say nothing of positions, which tasks on maps need. */
const mapProblems = (
  path: string,
  { methods, tasks }: Pipeline,
  registries: Registries,
): string[] =>
  methods.flatMap(({ name }, i) =>
    tasks
      .filter((task) => registries.methods[name]!.reads && registries.tasks[task.name]!.dense)
      .flatMap((task) =>
        problem(path, ['methods', i], `has one row for an image, but ${task.name} asks for a map`, {
          got: name,
          expected: 'a task with one answer for an image, e.g. classification',
        }),
      ),
  );
