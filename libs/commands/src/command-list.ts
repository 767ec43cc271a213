import { jsonFlag, parityFlags } from '@nhat/documents';
import type { Flags } from '@nhat/documents';
import { benchClaimsFlags, benchCurvesFlags } from '@nhat/documents/bench-flags';
import { benchEngineFlags } from './bench-engine-flags';
import { benchMemoryFlags } from './bench-memory-flags';
import { compareFlags } from './compare-arguments';
import { decideFlags } from './decide-arguments';
import { explainFlags } from './explain-arguments';
import { exportFlags } from './export-flags';
import { figuresFlags, packFlags, publishedFlags } from './pack-flags';
import { planFlags } from './plan-arguments';
import { reportFlags } from './report-arguments';
import { benchGraphFlags } from './bench-graph-flags';
import { SCORES_TARGETS, scoresFlags } from './scores-arguments';

/** The targets of a pipeline. */
export const PIPELINE_TARGETS = [
  ...(['utility', 'page', 'claims', 'plan', 'explain', 'compare', 'status'] as const),
  ...(['decide', 'pack', 'published', 'export'] as const),
] as const;

export type PipelineTarget = (typeof PIPELINE_TARGETS)[number];

/** A target of this project: `nx <target> <project> [flags]`. */
export interface Command {
  target: string;
  /** Undefined for targets of pipelines. */
  project?: string;
  help: string;
  flags: Flags;
}

export const sheetFlags = {
  resolution: {
    value: 'PIXELS',
    help: 'Pixels per side of an image; by default as in the dataset.',
  },
  seed: { value: 'NUMBER', help: 'Another seed of the dataset.' },
} as const satisfies Flags;

export const siteFlags = {
  output: { value: 'FOLDER', help: 'The folder of the site; dist/site by default.' },
} as const satisfies Flags;

const ofPipelines: Record<PipelineTarget, Omit<Command, 'target'>> = {
  utility: {
    help: 'Runs what is missing, prints the table and writes the page of the report.',
    flags: reportFlags,
  },
  page: {
    help: 'Runs what is missing and writes the page of the report.',
    flags: reportFlags,
  },
  claims: {
    help: 'Runs what is missing, and prints what the results decide about the claims of the document.',
    flags: reportFlags,
  },
  plan: {
    help: 'Says what a run would compute, why, and what it would cost.',
    flags: planFlags,
  },
  status: {
    help: 'Shows what computes the pipeline, who does so since when, and how its last run ended. Without a name: all runs.',
    flags: jsonFlag,
  },
  explain: {
    help: 'Says what a node is: its configuration in words, its inputs, its key, where its result is, and why it would run.',
    flags: explainFlags,
  },
  compare: {
    help: 'Compares the last result with an earlier one, or with that of another pipeline: options, and what moved beyond its interval.',
    flags: compareFlags,
  },
  decide: {
    help: 'Runs what is missing, then adds seeds and scratch budgets, two runs a round, until the goal or the decision of the pipeline is met; where the goal is its claims, it adds the seeds that a claim needs. It says what it adds and why, and keeps it in <pipeline>.added.json beside the pipeline; after an interruption the same command goes on.',
    flags: decideFlags,
  },
  pack: {
    help: 'Writes the results of the pipeline, without weights and images, into one file for git: published/<pipeline>.nhat-pack.',
    flags: packFlags,
  },
  published: {
    help: 'Shows the table and writes the page of the results in published/, whatever the code and the document are today.',
    flags: publishedFlags,
  },
  export: {
    help: 'Writes a pretrained network of the pipeline as safetensors with a JSON card, for PyTorch; docs/export.md shows how to load it.',
    flags: exportFlags,
  },
};

const SCORES_HELP =
  'The same for runs of any other program: curves, utilities, claims and page from a CSV file, without an engine.';

export const commands: readonly Command[] = [
  ...PIPELINE_TARGETS.map((target) => ({ target, ...ofPipelines[target] })),
  ...SCORES_TARGETS.map((target) => ({
    target,
    project: 'scores',
    help: SCORES_HELP,
    flags: scoresFlags,
  })),
  {
    target: 'doctor',
    project: 'engine',
    help: 'Shows the engine of this machine, why faster ones are missing, and whether its gradients are right.',
    flags: jsonFlag,
  },
  {
    target: 'doctor',
    project: 'store',
    help: 'Writes into the store, reads it back, and says what is wrong.',
    flags: jsonFlag,
  },
  {
    target: 'push',
    project: 'store',
    help: 'Sends results of this workspace that the team’s store lacks.',
    flags: jsonFlag,
  },
  {
    target: 'jobs',
    project: 'slurm',
    help: 'Lists the jobs of this workspace that wait or run on the cluster, with their nodes.',
    flags: jsonFlag,
  },
  {
    target: 'cancel',
    project: 'slurm',
    help: 'Ends the jobs of this workspace on the cluster; trainings go on later from their last checkpoints.',
    flags: {},
  },
  { target: 'prepare', project: 'engine', help: 'Prepares the fastest engine.', flags: {} },
  {
    target: 'bench',
    project: 'engine',
    help: 'Times a training step.',
    flags: benchEngineFlags,
  },
  { target: 'bench', project: 'render', help: 'Times the renderer.', flags: jsonFlag },
  {
    target: 'bench',
    project: 'memory',
    help: 'Checks whether the memory of pretraining grows.',
    flags: benchMemoryFlags,
  },
  {
    target: 'bench',
    project: 'store',
    help: 'Times a thousand results through a server on this machine.',
    flags: jsonFlag,
  },
  { target: 'bench', project: 'graph', help: 'Times Nx on large graphs.', flags: benchGraphFlags },
  {
    target: 'bench',
    project: 'curves',
    help: 'Counts how often intervals and choices are right in simulated studies whose truth is known.',
    flags: benchCurvesFlags,
  },
  {
    target: 'bench',
    project: 'claims',
    help: 'Counts how often each claim is decided in simulated studies whose truth is known.',
    flags: benchClaimsFlags,
  },
  {
    target: 'parity',
    project: 'curves',
    help: 'Recomputes the statistics of simulated studies in Python and compares.',
    flags: parityFlags,
  },
  {
    target: 'sheet',
    project: 'render',
    help: 'Draws contact sheets of the datasets.',
    flags: sheetFlags,
  },
  {
    target: 'figures',
    project: 'packs',
    help: 'Writes the figures of README and docs from the packs in published/.',
    flags: figuresFlags,
  },
  {
    target: 'site',
    project: 'site',
    help: 'Makes a static site of the documentation, the reports that there are, and contact sheets.',
    flags: siteFlags,
  },
  {
    target: 'schema',
    project: 'documents',
    help: 'Writes the schemas that editors read.',
    flags: {},
  },
];
