import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import type { Bundle } from '@nhat/plan';
import type { PipelineRecord } from '@nhat/runner/pipeline-record';
import { bundleInputs } from '@nhat/workspace/bundle-inputs';
import { loadCommand } from '@nhat/runner/entry';
import { madeHerePath } from '@nhat/runner/made-here';
import { bundleCommand, nodeCommand } from '@nhat/runner/node-command';
import { PIPELINE_TARGETS } from '@nhat/commands/command-list';
import type { PipelineTarget } from '@nhat/commands/command-list';
import { SCORES_TARGETS } from '@nhat/commands/scores-arguments';
import { NODE_TARGET } from '@nhat/workspace/node-name';
import { SCORES_PROJECT } from '@nhat/workspace/stated-scores';
import type { ExpandedNode } from './expansion';

/** Projects by root, and which project depends on which, by name. */
export interface ProjectSet {
  projects: Record<string, Omit<ProjectConfiguration, 'root'>>;
  dependencies: Record<string, readonly string[]>;
}

export const RUN = NODE_TARGET;

const runNode = nodeCommand(process.env);
const makeBundle = bundleCommand(process.env);

/** File by file: to look for them in folders costs Nx ten times as long whenever it hashes what depends on them. */
const artifacts = (name: string, ...files: string[]): string[] =>
  files.map((file) => `{workspaceRoot}/artifacts/${name}/${file}`);

/**
 * A file that a task before this one writes. Nx reads it when that task is done, as it would for `dependentTasksOutputFiles`; but a
 * target with those is planned anew whenever tasks finish, for which Nx converts its graph of all tasks, 20 ms for a thousand.
 * Files are planned for all tasks at once.
 */
const onDisk = (fileset: string): TargetInput => ({ fileset, includeIgnored: true });

/** Roots are names only: the folders need not exist. */
const root = (kind: string, name: string) => `.nhat/projects/${kind}/${name}`;

type TargetInput = NonNullable<TargetConfiguration['inputs']>[number];

export function bundleProject({ name, entry }: Bundle): ProjectSet {
  const target: TargetConfiguration = {
    executor: 'nx:run-commands',
    cache: true,
    // The lock file, one of the bundle's inputs, stands for the packages.
    inputs: [...bundleInputs, { externalDependencies: [] }],
    outputs: artifacts(name, 'bundle.cjs', 'bundle.cjs.map'),
    options: {
      command: makeBundle,
      env: { NHAT_BUNDLE: JSON.stringify({ name, entry }) },
      forwardAllArgs: false,
    },
  };
  const libraries = [...entry.matchAll(/'@nhat\/([a-z-]+)\//g)].map(([, library]) => library!);
  return project('bundle', name, { [RUN]: target }, [...new Set(libraries)].sort());
}

/**
 * One target only: Nx hashes all targets of a project into each. What runs before is hashed by its output, so a
 * bundle or an upstream node that comes out the same reruns nothing. It runs after all that the project depends on: to look
 * for projects by name would cost Nx a walk through all of them for each node. `documents` are those that it is made of.
 */
export function nodeProject(
  { name, stage, upstream, bundle, record, outside = false }: ExpandedNode,
  documents: readonly string[] = [],
): ProjectSet {
  const target: TargetConfiguration = {
    executor: 'nx:run-commands',
    // Nx does not see files outside the workspace: the runner looks at them in every run.
    cache: !outside,
    dependsOn: [{ dependencies: true, target: RUN }],
    inputs: [
      ...artifacts(bundle, 'bundle.cjs').map(onDisk),
      ...upstream.flatMap((one) => artifacts(one, 'outputs.json')).map(onDisk),
      // What was computed here counts, and not what an earlier run took from a pack.
      onDisk(`{workspaceRoot}/${madeHerePath(name)}`),
      { env: 'NHAT_PUBLISHED' },
      { externalDependencies: [] },
    ],
    outputs: artifacts(name, 'outputs.json', 'manifest.json'),
    options: {
      command: runNode,
      env: { NHAT_NODE: record },
      forwardAllArgs: false,
    },
  };
  return project(stage, name, { [RUN]: target }, [bundle, ...upstream, ...documents]);
}

/**
 * Nothing of a pipeline itself is cached: its table and its page are made anew from what its nodes left. Nx starts first
 * what most tasks wait for directly; that a pipeline waits for its pretrainings too puts the start of the longest chain,
 * images → pretrain → finetune → curve, before the ladder from scratch.
 */
export function pipelineProject(
  record: PipelineRecord,
  pretrainings: readonly string[],
  documents: readonly string[],
): ProjectSet {
  const { utilities, ...handedOver } = record;
  const dependsOn = [{ projects: [...pretrainings, ...utilities], target: RUN }].filter(
    ({ projects }) => projects.length > 0,
  );
  const report = (what: string): TargetConfiguration => ({
    ...uncached(loadCommand(`libs/commands/src/report.ts ${what}`), handedOver),
    dependsOn,
  });
  const targets: Record<PipelineTarget | 'nodes', TargetConfiguration> = {
    utility: report('utility'),
    page: report('page'),
    claims: report('claims'),
    ...looks((command) => uncached(command, { name: record.name })),
    decide: decideTarget(record.name),
    // All nodes and nothing else, for `decide`.
    nodes: {
      executor: 'nx:noop',
      cache: false,
      inputs: [{ externalDependencies: [] }],
      dependsOn,
    },
  };
  return project('pipeline', record.name, targets, [...utilities, ...documents]);
}

/**
 * A pipeline that is not active. Its nodes are not in the graph; its targets start an Nx of their own for them, one after the
 * other because each takes all cores. A run of the active pipelines meets these targets too, and passes them over.
 */
export function inactivePipelineProject(name: string, documents: readonly string[]): ProjectSet {
  const own = (command: string) => uncached(unlessPassedOver(loadCommand(command)), { name });
  const inner = (what: string): TargetConfiguration => ({
    ...own(`libs/commands/src/run-inactive.ts ${what}`),
    parallelism: false,
  });
  const targets: Record<PipelineTarget, TargetConfiguration> = {
    utility: inner('utility'),
    page: inner('page'),
    claims: inner('claims'),
    ...looks((command) => uncached(unlessPassedOver(command), { name })),
    decide: decideTarget(name, unlessPassedOver(DECIDE)),
  };
  return project('pipeline', name, targets, documents);
}

/** Files of scores that are no documents: each target starts an Nx of its own for the file that its words name. */
export function scoresProject(): ProjectSet {
  const run = (target: string): TargetConfiguration => ({
    ...uncached(unlessPassedOver(loadCommand(`libs/commands/src/run-scores.ts ${target}`)), {
      name: SCORES_PROJECT,
    }),
    parallelism: false,
  });
  const targets = Object.fromEntries(SCORES_TARGETS.map((target) => [target, run(target)]));
  return project('command', SCORES_PROJECT, targets, []);
}

/** Targets of pipelines that compute nothing. */
export const LOOKS = [
  'plan',
  'explain',
  'compare',
  'status',
  'pack',
  'published',
  'export',
] as const;

/** These targets, made from their commands. */
const looks = (
  make: (command: string) => TargetConfiguration,
): Record<(typeof LOOKS)[number], TargetConfiguration> => ({
  plan: make(loadCommand('libs/commands/src/plan.ts')),
  explain: make(loadCommand('libs/commands/src/explain.ts')),
  compare: make(loadCommand('libs/commands/src/compare.ts')),
  status: make(STATUS),
  pack: make(loadCommand('libs/commands/src/pack.ts')),
  published: make(loadCommand('libs/commands/src/published.ts')),
  export: make(loadCommand('libs/commands/src/export.ts')),
});

/** It starts one Nx after another for the nodes, each of which takes all cores. */
const decideTarget = (name: string, command = DECIDE): TargetConfiguration => ({
  ...uncached(command, { name }),
  parallelism: false,
});
const STATUS = loadCommand('libs/commands/src/status.ts');
const DECIDE = loadCommand('libs/commands/src/decide.ts');

/** A shell takes a tenth of the time that Node does to find that there is nothing to do; the commands look again. */
const unlessPassedOver = (command: string): string =>
  process.platform === 'win32' ? command : `[ "$NHAT_ONLY_ACTIVE" ] || ${command}`;

/** A pipeline with a mistake, in its document or its name: every target says what it is; nothing else suffers. */
export const brokenPipelineProject = (name: string, documents: readonly string[]): ProjectSet =>
  project('pipeline', name, sayingWhatIsWrong(name), documents);

/**
 * A document, whose root is its file: what depends on it is affected when the file changes, and no hash of a node depends on it.
 * `broken` is the pipeline in it that cannot be a project by its name: the targets of the document say why.
 */
export const documentProject = (path: string, broken?: string): ProjectSet => ({
  projects: {
    [path]: { name: path, targets: broken === undefined ? {} : sayingWhatIsWrong(broken) },
  },
  dependencies: {},
});

function sayingWhatIsWrong(name: string): Record<string, TargetConfiguration> {
  const say = uncached(loadCommand('libs/commands/src/plan.ts'), { name });
  return Object.fromEntries(PIPELINE_TARGETS.map((target) => [target, say]));
}

const project = (
  kind: string,
  name: string,
  targets: Record<string, TargetConfiguration>,
  dependencies: readonly string[],
): ProjectSet => ({
  projects: { [root(kind, name)]: { name, targets } },
  dependencies: { [name]: dependencies },
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
