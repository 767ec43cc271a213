import { actionKey, sha256, upstreamIngredient } from '@nhat/artifacts';
import type { Ingredients, Manifest } from '@nhat/artifacts';
import { UserError } from '@nhat/documents';
import type { Bundle, Plan, PlanNode } from '@nhat/plan';
import { underNamesOf } from '@nhat/runner/artifact-folder';
import { outsideFiles } from '@nhat/runner/outside-files';
import { writtenManifest } from '@nhat/runner/written-manifest';
import { bundleCode } from '@nhat/workspace/bundle-code';

/** The nodes of a plan that have a result under the key that they have today, and those that would run first. */
export interface FinishedNodes {
  /** By the name of the node, in the order of the plan, under the names of the plan. */
  finished: Map<string, Manifest>;
  /** Nodes without a result whose upstream nodes have all got one. */
  next: { node: PlanNode; ingredients: Ingredients }[];
  /** Nodes whose files outside the workspace cannot be read, by name with the reason. */
  unreadable: Map<string, UserError>;
}

/** The SHA-256 of the code of a bundle. */
export type CodeOf = (bundle: Bundle) => Promise<string>;

/** Bundles the code of the workspace at `root`, each bundle once and only when it is asked for. */
export function codeDigests(root: string): CodeOf {
  const known = new Map<string, Promise<string>>();
  return (bundle) => {
    const digest =
      known.get(bundle.name) ?? bundleCode(root, bundle.entry).then(({ code }) => sha256(code));
    known.set(bundle.name, digest);
    return digest;
  };
}

/** What takes the place of what this workspace has. */
interface Instead {
  codeOf?: CodeOf;
  /** Digests of the files of a node that cannot be read; without them the node counts as one without a result. */
  filesOf?: (node: PlanNode) => Ingredients['files'];
}

type Found = Manifest | undefined | Promise<Manifest | undefined>;

/** Finds the result of a node in `artifacts/` where it is of this key, else by `stored`. */
export const writtenOrStored =
  (root: string, stored: (key: string) => Found) =>
  ({ name }: PlanNode, key: string): Found => {
    const written = writtenManifest(root, name);
    return written?.actionKey === key ? written : stored(key);
  };

/**
 * Looks for the result of every node of a plan; `find` is asked with the key that the node has with the code of the workspace at `root`.
 * A node whose files outside the workspace cannot be read counts as one without a result, unless `filesOf` says what they were.
 */
export async function finishedNodes(
  root: string,
  plan: Plan,
  find: (node: PlanNode, key: string) => Found,
  { codeOf = codeDigests(root), filesOf = () => undefined }: Instead = {},
): Promise<FinishedNodes> {
  const bundles = new Map(plan.bundles.map((bundle) => [bundle.name, bundle]));
  const finished = new Map<string, Manifest>();
  const next: FinishedNodes['next'] = [];
  const unreadable: FinishedNodes['unreadable'] = new Map();
  for (const node of plan.nodes) {
    if (!node.upstream.every((one) => finished.has(one.node))) continue;
    const read = await readableFiles(root, node);
    const files = read instanceof UserError ? filesOf(node) : read;
    if (read instanceof UserError) unreadable.set(node.name, read);
    const ingredients: Ingredients = {
      code: await codeOf(bundles.get(node.bundle)!),
      upstream: node.upstream.map(({ role, node: name }) =>
        upstreamIngredient(role, finished.get(name)!),
      ),
      ...(files !== undefined && files.length > 0 && { files }),
    };
    const key = actionKey(node.stage, node.config, ingredients);
    const manifest = files === undefined ? undefined : await find(node, key);
    if (manifest === undefined) next.push({ node, ingredients });
    else finished.set(node.name, underNamesOf(node, manifest));
  }
  return { finished, next, unreadable };
}

async function readableFiles(root: string, node: PlanNode) {
  try {
    return await outsideFiles(node, { root, environment: process.env });
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** Throws what is wrong with files outside the workspace where a node that is needed has them. */
export function checkReadable(
  unreadable: FinishedNodes['unreadable'],
  isNeeded: (node: string) => boolean = () => true,
): void {
  for (const [node, error] of unreadable) if (isNeeded(node)) throw error;
}
