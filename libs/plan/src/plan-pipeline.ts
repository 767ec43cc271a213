import type {
  AddedRun,
  DatasetConfig,
  EvaluationConfig,
  Json,
  MethodChoice,
  Pipeline,
} from '@nhat/documents';
import {
  RANDOM_WEIGHTS,
  SCRATCH,
  armName,
  datasetOfSplit,
  evaluationSlug,
  finetunedBackbone,
  isFrozen,
  isOnLabelled,
  metricOfTask,
  nameOfArms,
  networkOf,
  networkSeeds,
  splitOfSeed,
  stableJson,
} from '@nhat/documents';
import { stageBundle } from './bundle';
import type { Bundle } from './bundle';
import { plain } from './cell';
import type { Cell } from './cell';
import { addCurve, addSpread, addUtility } from './curve-nodes';
import type { Arm } from './curve-nodes';
import { pathsOf, withoutPaths } from './dataset-paths';
import { addFeatures, withoutFile } from './feature-node';
import type { PlanNode } from './node';
import { armDigest } from './panel-curves';
import type { AskedCell, PanelCurves } from './panel-curves';
import { PlanBuilder } from './plan-builder';
import { addPretrain } from './pretrain-node';
import { registries } from './registries';
import { scoreCells } from './score-cells';
import { addScorePanel } from './score-panel';
import { joinedRuns, kindsOf, studyCells } from './study-cells';
import type { CellPart, CurveRun, Kind } from './study-cells';
import { addSupervised, labelDraw } from './supervised-node';
import type { SupervisedRun } from './supervised-node';

/** Nodes and bundles of a pipeline with all that it includes; every node comes after the nodes it depends on. */
export interface Plan {
  nodes: PlanNode[];
  bundles: Bundle[];
  /** The nodes whose results answer the question. */
  utilities: string[];
  /** The cell of each of them, in their order. */
  comparisons: Comparison[];
}

/** What a utility node compares; the names are those of `AddedRun`. */
export interface Comparison extends Pick<AddedRun, 'dataset' | 'backbone' | 'task' | 'arm'> {
  /** The nodes of the two curves. */
  curves: { scratch: string; finetuned: string };
  /** The cells, of this pipeline or of those that it includes, which have the runs of the curves. */
  askedBy: { scratch: AskedCell[]; finetuned: AskedCell[] };
}

export function planPipeline(pipeline: Pipeline): Plan {
  const builder = new PlanBuilder();
  const panels = [
    ...studyCells(pipeline).map((parts) => addPanel(builder, pipeline, parts)),
    ...scoreCells(pipeline).map((cell) => addScorePanel(builder, cell)),
  ];
  const spread = addSpread(builder, panels);
  const arms = panels.flatMap((panel) => panel.finetuned.map((arm) => ({ panel, arm })));
  const utilities = arms.map(({ panel, arm }) => addUtility(builder, pipeline, panel, arm, spread));
  return {
    ...builder.result(),
    utilities,
    comparisons: arms.map(({ panel: { place, scratch, askedBy }, arm }) => ({
      ...place,
      arm: arm.name,
      curves: { scratch, finetuned: arm.node },
      askedBy: { scratch: askedBy, finetuned: arm.askedBy },
    })),
  };
}

/** Names of the nodes that wait for no other one. Where none of them has a result, no node of the pipeline has. */
export function firstNodes(pipeline: Pipeline): string[] {
  const builder = new PlanBuilder();
  for (const part of studyCells(pipeline).flat()) {
    const { ofSeed } = withImages(builder, part);
    [...part.pipeline.seeds, ...part.added.map(({ seed }) => seed)].forEach(ofSeed);
  }
  scoreCells(pipeline).forEach((cell) => addScorePanel(builder, cell));
  const { nodes } = builder.result();
  return nodes.filter(({ upstream }) => upstream.length === 0).map(({ name }) => name);
}

/** `found`: what each pipeline of a study asks of the cell. */
function addPanel(builder: PlanBuilder, study: Pipeline, found: readonly CellPart[]): PanelCurves {
  const parts = found.map((part) => withImages(builder, part));
  const cell = parts[0]!;
  const scratchRuns = joinedRuns(parts.map((part) => addScratch(builder, part.pipeline, part)));
  const metric = metricOfTask(study, cell.task.name, registries.tasks);
  const scratch = addCurve(builder, cell, { ...scratchArm, metric }, scratchRuns);
  const references = addReferences(builder, parts, metric);
  const finetuned = kindsOf(parts).map(({ kind, parts: asking }) => {
    const runs = asking.map((part) => addFinetune(builder, part.pipeline, part, kind));
    const seeds = asking.map((part) => networksOfSeeds(part.pipeline, part, kind));
    const { method, evaluation } = kind;
    // Null where each run has a network of its own, or none.
    const isShared = method.pretraining !== null && !isOnLabelled(method);
    const pretraining = isShared ? (Object.assign({}, ...seeds) as Record<string, number>) : null;
    const named = nameOfArms(method);
    const arm = { arm: named, evaluation, pretraining, metric };
    const node = addCurve(builder, cell, arm, joinedRuns(runs));
    return {
      ...{ node, method: named, name: nameOf(kind), askedBy: asking.map(askedCell) },
      slug: [
        ...[cell.data.dataset, named, cell.backbone.name, cell.task.name],
        ...evaluationSlug(registries.evaluations, evaluation),
      ],
      digest: armDigest({
        backbone: { ...cell.backbone, methods: cell.backbone.methods.map(withoutFile) },
        ...{ task: cell.task, method: withoutFile(method), evaluation },
      }),
      // Networks with random weights are trained by the recipe of scratch.
      randomWeights: method.training === undefined ? references.get(keyOf(evaluation)) : undefined,
    };
  });
  return {
    ...{ place: cell.place, askedBy: parts.map(askedCell), backbone: plain(cell.backbone) },
    ...{ scratch, finetuned },
  };
}

const askedCell = ({ pipeline, place }: CellPart): AskedCell => ({
  ...{ pipeline: pipeline.name, ...place },
});

/** A part of a cell, and the images of its runs. */
interface PartCell extends CellPart {
  /** The cell with the images that runs of a seed have. */
  ofSeed(seed: number): Cell;
}

function withImages(builder: PlanBuilder, part: CellPart): PartCell {
  const { sources } = registries;
  const cells = new Map<number, Cell>();
  return {
    ...part,
    ofSeed(seed) {
      const split = splitOfSeed(part.data, seed, sources);
      const known = cells.get(split);
      if (known !== undefined) return known;
      const data = datasetOfSplit(part.data, split, sources);
      const cell = { ...part, data, images: addImages(builder, data, split) };
      cells.set(split, cell);
      return cell;
    },
  };
}

function addImages(builder: PlanBuilder, config: DatasetConfig, split: number): string {
  const named = split > 0 ? [`split${split}`] : [];
  const slug = [config.dataset, `${config.resolution}px`, ...named];
  const { name } = config.source;
  const { ingredients, paths } = registries.sources[name]!;
  return builder.add('images', slug, withoutPaths(config), [], imagesBundle(name), {
    ...(ingredients && { outside: true }),
    ...(paths && { paths: pathsOf(config) }),
  });
}

/** The code that makes the images of a source. */
export const imagesBundle = (source: string): Bundle =>
  stageBundle('images', [{ key: 'source', library: 'sources', name: source }], {
    exported: ['run', 'makeShard', 'drawSheet'],
  });

const scratchArm: Omit<Arm, 'metric'> = {
  arm: 'scratch',
  evaluation: { name: 'finetune' },
  pretraining: null,
};

/**
 * The runs of one arm of a cell: those of the design, then those that were added and are not in the design, by budget and seed.
 */
function runsOf(
  { seeds }: Pipeline,
  { added }: CellPart,
  arm: string,
  budgets: readonly number[],
): [n: number, seed: number][] {
  const more = added
    .filter((run) => run.arm === arm && !(budgets.includes(run.n) && seeds.includes(run.seed)))
    .map(({ n, seed }): [number, number] => [n, seed])
    .sort(([n, seed], [m, other]) => n - m || seed - other);
  return [...product(budgets, seeds), ...more];
}

function addScratch(builder: PlanBuilder, pipeline: Pipeline, cell: PartCell): CurveRun[] {
  return runsOf(pipeline, cell, SCRATCH, cell.budgets.scratch).map(([n, seed]) => {
    const node = addSupervised(builder, pipeline, cell.ofSeed(seed), scratchRun(n, seed), []);
    return { n, node };
  });
}

/**
 * The curves of networks with random weights, which all methods share, for every evaluation with a frozen part; by the
 * evaluation as JSON.
 */
function addReferences(
  builder: PlanBuilder,
  parts: readonly PartCell[],
  metric: Arm['metric'],
): Map<string, string> {
  const runs = new Map<string, { evaluation: EvaluationConfig; runs: CurveRun[][] }>();
  for (const part of parts.filter(({ pipeline }) => pipeline.randomWeights)) {
    const { pipeline } = part;
    for (const evaluation of pipeline.evaluations) {
      if (!isFrozen(registries.evaluations, evaluation)) continue;
      const arm = { stage: 'finetune' as const, arm: RANDOM_WEIGHTS, evaluation };
      const found = product(part.budgets.finetune, pipeline.seeds).map(([n, seed]) => ({
        n,
        node: addSupervised(builder, pipeline, part.ofSeed(seed), { ...arm, n, seed }, []),
      }));
      const key = keyOf(evaluation);
      runs.set(key, { evaluation, runs: [...(runs.get(key)?.runs ?? []), found] });
    }
  }
  return new Map(
    [...runs].map(([key, { evaluation, runs: found }]) => {
      const arm = { arm: RANDOM_WEIGHTS, evaluation, pretraining: null, metric };
      return [key, addCurve(builder, parts[0]!, arm, joinedRuns(found))];
    }),
  );
}

const scratchRun = (n: number, seed: number): SupervisedRun => {
  const { arm, evaluation } = scratchArm;
  return { stage: 'scratch', arm, evaluation, n, seed };
};

const keyOf = (evaluation: EvaluationConfig): string => stableJson(evaluation as unknown as Json);

const nameOf = ({ method, evaluation }: Kind): string =>
  armName(method, evaluation, registries.evaluations);

/** Seed of a run of a curve → seed of the pretrained network that it starts from. */
const networksOfSeeds = (
  pipeline: Pipeline,
  { added }: CellPart,
  kind: Kind,
): Record<number, number> =>
  networkSeeds(
    pipeline,
    added.filter(({ arm }) => arm === nameOf(kind)),
  );

/** The pretrained networks of the design by their seed. */
const addPretrained = (
  builder: PlanBuilder,
  pipeline: Pipeline,
  cell: PartCell,
  method: MethodChoice,
): Map<number, string> =>
  new Map(
    Object.values(networkSeeds(pipeline)).map((seed) => [
      seed,
      addPretrain(builder, pipeline, cell.ofSeed(seed), method, seed),
    ]),
  );

function addFinetune(
  builder: PlanBuilder,
  pipeline: Pipeline,
  asked: PartCell,
  { method, evaluation }: Kind,
): CurveRun[] {
  const backbone = finetunedBackbone(asked.backbone, method);
  const cell = {
    ...{ ...asked, backbone },
    ofSeed: (seed: number): Cell => ({ ...asked.ofSeed(seed), backbone }),
  };
  const shown = method.as === undefined ? {} : { named: method.as };
  const arm = { stage: 'finetune' as const, arm: method.name, ...shown, evaluation };
  const runs = runsOf(pipeline, cell, nameOf({ method, evaluation }), cell.budgets.finetune);
  if (method.pretraining === null) {
    return runs.map(([n, seed]) => {
      const own = cell.ofSeed(seed);
      const features = addFeatures(builder, pipeline, own, method, seed);
      const upstream = [{ role: 'features', node: features }];
      return { n, node: addSupervised(builder, pipeline, own, { ...arm, n, seed }, upstream) };
    });
  }
  if (isOnLabelled(method)) {
    return runs.map(([n, seed]) => {
      const labelled = { n, seed, ...labelDraw(pipeline, cell.data) };
      const network = networkOf(pipeline, seed);
      const own = cell.ofSeed(seed);
      const upstream = [
        { role: 'pretrain', node: addPretrain(builder, pipeline, own, method, network, labelled) },
      ];
      return { n, node: addSupervised(builder, pipeline, own, { ...arm, n, seed }, upstream) };
    });
  }
  const pretrained = addPretrained(builder, pipeline, cell, method);
  return runs.map(([n, seed]) => {
    const network = networkOf(pipeline, seed);
    const own = cell.ofSeed(seed);
    const node = pretrained.get(network) ?? addPretrain(builder, pipeline, own, method, network);
    const upstream = [{ role: 'pretrain', node }];
    return { n, node: addSupervised(builder, pipeline, own, { ...arm, n, seed }, upstream) };
  });
}

const product = <A, B>(first: readonly A[], second: readonly B[]): [A, B][] =>
  first.flatMap((a) => second.map((b): [A, B] => [a, b]));
