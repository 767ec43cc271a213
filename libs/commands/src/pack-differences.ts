import { UserError } from '@nhat/documents';
import type { Pack } from '@nhat/packs';
import { explainRun, nodeSlug } from '@nhat/plan';
import type { Plan, Reason } from '@nhat/plan';
import type { Manifest } from '@nhat/artifacts';
import type { PublishedFacts } from '@nhat/runner/pipeline-record';
import { finishedNodes } from './finished-nodes';
import type { FinishedNodes } from './finished-nodes';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { plannedPipeline } from './planned-pipeline';

/** The most changes of a configuration that are listed. */
const LISTED = 3;

/**
 * What is other in the code and the document of today than in those that a pack was computed by, a clause each; none where each node of
 * today has its result in the pack. Images outside the workspace that cannot be read count as those of the pack; `unread` says why they cannot.
 */
export async function packDifferences(
  root: string,
  pack: Pack,
): Promise<Pick<PublishedFacts, 'differences' | 'unread'>> {
  const { name } = pack.pipeline;
  const planned = planOf(root, name);
  if (planned === undefined) {
    return { differences: [`there is no document of ${name}, or it has a mistake`] };
  }
  const { plan } = planned;
  const earlier = bySlug(pack);
  const found = await finishedNodes(root, plan, (_, key) => pack.manifest(key), {
    filesOf: (node) => earlier.get(nodeSlug(node.name))?.ingredients.files,
  });
  const [unread] = [...found.unreadable.values()].map(({ message }) => firstSentence(message));
  return {
    differences: clauses(plan, found, earlier),
    ...(unread !== undefined && { unread }),
  };
}

function clauses(
  plan: Plan,
  { finished, next }: FinishedNodes,
  earlier: ReadonlyMap<string, Manifest>,
): string[] {
  if (finished.size === plan.nodes.length) return [];
  const reasons = next.map(({ node, ingredients }) => ({
    stage: node.stage,
    reason: explainRun({ config: node.config, ingredients }, earlier.get(nodeSlug(node.name))),
  }));
  const stagesOf = (kind: Reason['kind']) => [
    ...new Set(reasons.filter(({ reason }) => reason.kind === kind).map(({ stage }) => stage)),
  ];
  const changes = [...new Set(reasons.flatMap(({ reason }) => configurationOf(reason)))];
  const otherCode = stagesOf('code changed');
  const fresh = stagesOf('no result yet');
  return [
    `${finished.size} of the ${plan.nodes.length} nodes of today have their result in the pack`,
    ...(otherCode.length > 0 ? [`other code of ${otherCode.join(', ')}`] : []),
    ...changes.slice(0, LISTED),
    ...(changes.length > LISTED ? [`${changes.length - LISTED} further options`] : []),
    ...(fresh.length > 0 ? [`nodes that the pack lacks: ${fresh.join(', ')}`] : []),
  ];
}

/** What is wrong with files, without the advice. */
const firstSentence = (message: string): string => /^[^]*?(?=\.\s|\.?$)/.exec(message)![0];

const configurationOf = ({ kind, details }: Reason): string[] =>
  kind === 'configuration changed' ? details : [];

function planOf(root: string, name: string) {
  try {
    return plannedPipeline(root, readWorkspace(root), name);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** The results of a pack by the readable names of their nodes. */
function bySlug(pack: Pack): Map<string, Manifest> {
  const manifests = pack.keys.flatMap((key) => pack.manifest(key) ?? []);
  return new Map(manifests.map((manifest) => [nodeSlug(manifest.node), manifest]));
}
