import {
  SCRATCH,
  armName,
  backboneNames,
  evaluationsOf,
  isOnLabelled,
  nameOfNetworks,
  networkOf,
  nextSeed,
  splitCount,
  splitOfSeed,
} from '@nhat/documents';
import type {
  AddedRun,
  BackboneChoice,
  EvaluationConfig,
  EvaluationRegistry,
  MethodChoice,
  Pipeline,
  SourceRegistry,
} from '@nhat/documents';
import type { Place } from './study';

/** One cell of an arm: where a seed may be added. */
export interface SeedCell extends Place {
  /** `scratch`, or a name of `armNames`. */
  arm: string;
  n: number;
}

/** The backbone of a place. Throws a RangeError for one that the pipeline does not have. */
export function backboneOf({ backbones }: Pipeline, { backbone }: Place): BackboneChoice {
  const found = backbones[backboneNames(backbones).indexOf(backbone)];
  if (found === undefined) throw new RangeError(`no backbone ${backbone}`);
  return found;
}

/** What an arm does. Throws a RangeError for one that the backbone does not have. */
export function kindOf(
  pipeline: Pipeline,
  { methods }: BackboneChoice,
  arm: string,
  registry: EvaluationRegistry,
): { method: MethodChoice; evaluation: EvaluationConfig } {
  for (const method of methods) {
    for (const evaluation of evaluationsOf(pipeline, method)) {
      if (armName(method, evaluation, registry) === arm) return { method, evaluation };
    }
  }
  throw new RangeError(`no arm ${arm}`);
}

const isIn = (run: AddedRun, cell: Place): boolean =>
  run.dataset === cell.dataset && run.backbone === cell.backbone && run.task === cell.task;

/** The seeds of a cell: those of the design where it has the budget, and those that were added. */
export function seedsIn(pipeline: Pipeline, cell: SeedCell): number[] {
  const { seeds, added, ownBudgets, budgets } = pipeline;
  const { scratch, finetune } = ownBudgets.get(cell.dataset) ?? budgets;
  const designed = (cell.arm === SCRATCH ? scratch : finetune).includes(cell.n) ? seeds : [];
  const more = added.filter((run) => isIn(run, cell) && run.arm === cell.arm && run.n === cell.n);
  return [...new Set([...designed, ...more.map(({ seed }) => seed)])];
}

/** The seed that a cell gets next; one that begins with pretrained weights gets none of those in `avoided`. */
export function nextSeedIn(
  pipeline: Pipeline,
  cell: SeedCell,
  avoided: ReadonlySet<number> = new Set(),
): number {
  const passed = cell.arm === SCRATCH ? [] : avoided;
  return nextSeed(pipeline, [...seedsIn(pipeline, cell), ...passed]);
}

/** The pipeline with another seed of a cell, by default the next. */
export function withSeed(
  pipeline: Pipeline,
  cell: SeedCell,
  round: number,
  seed = nextSeedIn(pipeline, cell),
): Pipeline {
  const { dataset, backbone, task, arm, n } = cell;
  return {
    ...pipeline,
    added: [...pipeline.added, { round, dataset, backbone, task, arm, n, seed }],
  };
}

/** Whether a new seed of a cell has test images of its own where the seeds of its dataset have; true where all runs share theirs. */
export function hasSplitLeft(
  pipeline: Pipeline,
  cell: SeedCell,
  sources: SourceRegistry,
  seed = nextSeedIn(pipeline, cell),
): boolean {
  const { datasets, seeds, added } = pipeline;
  const data = datasets.find(({ dataset }) => dataset === cell.dataset)!;
  if (splitCount(data, sources) === 1) return true;
  const others = [
    ...seeds,
    ...added.filter(({ dataset }) => dataset === cell.dataset).map((run) => run.seed),
  ];
  const splitOf = (one: number) => splitOfSeed(data, one, sources);
  return others.every((other) => other === seed || splitOf(other) !== splitOf(seed));
}

/** Whether a new seed of a cell starts from a network that no run of the pipeline has pretrained so far. */
export function needsPretraining(
  pipeline: Pipeline,
  cell: SeedCell,
  registry: EvaluationRegistry,
  seed = nextSeedIn(pipeline, cell),
): boolean {
  const backbone = backboneOf(pipeline, cell);
  const { method } = kindOf(pipeline, backbone, cell.arm, registry);
  if (method.pretraining === null) return false;
  if (isOnLabelled(method)) return true;
  const alike = pipeline.added.filter(
    (run) =>
      run.arm !== SCRATCH &&
      run.dataset === cell.dataset &&
      run.backbone === cell.backbone &&
      nameOfNetworks(kindOf(pipeline, backbone, run.arm, registry).method) ===
        nameOfNetworks(method),
  );
  const seeds = [...pipeline.seeds, ...alike.map(({ seed }) => seed)];
  const networks = seeds.map((seed) => networkOf(pipeline, seed));
  return !networks.includes(networkOf(pipeline, seed));
}
