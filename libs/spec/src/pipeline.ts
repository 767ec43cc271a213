import { renderConfig, resolveDataset } from './dataset';
import type { Images } from './dataset';
import type { Documents } from './documents';
import { inherit } from './inherit';
import { isObject, withDefaults } from './json-schema';
import type { JsonSchema } from './json-schema';
import type {
  AugmentConfig,
  Json,
  JsonObject,
  Precision,
  RenderConfig,
  ScheduleConfig,
  UtilityConfig,
} from './node-config';
import {
  checkBudgetOrder,
  checkComplete,
  checkDatasetNames,
  checkPipeline,
} from './pipeline-rules';
import { jsonSchema, pipelineSchema } from './pipeline-schema';
import type { Registries, Registry } from './registry';
import { validate } from './validate';

/** A name of a registry with complete options. */
export interface Choice {
  name: string;
  options: JsonObject;
}

/** A pipeline document with every default in place and every dataset resolved. */
export interface Pipeline {
  name: string;
  question: string;
  cost: string;
  expected: string;
  active: boolean;
  datasets: RenderConfig[];
  backbones: Choice[];
  tasks: Choice[];
  methods: Choice[];
  budgets: { scratch: number[]; finetune: number[] };
  seeds: number[];
  pretrainingSeeds: number;
  training: Omit<ScheduleConfig, 'imageSteps'> & { imageSteps: ImageStepsRule };
  pretraining: ScheduleConfig;
  augment: AugmentConfig;
  epochMinimum: number;
  precision: Precision;
  inversion: UtilityConfig['inversion'];
  interval: { coverage: number; draws: number; seed: number };
}

/** Image-steps of a training on n labels: perLabel · n, at least `minimum`, at most `maximum`. */
export interface ImageStepsRule {
  perLabel: number;
  minimum: number;
  maximum: number;
}

export interface Workspace {
  datasets: Documents;
  pipelines: Documents;
  registries: Registries;
}

const OWN_KEYS = ['question', 'cost', 'expected', 'active'];
const schemas = new WeakMap<Registries, JsonSchema>();

export function resolvePipeline(workspace: Workspace, name: string): Pipeline {
  const { pipelines, registries } = workspace;
  const schema = schemas.get(registries) ?? pipelineSchema(registries);
  schemas.set(registries, schema);
  const path = pipelines.path(name);
  const body = inherit(pipelines, name, {
    check: (file, document) => {
      validate(schema, file, document);
      checkBudgetOrder(file, document);
    },
    own: OWN_KEYS,
    expand: expandBudgets,
  });
  checkComplete(path, body);
  const filled = withDefaults(schema, body) as JsonObject;
  const pipeline = {
    name,
    ...filled,
    datasets: resolveDatasets(workspace, path, filled),
    backbones: choicesOf(registries.backbones, filled['backbones']),
    tasks: choicesOf(registries.tasks, filled['tasks']),
    methods: choicesOf(registries.methods, filled['methods']),
    seeds: seedsOf(filled['seeds']),
  } as unknown as Pipeline & { images?: unknown };
  delete pipeline.images;
  checkPipeline(path, pipeline, pipelines.body(name), registries);
  return pipeline;
}

/** Whether a document asks to run without being named; undefined when it cannot be read. */
export function isActive(pipelines: Documents, name: string): boolean | undefined {
  try {
    return pipelines.body(name)['active'] === true;
  } catch {
    return undefined;
  }
}

function expandBudgets(body: JsonObject): JsonObject {
  const { budgets } = body;
  return Array.isArray(budgets)
    ? { ...body, budgets: { scratch: budgets, finetune: budgets } }
    : body;
}

function resolveDatasets(workspace: Workspace, path: string, body: JsonObject): RenderConfig[] {
  const names = body['datasets'] as string[];
  checkDatasetNames(path, names, workspace.datasets.names);
  return names.map((name) => {
    const dataset = resolveDataset(workspace.datasets, name);
    return renderConfig(dataset, { ...dataset.images, ...(body['images'] as Partial<Images>) });
  });
}

function choicesOf(registry: Registry, given: Json | undefined): Choice[] {
  return (given as Json[]).map((choice) => {
    const { name, ...options } = isObject(choice) ? choice : { name: choice as string };
    const schema = jsonSchema(registry[name as string]!.options);
    return { name: name as string, options: withDefaults(schema, options) as JsonObject };
  });
}

const seedsOf = (seeds: Json | undefined): number[] =>
  Array.isArray(seeds) ? (seeds as number[]) : Array.from({ length: Number(seeds) }, (_, i) => i);
