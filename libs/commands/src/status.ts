import { jsonFlag, readFlags, resolvePipeline } from '@nhat/documents';
import { readNodeStates, readRunStates, readSilences } from '@nhat/live';
import { planPipeline } from '@nhat/plan';
import { hostLabel } from '@nhat/runner/host-label';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { askedPipeline } from './asked-pipeline';
import { statusOfNow, statusText } from './status-text';

/** How many of the runs that ended are shown when no pipeline is named. */
const LATEST = 3;

/** `nx status <pipeline> [--json]`: what computes the pipeline in NHAT_PIPELINE, who does since when, and how its last run ended. */
export function main(args: string[]): Promise<void> {
  const name = askedPipeline('status');
  const { json } = readFlags(`nx status ${name}`, args, jsonFlag);
  process.stdout.write(describeStatus(process.cwd(), json, name));
  return Promise.resolve();
}

/** The status of one pipeline, or of all, as text or as JSON. */
export function describeStatus(root: string, json: boolean, pipeline?: string): string {
  const here = { host: hostLabel(process.env), now: Date.now() };
  const { runs, nodes } = known(root, pipeline);
  const status = statusOfNow(runs, nodes, readSilences(root, here), here);
  if (json) return `${JSON.stringify(status, null, 2)}\n`;
  return statusText(status, here, process.stdout.columns ?? 80);
}

function known(root: string, pipeline: string | undefined) {
  const runs = readRunStates(root);
  const nodes = readNodeStates(root);
  if (pipeline === undefined) {
    const open = runs.filter(({ ended }) => ended === undefined);
    return { runs: [...open, ...runs.filter(({ ended }) => ended).slice(0, LATEST)], nodes };
  }
  const names = nodesOf(root, pipeline);
  const own = runs.filter(({ pipelines }) => pipelines.includes(pipeline));
  const isOpen = ({ ended }: { ended?: unknown }) => ended === undefined;
  return {
    runs: own.filter((run, index) => index === 0 || isOpen(run)),
    nodes: nodes.filter(({ node }) => names.has(node)),
  };
}

function nodesOf(root: string, name: string): Set<string> {
  const plan = planPipeline(resolvePipeline(readWorkspace(root), name));
  return new Set(plan.nodes.map((node) => node.name));
}
