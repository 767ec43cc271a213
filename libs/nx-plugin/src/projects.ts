import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import type { Bundle, PlanNode } from '@nhat/plan';
import type { PipelineRecord } from '@nhat/runner/pipeline-record';
import { bundleInputs } from '@nhat/workspace/bundle-inputs';
import { BUNDLE_ENTRY, loadCommand } from '@nhat/runner/entry';
import { nodeCommand } from '@nhat/runner/node-command';
import { PIPELINE_TARGETS } from '@nhat/commands/command-list';
import type { PipelineTarget } from '@nhat/commands/command-list';

export type Projects = Record<string, Omit<ProjectConfiguration, 'root'>>;

const runNode = nodeCommand(process.env);

/** File by file: to look for them in folders costs Nx ten times as long whenever it hashes what depends on them. */
const artifacts = (name: string, ...files: string[]): string[] =>
  files.map((file) => `{workspaceRoot}/artifacts/${name}/${file}`);

/** Roots are names only: the folders need not exist. */
const root = (kind: string, name: string) => `.nhat/projects/${kind}/${name}`;

export function bundleProject({ name, entry }: Bundle): Projects {
  const target: TargetConfiguration = {
    executor: 'nx:run-commands',
    cache: true,
    inputs: [...bundleInputs, { externalDependencies: ['esbuild'] }],
    outputs: artifacts(name, 'bundle.cjs', 'bundle.cjs.map'),
    options: {
      command: loadCommand(BUNDLE_ENTRY),
      env: { NHAT_BUNDLE: JSON.stringify({ name, entry }) },
      forwardAllArgs: false,
    },
  };
  const libraries = [...entry.matchAll(/'@nhat\/([a-z-]+)\//g)].map(([, library]) => library!);
  return project('bundle', name, { bundle: target }, [...new Set(libraries)]);
}

/**
 * One target only: Nx hashes all targets of a project into each. What runs before is hashed by its output, so a
 * bundle or an upstream node that comes out the same reruns nothing. `record` is the digest of the node's record.
 */
export function nodeProject(
  node: PlanNode,
  record: string,
  nodeOf: (name: string) => PlanNode,
  documents: readonly string[] = [],
): Projects {
  const { name, stage, upstream, bundle } = node;
  const target: TargetConfiguration = {
    executor: 'nx:run-commands',
    cache: true,
    // Each of them has one target. Named together, for Nx goes through all projects for each entry of a node.
    dependsOn: [{ projects: [bundle, ...longestFirst(upstream, nodeOf)], target: '*' }],
    inputs: [
      { dependentTasksOutputFiles: '**/{bundle.cjs,outputs.json}' },
      { externalDependencies: [] },
    ],
    outputs: artifacts(name, 'outputs.json', 'manifest.json'),
    options: {
      command: runNode,
      env: { NHAT_NODE: record },
      forwardAllArgs: false,
    },
  };
  return project(stage, name, { [stage]: target }, [
    bundle,
    ...upstream.map((one) => one.node),
    ...documents,
  ]);
}

/**
 * Nothing of a pipeline itself is cached: its table and its page are made anew from what its nodes left. Nx starts first
 * what most tasks wait for directly; that a pipeline waits for its pretrainings too puts the start of the longest chain,
 * render → pretrain → finetune → curve, before the ladder from scratch.
 */
export function pipelineProject(
  record: PipelineRecord,
  pretrainings: readonly string[],
  documents: readonly string[],
): Projects {
  const { utilities, ...handedOver } = record;
  const report = (what: string): TargetConfiguration => ({
    ...uncached(loadCommand(`libs/commands/src/report.ts ${what}`), handedOver),
    dependsOn: [
      { projects: [...pretrainings], target: 'pretrain' },
      { projects: utilities, target: 'utility' },
    ].filter(({ projects }) => projects.length > 0),
  });
  const targets: Record<PipelineTarget, TargetConfiguration> = {
    utility: report('utility'),
    page: report('page'),
    plan: uncached(loadCommand('libs/commands/src/plan.ts'), { name: record.name }),
  };
  return project('pipeline', record.name, targets, [...utilities, ...documents]);
}

/** A pipeline with a mistake, in its document or its name: every target says what it is; nothing else suffers. */
export const brokenPipelineProject = (name: string, documents: readonly string[]): Projects =>
  project('pipeline', name, sayingWhatIsWrong(name), documents);

/**
 * A document, whose root is its file: what depends on it is affected when the file changes, and no hash of a node depends on it.
 * `broken` is the pipeline in it that cannot be a project by its name: the targets of the document say why.
 */
export const documentProject = (path: string, broken?: string): Projects => ({
  [path]: { name: path, targets: broken === undefined ? {} : sayingWhatIsWrong(broken) },
});

function sayingWhatIsWrong(name: string): Record<string, TargetConfiguration> {
  const say = uncached(loadCommand('libs/commands/src/plan.ts'), { name });
  return Object.fromEntries(PIPELINE_TARGETS.map((target) => [target, say]));
}

/** The dependencies are for `nx graph` and `nx affected`; what runs before what is in the targets. */
const project = (
  kind: string,
  name: string,
  targets: Record<string, TargetConfiguration>,
  implicitDependencies: readonly string[],
): Projects => ({
  [root(kind, name)]: { name, targets, implicitDependencies: [...implicitDependencies].sort() },
});

/** What a command is told of a pipeline is in the environment: a shell reads the command, and a name may be anything. */
const uncached = (command: string, record: { name: string }): TargetConfiguration => ({
  executor: 'nx:run-commands',
  cache: false,
  inputs: [{ externalDependencies: [] }],
  options: { command, env: { NHAT_PIPELINE: withoutTokens(JSON.stringify(record)) } },
});

/** The same JSON without `{projectName}` and `{workspaceRoot}`, which Nx would replace or refuse in prose too. */
const withoutTokens = (json: string): string => json.replace(/\{(?=[a-zA-Z])/g, '\\u007b');

/** The longest training first: among nodes with as many dependents, Nx starts what it met first. */
const longestFirst = (upstream: PlanNode['upstream'], nodeOf: (name: string) => PlanNode) =>
  upstream
    .map(({ node }) => nodeOf(node))
    .sort((a, b) => length(b) - length(a))
    .map(({ name }) => name);

/** Images seen of a training; 0 for what does not train. */
const length = ({ config }: PlanNode): number =>
  (config['schedule'] as { imagesSeen?: number } | undefined)?.imagesSeen ?? 0;
