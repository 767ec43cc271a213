import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readFlags } from '@nhat/documents';
import type { WorkspaceDocuments } from '@nhat/documents';
import { packPath } from '@nhat/packs';
import { openStore } from '@nhat/store';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { workOf } from '@nhat/plan';
import { pastNodes } from '@nhat/timing';
import { askedPipeline } from './asked-pipeline';
import { forecast } from './forecast';
import { hasFinished } from './last-run';
import { planFlags } from './plan-arguments';
import { planCost } from './plan-cost';
import { planDiff, planDiffText } from './plan-diff';
import { madeAgainNotes, madeHereNotes } from './made-again-notes';
import { countByStage, planTable } from './plan-table';
import { memoryNotes } from './memory-notes';
import { plannedPipeline } from './planned-pipeline';
import { splitNotes } from './split-notes';

/**
 * `nx plan <pipeline> [--json] [--all] [--diff PIPELINE]`: says what a run would compute, why, and what it costs. NHAT_PIPELINE contains
 * the pipeline.
 */
export async function main(args: string[], root = process.cwd()): Promise<void> {
  const name = askedPipeline('plan');
  const workspace = readWorkspace(root);
  const { pipeline, plan } = plannedPipeline(root, workspace, name);
  const { json, all, diff } = readFlags(`nx plan ${name}`, args, planFlags);
  if (diff !== undefined) return printDiff({ root, workspace, name, other: diff, json });
  const store = openStore(root);
  const nodes = await forecast({ root, store }, name, plan);
  const runs = new Set(nodes.flatMap((one) => (one.status === 'ready' ? [] : [one.name])));
  const { registries } = workspace;
  const past = pastNodes(root, registries);
  const cost = planCost(plan.nodes, (node) => runs.has(node), { past, registries });
  const first = !hasFinished(root, name);
  const notes = [
    ...splitNotes(pipeline, registries),
    ...madeAgainNotes(nodes),
    ...madeHereNotes(
      { name, hasPack: existsSync(join(root, packPath(name))) },
      plan.nodes,
      nodes,
      store.packs,
    ),
    ...memoryNotes(plan.nodes, (node) => runs.has(node), { past, registries }),
  ];
  if (!json) {
    process.stdout.write(planTable(name, nodes, cost, { all, first, notes }));
    return;
  }
  const work = {
    all: workOf(plan.nodes, registries),
    run: workOf(plan.nodes, registries, (node) => runs.has(node)),
  };
  const listed = nodes.map(({ result: _, ...node }) => node);
  const record = { pipeline: name, nodes: listed, stages: countByStage(nodes), work, cost };
  process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
}

interface DiffCommand {
  root: string;
  workspace: WorkspaceDocuments;
  name: string;
  other: string;
  json: boolean;
}

async function printDiff({ root, workspace, name, other, json }: DiffCommand): Promise<void> {
  const [base, added] = [name, other].map((one) => plannedPipeline(root, workspace, one));
  const expected = await forecast({ root, store: openStore(root) }, other, added!.plan);
  const past = pastNodes(root, workspace.registries);
  const cost = (runs: (node: string) => boolean) =>
    planCost(added!.plan.nodes, runs, { past, registries: workspace.registries });
  const diff = planDiff(base!, added!, expected, cost);
  process.stdout.write(json ? `${JSON.stringify(diff, null, 2)}\n` : planDiffText(diff));
}
