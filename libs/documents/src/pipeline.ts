import { resolveAdded } from './added-rules';
import { checkBudgetOrder } from './budget-rules';
import { backboneChoices, methodChoices, sharingNetworks, taskChoices } from './choice';
import type { MethodChoice } from './choice';
import { resolveClaims } from './claim';
import { countProblems, datasetConfig, resolveDataset, sourceProblems } from './dataset';
import { decisionOf } from './decision';
import type { Documents } from './documents';
import { resolveEvaluations } from './evaluation';
import { goalOf, withoutClaimsOfOthers } from './goal';
import { inherit, merge, without } from './inherit';
import { isObject, withDefaults } from './json-schema';
import type { JsonSchema } from './json-schema';
import type { Json, JsonObject } from './json';
import type { DatasetConfig, SourceConfig } from './node-config';
import { oncePer } from './once-per';
import { parseDocument } from './parse-document';
import { checkComplete, checkDatasetNames, checkPipeline } from './pipeline-rules';
import { pipelineSchema } from './pipeline-schema';
import { probeChoices } from './probe-choices';
import type { Budgets, Pipeline, WorkspaceDocuments } from './resolved-pipeline';
import { resolveScores } from './scores/resolve-scores';
import { resolveSource } from './source';
import type { Images, SourceEntry, SourceRegistry } from './source';
import { splitProblems } from './split-rules';
import { hasGrid, includedPipelines } from './study';
import { throwProblems, validate } from './validate';

/** Where it runs is no part of what it computes. */
const UNRESOLVED = ['run'];
/** Keys that go into datasets, backbones, tasks and methods. */
const MERGED = ['images', 'source', 'training', 'pretraining', 'augment'];
/** Keys that have no default as a whole. */
const RESOLVED = ['goal', 'decision', 'scores', 'labels'];
const OWN_KEYS = ['question', 'cost', 'expected', 'active', 'run', 'claims', 'scores'];
/** The schema of pipelines, one for all documents. */
const schemaOf = oncePer(pipelineSchema);

/**
 * Resolves a pipeline and all that it includes. Throws a UserError with place and suggestion for the first document in which
 * something is wrong.
 */
export const resolvePipeline = (workspace: WorkspaceDocuments, name: string): Pipeline =>
  resolveWithin(workspace, name, []);

/** `above` are the studies that include it. */
function resolveWithin(
  workspace: WorkspaceDocuments,
  name: string,
  above: readonly string[],
): Pipeline {
  const { pipelines, registries } = workspace;
  const schema = schemaOf(registries);
  const path = pipelines.path(name);
  const merged = inherit(pipelines, name, {
    check: (file, document) => {
      validate(schema, file, document);
      checkBudgetOrder(file, document);
    },
    ownKeys: OWN_KEYS,
    expand: expandBudgets,
  });
  const body = withoutClaimsOfOthers(merged, pipelines.body(name));
  checkComplete(path, body);
  const names = [...above, name];
  const includes = includedPipelines(pipelines, path, body, names, (one) =>
    resolveWithin(workspace, one, names),
  );
  const filled = without(withDefaults(schema, body) as JsonObject, [
    ...MERGED,
    ...RESOLVED,
    ...UNRESOLVED,
  ]);
  const pipeline = {
    name,
    ...filled,
    claims: resolveClaims(filled['claims']!, registries.claims),
    includes,
    seeds: seedsOf(filled['seeds']),
    ...(hasGrid(body) ? resolveGrid(workspace, path, body, filled) : NO_GRID),
    scores: resolveScores(pipelines, name, body['scores'], registries),
    goal: goalOf(path, body['goal']),
    decision: decisionOf(path, body['decision']),
    labels: body['labels'] ?? null,
    added: [],
  } as unknown as Pipeline;
  checkPipeline(path, pipeline, pipelines.body(name), registries);
  const added = pipelines.added(name);
  const whole = {
    ...pipeline,
    added: resolveAdded(added?.path ?? '', added && parseDocument(added), pipeline, registries),
  };
  throwProblems(splitProblems(path, whole, registries));
  return whole;
}

/** The lists of a pipeline whose product is its grid. */
type Grid = Pick<
  Pipeline,
  'datasets' | 'backbones' | 'tasks' | 'methods' | 'evaluations' | 'ownBudgets' | 'probes'
>;

const NO_GRID: Grid & Pick<Pipeline, 'budgets'> = {
  ...{ datasets: [], backbones: [], tasks: [], methods: [], evaluations: [] },
  budgets: { scratch: [], finetune: [] },
  ownBudgets: new Map(),
  probes: new Map(),
};

function resolveGrid(
  workspace: WorkspaceDocuments,
  path: string,
  body: JsonObject,
  filled: JsonObject,
): Grid {
  const { registries } = workspace;
  const evaluations = resolveEvaluations(filled['evaluations']!, registries.evaluations);
  const sharing = (list: MethodChoice[]) =>
    sharingNetworks(list, evaluations, registries.evaluations);
  const methods = sharing(methodChoices(body, registries));
  const backbones = backboneChoices(body, registries, methods).map((backbone) =>
    backbone.methods === methods ? backbone : { ...backbone, methods: sharing(backbone.methods) },
  );
  const datasets = resolveDatasets(workspace, path, body);
  return {
    datasets,
    backbones,
    tasks: taskChoices(body, registries),
    methods,
    evaluations,
    ownBudgets: ownBudgets(body),
    probes: new Map(datasets.map((data) => [data.dataset, probeChoices(registries, data)])),
  };
}

/** Whether a document runs without being named; undefined when it cannot be read. */
export function isActive(pipelines: Documents, name: string): boolean | undefined {
  try {
    return pipelines.body(name)['active'] === true;
  } catch {
    return undefined;
  }
}

const expandBudgets = (body: JsonObject): JsonObject =>
  'budgets' in body ? { ...body, budgets: perArm(body['budgets']!) } : body;

const perArm = (budgets: Json): Json =>
  Array.isArray(budgets) ? { scratch: budgets, finetune: budgets } : budgets;

function resolveDatasets(
  workspace: WorkspaceDocuments,
  path: string,
  body: JsonObject,
): DatasetConfig[] {
  const names = datasetChoices(body).map(({ name }) => name);
  checkDatasetNames(path, names, workspace.datasets.names);
  const { sources } = workspace.registries;
  return names.map((name) => {
    const dataset = resolveDataset(workspace.datasets, name, sources);
    const images = { ...dataset.images, ...(body['images'] as Partial<Images>) };
    const source = overriddenSource(path, dataset.source, body['source'], sources);
    if ('images' in body || 'source' in body) {
      throwProblems([
        ...countProblems(path, name, source, body['images'], sources),
        ...sourceProblems(path, { source }, images, sources),
      ]);
    }
    return datasetConfig({ name, source }, images, sources);
  });
}

/** The source of a dataset with the options that the pipeline sets for all its datasets. */
function overriddenSource(
  path: string,
  source: SourceConfig,
  options: Json | undefined,
  sources: SourceRegistry,
): SourceConfig {
  if (!isObject(options)) return source;
  validate(overrideSchema(sources[source.name]!), path, { source: options });
  return resolveSource(merge(source as unknown as JsonObject, options), sources);
}

/** One for all documents, because to compile a schema takes milliseconds. */
const overrideSchema = oncePer(({ options: { properties } }: SourceEntry): JsonSchema => {
  const source: JsonSchema = { type: 'object', additionalProperties: false, properties };
  return { type: 'object', properties: { source } };
});

/** The budgets of a dataset replace those of the pipeline arm by arm. */
function ownBudgets(body: JsonObject): Map<string, Budgets> {
  const ofDatasets = datasetChoices(body).flatMap(({ name, budgets }): [string, Budgets][] =>
    budgets === undefined
      ? []
      : [[name, { ...(body['budgets'] as object), ...(perArm(budgets) as object) } as Budgets]],
  );
  return new Map(ofDatasets);
}

const datasetChoices = (body: JsonObject): { name: string; budgets?: Json }[] =>
  (body['datasets'] as Json[]).map((entry) =>
    isObject(entry) ? (entry as { name: string; budgets?: Json }) : { name: entry as string },
  );

const seedsOf = (seeds: Json | undefined): number[] =>
  Array.isArray(seeds) ? (seeds as number[]) : Array.from({ length: Number(seeds) }, (_, i) => i);
