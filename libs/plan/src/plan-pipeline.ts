import type {
  BackboneConfig,
  Choice,
  CurveConfig,
  ImageStepsRule,
  JsonObject,
  Pipeline,
  PretrainConfig,
  RenderConfig,
  SupervisedConfig,
  UtilityConfig,
} from '@nhat/spec';
import { stageBundle } from './bundle';
import type { Bundle } from './bundle';
import { nodeName } from './node';
import type { PlanNode, StageName, UpstreamNode } from './node';

/** Nodes and bundles of one or more pipelines; every node comes after the nodes it depends on. */
export interface Plan {
  nodes: PlanNode[];
  bundles: Bundle[];
  /** The nodes whose results answer the question. */
  utilities: string[];
}

/** One cell of the grid: what a scratch curve belongs to. */
interface Cell {
  render: string;
  data: RenderConfig;
  backbone: BackboneConfig;
  task: Choice;
}

export function planPipeline(pipeline: Pipeline): Plan {
  const builder = new PlanBuilder();
  const utilities: string[] = [];
  for (const data of pipeline.datasets) {
    const render = addRender(builder, data);
    for (const backbone of pipeline.backbones) {
      for (const task of pipeline.tasks) {
        const cell = { render, data, backbone, task };
        const scratch = addCurve(builder, cell, 'scratch', addScratch(builder, pipeline, cell));
        for (const method of pipeline.methods) {
          const runs = addFinetune(builder, pipeline, cell, method);
          const finetuned = addCurve(builder, cell, method.name, runs);
          utilities.push(addUtility(builder, pipeline, cell, method, { scratch, finetuned }));
        }
      }
    }
  }
  return { ...builder.result(), utilities };
}

function addRender(builder: PlanBuilder, config: RenderConfig): string {
  const slug = [config.dataset, `${config.resolution}px`];
  return builder.add('render', slug, config, [], stageBundle('render'));
}

function addScratch(builder: PlanBuilder, pipeline: Pipeline, cell: Cell): string[] {
  return product(pipeline.budgets.scratch, pipeline.seeds).map(([n, seed]) =>
    addSupervised(builder, pipeline, cell, { stage: 'scratch', arm: 'scratch', n, seed }, []),
  );
}

function addFinetune(
  builder: PlanBuilder,
  pipeline: Pipeline,
  cell: Cell,
  method: Choice,
): string[] {
  const pretrained = Array.from({ length: pipeline.pretrainingSeeds }, (_, seed) =>
    addPretrain(builder, pipeline, cell, method, seed),
  );
  return product(pipeline.budgets.finetune, [...pipeline.seeds.entries()]).map(
    ([n, [index, seed]]) =>
      addSupervised(builder, pipeline, cell, { stage: 'finetune', arm: method.name, n, seed }, [
        { role: 'pretrain', node: pretrained[index % pretrained.length]! },
      ]),
  );
}

function addPretrain(
  builder: PlanBuilder,
  pipeline: Pipeline,
  { render, data, backbone }: Cell,
  method: Choice,
  seed: number,
): string {
  const config: PretrainConfig = {
    dataset: data.dataset,
    backbone,
    method,
    schedule: pipeline.pretraining,
    augment: pipeline.augment,
    precision: pipeline.precision,
    seed,
  };
  const bundle = stageBundle('pretrain', [
    { key: 'method', library: 'pretext', name: method.name },
    { key: 'backbone', library: 'models', name: backbone.name },
  ]);
  const slug = [data.dataset, method.name, backbone.name, `s${seed}`];
  return builder.add('pretrain', slug, config, [{ role: 'render', node: render }], bundle);
}

function addSupervised(
  builder: PlanBuilder,
  pipeline: Pipeline,
  { render, data, backbone, task }: Cell,
  run: { stage: 'scratch' | 'finetune'; arm: string; n: number; seed: number },
  pretrained: UpstreamNode[],
): string {
  const config: SupervisedConfig = {
    dataset: data.dataset,
    backbone,
    task,
    arm: run.arm,
    n: run.n,
    schedule: { ...pipeline.training, imageSteps: imageSteps(pipeline.training.imageSteps, run.n) },
    epochMinimum: pipeline.epochMinimum,
    augment: pipeline.augment,
    precision: pipeline.precision,
    seed: run.seed,
  };
  const bundle = stageBundle('supervised', [
    { key: 'task', library: 'tasks', name: task.name },
    { key: 'backbone', library: 'models', name: backbone.name },
  ]);
  const arm = run.stage === 'finetune' ? [run.arm] : [];
  const slug = [data.dataset, ...arm, backbone.name, task.name, `n${run.n}`, `s${run.seed}`];
  const upstream = [{ role: 'render', node: render }, ...pretrained];
  return builder.add(run.stage, slug, config, upstream, bundle);
}

function addCurve(builder: PlanBuilder, cell: Cell, arm: string, runs: string[]): string {
  const { data, backbone, task } = cell;
  const config: CurveConfig = { dataset: data.dataset, backbone, task: task.name, arm };
  const upstream = runs.map((node) => ({ role: 'run', node }));
  const slug = [data.dataset, arm, backbone.name, task.name];
  return builder.add('curve', slug, config, upstream, stageBundle('curve'));
}

function addUtility(
  builder: PlanBuilder,
  pipeline: Pipeline,
  { data, backbone, task }: Cell,
  method: Choice,
  curves: { scratch: string; finetuned: string },
): string {
  const config: UtilityConfig = {
    dataset: data.dataset,
    backbone,
    task: task.name,
    method: method.name,
    inversion: pipeline.inversion,
    ...pipeline.interval,
  };
  const upstream = Object.entries(curves).map(([role, node]) => ({ role, node }));
  const slug = [data.dataset, method.name, backbone.name, task.name];
  return builder.add('utility', slug, config, upstream, stageBundle('utility'));
}

/** perLabel · n, at least `minimum`, at most `maximum`. */
export const imageSteps = ({ perLabel, minimum, maximum }: ImageStepsRule, n: number): number =>
  Math.min(maximum, Math.max(minimum, Math.round(perLabel * n)));

/** Collects nodes and bundles; what is asked for twice is made once. */
class PlanBuilder {
  private readonly nodes = new Map<string, PlanNode>();
  private readonly bundles = new Map<string, Bundle>();

  add(
    stage: StageName,
    slug: string[],
    config: object,
    upstream: UpstreamNode[],
    bundle: Bundle,
  ): string {
    const node = { stage, config: config as JsonObject, upstream };
    const name = nodeName([stage, ...slug].join('-'), node);
    this.nodes.set(name, { name, ...node, bundle: bundle.name });
    this.bundles.set(bundle.name, bundle);
    return name;
  }

  result(): Pick<Plan, 'nodes' | 'bundles'> {
    return { nodes: [...this.nodes.values()], bundles: [...this.bundles.values()] };
  }
}

const product = <A, B>(first: readonly A[], second: readonly B[]): [A, B][] =>
  first.flatMap((a) => second.map((b): [A, B] => [a, b]));
