import type { Pipeline, PretrainConfig, WorkspaceDocuments } from '@nhat/documents';
import { planPipeline } from '@nhat/plan';
import type { PlanNode } from '@nhat/plan';
import { openStore } from '@nhat/store';
import { forecast } from './forecast';
import { look } from './look';
import type { Look } from './look';
import { mayDiffer } from './lost-files';
import type { Forecast } from './node-forecast';

/**
 * As `look`, but without seeds whose networks have results of another kind of processor and no weights here, as after a pack. Such a network
 * would be pretrained again and come out otherwise, so that results of it would contradict those that are known.
 */
export async function nextLook(
  root: string,
  workspace: WorkspaceDocuments,
  pipeline: Pipeline,
): Promise<Look> {
  const avoided = new Set<number>();
  const store = openStore(root);
  for (;;) {
    const found = look(root, workspace, pipeline, avoided);
    if (found.stop !== null) return found;
    const plan = planPipeline(withAdditions(pipeline, found.additions));
    const forecasts = await forecast({ root, store }, pipeline.name, plan);
    const seeds = doubtfulSeeds(plan.nodes, forecasts).filter((seed) => !avoided.has(seed));
    if (seeds.length === 0) return found;
    for (const seed of seeds) avoided.add(seed);
  }
}

/** The seeds of the pretrained networks of a plan that would have to be made again, and may come out otherwise. */
export function doubtfulSeeds(
  nodes: readonly PlanNode[],
  forecasts: readonly Forecast[],
): number[] {
  const doubtful = new Set(forecasts.filter(mayDiffer).map(({ name }) => name));
  return nodes
    .filter(({ name, stage }) => stage === 'pretrain' && doubtful.has(name))
    .map(({ config }) => (config as unknown as PretrainConfig).seed);
}

function withAdditions(pipeline: Pipeline, additions: Look['additions']): Pipeline {
  const addedTo = new Map(additions.map((one) => [one.pipeline, one.added]));
  const after = (one: Pipeline) => ({ ...one, added: addedTo.get(one.name) ?? one.added });
  return { ...after(pipeline), includes: pipeline.includes.map(after) };
}
