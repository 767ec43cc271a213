import { userError } from '@nhat/documents';
import type { PretrainConfig } from '@nhat/documents';
import type { Plan, PlanNode } from '@nhat/plan';

/** What a user says of the network that is wanted; undefined: not said. */
export interface WantedNetwork {
  arm: string | undefined;
  dataset: string | undefined;
  backbone: string | undefined;
  seed: string | undefined;
  node: string | undefined;
}

/** A node of a pretraining with its configuration. */
export interface PretrainNode {
  node: PlanNode;
  config: PretrainConfig;
}

/**
 * The pretraining of a plan that is wanted; of several that differ in their seed alone, that of the smallest seed. Throws a UserError
 * that lists the choices when a name is unknown, and when others than seeds are left.
 */
export function exportedNetwork(
  pipeline: string,
  { nodes }: Pick<Plan, 'nodes'>,
  wanted: WantedNetwork,
): PretrainNode {
  let left = nodes
    .filter(({ stage }) => stage === 'pretrain')
    .map((node) => ({ node, config: node.config as unknown as PretrainConfig }));
  const where = `nx export ${pipeline}`;
  if (left.length === 0) {
    throw userError(where, 'no pretrained network', {
      got: 'a pipeline without methods of its own',
    });
  }
  for (const [flag, of] of Object.entries(KEYS)) {
    const value = wanted[flag as Key];
    if (value === undefined) continue;
    const known = distinct(left, of);
    left = left.filter((one) => of(one) === value);
    if (left.length === 0) {
      throw userError(`--${flag}`, 'no such network in this pipeline', {
        got: value,
        expected: `one of ${known.join(', ')}`,
      });
    }
  }
  for (const flag of ['arm', 'dataset', 'backbone'] as const) {
    const choices = distinct(left, KEYS[flag]);
    if (choices.length > 1) {
      throw userError(where, `several networks, which differ in their ${flag}`, {
        expected: `--${flag}=…, one of ${choices.join(', ')}`,
      });
    }
  }
  const smallest = Math.min(...left.map(({ config }) => config.seed));
  const [first, ...others] = left.filter(({ config }) => config.seed === smallest);
  if (others.length === 0) return first!;
  throw userError(where, 'several networks, which differ in options', {
    expected: `--node=…, one of ${[first!, ...others].map(KEYS.node).join(', ')}`,
  });
}

const KEYS = {
  arm: ({ config }: PretrainNode) => config.method.name,
  dataset: ({ config }: PretrainNode) => config.dataset,
  backbone: ({ config }: PretrainNode) => config.backbone.name,
  seed: ({ config }: PretrainNode) => String(config.seed),
  node: ({ node }: PretrainNode) => node.name,
};

type Key = keyof typeof KEYS;

const distinct = (nodes: readonly PretrainNode[], of: (one: PretrainNode) => string): string[] => [
  ...new Set(nodes.map(of)),
];
