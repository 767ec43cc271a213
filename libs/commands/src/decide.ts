import { join } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import { additionsOf, goalOfPipeline } from '@nhat/decide';
import { addedPath, addedText, lastRound, userError } from '@nhat/documents';
import type { PipelineGoal, WorkspaceDocuments } from '@nhat/documents';
import type { Plan } from '@nhat/plan';
import { writtenManifest } from '@nhat/runner/written-manifest';
import { statusOf } from '@nhat/runner/run-process';
import { openStore } from '@nhat/store';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { askedPipeline } from './asked-pipeline';
import { decideArguments } from './decide-arguments';
import type { DecideArguments } from './decide-arguments';
import { forecast } from './forecast';
import type { Look } from './look';
import { nextLook } from './next-look';
import { plannedPipeline } from './planned-pipeline';
import type { PlannedPipeline } from './planned-pipeline';
import { outerProcess, startOwnGraph, stopSignal } from './run-own-graph';

/** The exit status of a command that Ctrl-C ended. */
const STOPPED = 130;

/** What the command leaves as JSON. */
interface DecideRecord {
  pipeline: string;
  goal: PipelineGoal;
  /** Why nothing more was added; `rounds`: as many as were asked for; null: a dry run would add more. */
  stop: Look['stop'] | 'rounds';
  /** Nodes without a result, which a dry run needs first. */
  missing?: number;
  /** What this command added, or would add. */
  rounds: Look['round'][];
  /** Trainings that were added so far. */
  added: number;
  utilities?: object[];
  claims?: object[];
}

/**
 * `nx decide <pipeline> [--json] [--rounds COUNT] [--dry-run]`: runs what is missing, adds the trainings that the goal of the
 * pipeline needs most, runs these, and so on. NHAT_PIPELINE contains the pipeline. Returns its exit status.
 */
export async function main(args: string[]): Promise<number> {
  if (process.env['NHAT_ONLY_ACTIVE'] && !isWithGoal()) return 0;
  const name = askedPipeline('decide');
  const flags = decideArguments(`nx decide ${name}`, args);
  const { signal: stop, release } = stopSignal(outerProcess());
  try {
    const command = { root: process.cwd(), name, flags, stop };
    return await (flags.dryRun ? printNext(command) : decide(command));
  } finally {
    release();
  }
}

interface DecideCommand {
  root: string;
  name: string;
  flags: DecideArguments;
  stop: AbortSignal;
}

/** A run that names no pipelines passes over those without a goal. */
function isWithGoal(): boolean {
  const { pipelines } = readWorkspace(process.cwd());
  try {
    const body = pipelines.body(askedPipeline('decide'));
    return 'goal' in body || 'decision' in body;
  } catch {
    return true; // What is wrong with it is said when it is resolved.
  }
}

/** A pipeline with its goal, or what its decision aims at, and its plan with the runs that were added so far. */
interface Planned extends PlannedPipeline {
  workspace: WorkspaceDocuments;
  goal: PipelineGoal;
}

function planned(root: string, name: string): Planned {
  const workspace = readWorkspace(root);
  const { pipeline, plan } = plannedPipeline(root, workspace, name);
  const goal = goalOfPipeline(pipeline);
  const path = workspace.pipelines.path(name);
  if (goal === null) {
    throw userError(`${path} › goal`, 'missing', {
      expected: 'when there is enough, e.g. "goal": { "width": 0.7, "trainings": 40 }',
      advice: 'Add it to the pipeline, or "decision" with your labels and prices.',
    });
  }
  if (pipeline.datasets.length === 0 && !goal.claims) {
    throw userError(path, 'it has no trainings of its own, so that none can be added', {
      expected: 'a pipeline with datasets, or "goal": { "claims": true } in a study with claims',
      advice: 'Add runs where they were made.',
    });
  }
  return { workspace, pipeline, goal, plan };
}

async function decide({ root, name, flags, stop }: DecideCommand): Promise<number> {
  const say = speaker(flags);
  const rounds: DecideRecord['rounds'] = [];
  for (;;) {
    const before = planned(root, name);
    const { goal } = before;
    const earlier = additionsOf(before.pipeline);
    const status = await runNodes({ root, name, flags, stop }, say, lastRound(earlier));
    if (stop.aborted) return STOPPED;
    if (status !== 0) return status;
    const found = await nextLook(root, before.workspace, before.pipeline);
    if (found.stop !== null || rounds.length >= flags.rounds) {
      say(`${name}: ${found.stopText || asManyAs(flags.rounds)}`);
      say(found.standText);
      say(`The table: npx nx utility ${name}`);
      const { stop: reason, stands } = found;
      const added = earlier.length;
      print(flags, { pipeline: name, goal, stop: reason ?? 'rounds', rounds, added, ...stands });
      return 0;
    }
    say(`${name}: ${found.roundText}`);
    rounds.push(found.round);
    for (const { pipeline, added: runs } of found.additions) {
      const path = before.workspace.pipelines.path(pipeline);
      writeAtomic(join(root, addedPath(path)), addedText(path, runs));
    }
  }
}

const asManyAs = (rounds: number): string =>
  `${rounds === 1 ? 'the round' : `the ${rounds} rounds`} that --rounds allows ${rounds === 1 ? 'is' : 'are'} done; the same command goes on`;

/** Runs the nodes that have no result, through Nx; its exit status. */
async function runNodes(
  { root, name, flags, stop }: DecideCommand,
  say: (line: string) => void,
  round: number,
): Promise<number> {
  const done = round === 0 ? 'before round 1' : `in round ${round}`;
  const farewell = () => say(`${name}: stopped ${done}; the same command goes on`);
  if (stop.aborted) {
    farewell();
    return STOPPED;
  }
  stop.addEventListener('abort', farewell);
  try {
    const place = { stop, stdout: flags.json ? 2 : 1 };
    return statusOf(await startOwnGraph(root, name, ['run', `${name}:nodes`], place));
  } finally {
    stop.removeEventListener('abort', farewell);
  }
}

/** Prints the next round; nothing runs and nothing is written. */
async function printNext({ root, name, flags }: DecideCommand): Promise<number> {
  const say = speaker(flags);
  const now = planned(root, name);
  const { pipeline, plan, goal } = now;
  const added = additionsOf(pipeline).length;
  const missing = await missingNodes(root, name, plan);
  if (missing > 0) {
    say(
      `${name}: ${missing} of ${plan.nodes.length} nodes have no result yet, and the next round depends on them. They run first: npx nx decide ${name}`,
    );
    print(flags, { pipeline: name, goal, added, stop: null, missing, rounds: [] });
    return 0;
  }
  const { stop, round, stands, ...texts } = await nextLook(root, now.workspace, pipeline);
  say(`${name}: ${stop === null ? texts.roundText : texts.stopText}`);
  say(texts.standText);
  const rounds = stop === null ? [round] : [];
  print(flags, { pipeline: name, goal, added, stop, rounds, ...stands });
  return 0;
}

/** How many nodes of a plan would run, or lack their files. */
async function missingNodes(root: string, name: string, plan: Plan): Promise<number> {
  const nodes = await forecast({ root, store: openStore(root) }, name, plan);
  return nodes.filter(
    ({ name: node, status }) => status !== 'ready' || writtenManifest(root, node) === undefined,
  ).length;
}

/** Lines for readers; they leave standard output to the record when that is asked for. */
const speaker =
  ({ json }: DecideArguments) =>
  (line: string): void =>
    void (json ? process.stderr : process.stdout).write(`${line}\n`);

function print({ json }: DecideArguments, record: DecideRecord): void {
  if (json) process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
}
