import { changedLeaves, userError, valueWords } from '@nhat/documents';
import type { CurveConfig, Json, JsonObject, PretrainConfig } from '@nhat/documents';
import type { Plan, PlanNode } from '@nhat/plan';

/** What a user says of the network that is wanted; undefined: not said. */
export interface WantedNetwork {
  arm: string | undefined;
  dataset: string | undefined;
  backbone: string | undefined;
  labels: string | undefined;
  seed: string | undefined;
  node: string | undefined;
}

/** A node of a pretraining with its configuration. */
export interface PretrainNode {
  node: PlanNode;
  /** The arms whose runs start from it, by the names of their methods in the document; their evaluations are left out. */
  arms: string[];
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
    .map((node) => ({
      node,
      arms: armsOf(node, nodes),
      config: node.config as unknown as PretrainConfig,
    }));
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
    left = left.filter((one) => of(one).includes(value));
    if (left.length === 0) {
      throw userError(`--${flag}`, 'no such network in this pipeline', {
        got: value,
        expected: `one of ${known.join(', ')}`,
      });
    }
  }
  for (const flag of ['arm', 'dataset', 'backbone', 'labels'] as const) {
    if (wanted[flag] !== undefined) continue;
    const choices = distinct(left, KEYS[flag]);
    if (left.some((one) => !choices.every((choice) => KEYS[flag](one).includes(choice)))) {
      throw userError(where, `several networks, which differ in their ${flag}`, {
        expected: `--${flag}=…, one of ${choices.join(', ')}`,
      });
    }
  }
  const smallest = Math.min(...left.map(({ config }) => seedOf(config)));
  const [first, ...others] = left.filter(({ config }) => seedOf(config) === smallest);
  if (others.length === 0) return first!;
  throw userError(where, 'several networks, which differ in options', {
    expected: `--node=…, one of ${namedByOptions(first!, others).join(', ')}`,
  });
}

/** `pretrain-… (backbone.options.width 0.25)`: every node with the options and the images in which it differs from one of the others. */
function namedByOptions(first: PretrainNode, others: readonly PretrainNode[]): string[] {
  const config = (one: PretrainNode) => one.node.config;
  const keys = new Map(
    others
      .flatMap((other) => changedLeaves(config(first), config(other)))
      .map((change) => [change.path, change.keys]),
  );
  const all = [first, ...others];
  const isOneSet = new Set(all.map(imagesOf)).size === 1;
  return all.map((one) => {
    const options = [...keys].map(
      ([path, names]) => `${path} ${valueWords(leafOf(config(one), names))}`,
    );
    return `${one.node.name} (${[...options, ...(isOneSet ? [] : [imagesOf(one)])].join(', ')})`;
  });
}

const imagesOf = ({ node }: PretrainNode): string =>
  node.upstream.find(({ role }) => role === 'images')!.node;

const leafOf = (config: JsonObject, keys: readonly string[]): Json | undefined =>
  keys.reduce<Json | undefined>((value, key) => (value as JsonObject | undefined)?.[key], config);

const KEYS = {
  arm: ({ arms }: PretrainNode) => arms,
  dataset: ({ config }: PretrainNode) => [config.dataset],
  backbone: ({ config }: PretrainNode) => [config.backbone.name],
  labels: ({ config }: PretrainNode) => [labelsOf(config)],
  seed: ({ config }: PretrainNode) => [String(seedOf(config))],
  node: ({ node }: PretrainNode) => [node.name],
};

/** The number of labelled images from which alone it learned; `all` where it learned from all images. */
const labelsOf = ({ labelled }: PretrainConfig): string => String(labelled?.n ?? 'all');

/** Of the network, or of the draw of the labelled images from which alone it learned. */
const seedOf = ({ labelled, seed }: PretrainConfig): number => labelled?.seed ?? seed;

function armsOf(pretraining: PlanNode, nodes: readonly PlanNode[]): string[] {
  const startsFrom = (node: PlanNode, role: string, wanted: ReadonlySet<string>) =>
    node.upstream.some((one) => one.role === role && wanted.has(one.node));
  const runs = nodes.filter((node) => startsFrom(node, 'pretrain', new Set([pretraining.name])));
  const names = new Set(runs.map(({ name }) => name));
  const curves = nodes.filter((node) => startsFrom(node, 'run', names));
  return [...new Set(curves.map(({ config }) => (config as unknown as CurveConfig).arm))];
}

type Key = keyof typeof KEYS;

const distinct = (
  nodes: readonly PretrainNode[],
  of: (one: PretrainNode) => string[],
): string[] => [...new Set(nodes.flatMap(of))];
