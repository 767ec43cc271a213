import { backboneNames, evaluationsOf, membersOf, withOwnRecipe } from '@nhat/documents';
import type { AddedRun, EvaluationConfig, Json, MethodChoice, Pipeline } from '@nhat/documents';
import { plain } from './cell';
import { grouped } from './grouped';
import type { Cell } from './cell';
import { registries } from './registries';

/** What one pipeline asks of a cell. */
export interface CellPart extends Omit<Cell, 'images'> {
  pipeline: Pipeline;
  place: CellPlace;
}

/** The names of a cell in its pipeline. */
export type CellPlace = Pick<AddedRun, 'dataset' | 'backbone' | 'task'>;

/** What a curve of finetuning belongs to, within its cell. */
export interface Kind {
  method: MethodChoice;
  evaluation: EvaluationConfig;
}

/**
 * The cells of a pipeline and of all that it includes. Equal cells of several pipelines are one, whose curves have the budgets
 * and seeds of all of them; each inner list has its parts. Cells are equal where a training from scratch on n labels is the same node.
 */
export function studyCells(pipeline: Pipeline): CellPart[][] {
  return grouped(membersOf(pipeline).flatMap(partsOf), ({ pipeline: one, ...cell }) => [
    cell.data,
    plain(cell.backbone),
    cell.backbone.training,
    cell.task,
    one.precision,
    one.epochMinimum,
    one.labels,
  ]);
}

function partsOf(pipeline: Pipeline): CellPart[] {
  const names = backboneNames(pipeline.backbones);
  return pipeline.datasets.flatMap((data) => {
    const budgets = pipeline.ownBudgets.get(data.dataset) ?? pipeline.budgets;
    return pipeline.backbones.flatMap((backbone, at) =>
      pipeline.tasks.map((task) => {
        const place = { dataset: data.dataset, backbone: names[at]!, task: task.name };
        return {
          ...{ pipeline, data, budgets, backbone, task, place },
          added: addedIn(pipeline, place),
        };
      }),
    );
  });
}

const addedIn = ({ added }: Pipeline, place: CellPlace): AddedRun[] =>
  added.filter(
    ({ dataset, backbone, task }) =>
      dataset === place.dataset && backbone === place.backbone && task === place.task,
  );

/**
 * The methods and evaluations of a cell, each with the parts that ask for it. Parts are of one kind where they pretrain alike and a
 * seed means the same pretrained network in all of them.
 */
export function kindsOf<Part extends CellPart>(
  parts: readonly Part[],
): { kind: Kind; parts: Part[] }[] {
  const asked = parts.flatMap((part) =>
    part.backbone.methods.flatMap((method) =>
      evaluationsOf(part.pipeline, method).map((evaluation) => ({
        kind: { method: trainedMethod(part, method, evaluation), evaluation },
        part,
      })),
    ),
  );
  const groups = grouped(asked, ({ kind, part }) => [
    { ...kind, method: { ...kind.method, networksOf: null, evaluations: null } },
    networkRule(part.pipeline),
  ]);
  return groups.map((group) => ({
    kind: group[0]!.kind,
    parts: group.map(({ part }) => part),
  }));
}

/** The method with what it changes of the training of an evaluation; where nothing is trained, it changes nothing. */
function trainedMethod(
  { backbone }: CellPart,
  method: MethodChoice,
  { name }: EvaluationConfig,
): MethodChoice {
  const training = registries.evaluations[name]!.trained ? (method.training ?? {}) : {};
  return withOwnRecipe(backbone, { ...method, training });
}

/** Equal where a seed that two pipelines have starts from the same network in both. */
const networkRule = ({ seeds, pretrainingSeeds }: Pipeline): Json =>
  pretrainingSeeds === 'seeds' || pretrainingSeeds === 1
    ? pretrainingSeeds
    : [pretrainingSeeds, seeds];

/** A run of a curve: its node, and the labels that it has. */
export interface CurveRun {
  n: number;
  node: string;
}

/** The nodes of the runs of several parts, each once, by ascending budget. */
export const joinedRuns = (parts: readonly (readonly CurveRun[])[]): string[] => [
  ...new Set(
    parts
      .flat()
      .sort((a, b) => a.n - b.n)
      .map(({ node }) => node),
  ),
];
