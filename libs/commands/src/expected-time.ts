import { canonicalJson } from '@nhat/documents';
import type { DatasetConfig, Json, JsonObject, Registries } from '@nhat/documents';
import { isTraining, nodeFlop } from '@nhat/plan';
import type { PlanNode } from '@nhat/plan';
import type { PastNode } from './past-nodes';

/** Seconds that something may take. */
export interface Seconds {
  low: number;
  likely: number;
  high: number;
}

/** How much an estimate may be off: how like the past nodes are that it rests on. */
const SLACK = { same: 1.25, network: 1.5, backbone: 2, any: 3 };

/** Seconds of stages that compute no images, where none ran here before. */
const SMALL: Seconds = { low: 0.05, likely: 0.3, high: 2 };

/** Seconds in which Nx starts a node and keeps its result. */
const START = 0.15;

/**
 * Seconds that a node of a plan will take here, from what like nodes took on this machine; null where nothing like it ran. Trainings
 * are told apart by their operations, images by their number and size.
 */
export function expectedSeconds(
  node: PlanNode,
  plan: readonly PlanNode[],
  past: readonly PastNode[],
  registries: Registries,
): Seconds | null {
  if (node.stage === 'images') return imageSeconds(node, past);
  if (isTraining(node.stage)) return trainingSeconds(node, plan, past, registries);
  const seconds = past.filter(({ stage }) => stage === node.stage).map((one) => one.seconds);
  return seconds.length === 0 ? SMALL : around(median(seconds) + START, SLACK.any);
}

function imageSeconds({ config }: PlanNode, past: readonly PastNode[]): Seconds | null {
  const pixels = (dataset: JsonObject) => {
    const { counts, resolution } = dataset as unknown as DatasetConfig;
    if (counts === null) return 0; // Nobody has counted them yet.
    return (counts.train + counts.validation + counts.test) * resolution ** 2;
  };
  const images = past.filter(({ stage }) => stage === 'images');
  const { resolution } = config as unknown as DatasetConfig;
  if (pixels(config) === 0) {
    const same = images.filter((one) => one.config['dataset'] === config['dataset']);
    if (same.length === 0) return null;
    return around(median(same.map(({ seconds }) => seconds)) + START, SLACK.any);
  }
  const counted = images.filter((one) => pixels(one.config) > 0);
  const alike = counted.filter((one) => one.resolution === resolution);
  const known = alike.length > 0 ? alike : counted;
  if (known.length === 0) return null;
  const speeds = known.map((one) => pixels(one.config) / one.seconds);
  const slack = alike.length > 0 ? SLACK.network : SLACK.any;
  return around(pixels(config) / median(speeds) + START, slack);
}

function trainingSeconds(
  node: PlanNode,
  plan: readonly PlanNode[],
  past: readonly PastNode[],
  registries: Registries,
): Seconds | null {
  const found = alikeOf(node, plan, past);
  if (found === undefined) return null;
  const { nodes, slack } = found;
  const flop = nodeFlop(node, plan, registries);
  const rest = median(nodes.map(({ seconds, trainSeconds }) => seconds - trainSeconds));
  const speeds = nodes.flatMap((one) =>
    one.flop > 0 && one.trainSeconds > 0 ? [one.flop / one.trainSeconds] : [],
  );
  const training = speeds.length === 0 ? 0 : flop / median(speeds);
  return around(training + rest + START, slack);
}

/** The past trainings that are most like a node, and how far an estimate from them may be off. */
function alikeOf(
  node: PlanNode,
  plan: readonly PlanNode[],
  past: readonly PastNode[],
): { nodes: PastNode[]; slack: number } | undefined {
  const trainings = past.filter(({ stage }) => isTraining(stage));
  const tests: [keyof typeof SLACK, (one: PastNode) => boolean][] = [
    ['same', (one) => isSameWork(one, node)],
    ['network', (one) => isSameNetwork(one, node, plan) && isLike(one, node)],
    ['network', (one) => isSameNetwork(one, node, plan)],
    ['backbone', (one) => backboneOf(one.config)?.['name'] === backboneOf(node.config)?.['name']],
    ['any', () => true],
  ];
  for (const [kind, test] of tests) {
    const nodes = trainings.filter(test);
    if (nodes.length > 0) return { nodes, slack: SLACK[kind] };
  }
  return undefined;
}

const backboneOf = (config: JsonObject) => config['backbone'] as JsonObject | undefined;

/** Equal but for the seed and the labels that were drawn. */
function isSameWork(one: PastNode, { stage, config }: PlanNode): boolean {
  const plain = ({ seed: _, ...rest }: JsonObject) => canonicalJson(rest);
  return one.stage === stage && plain(one.config) === plain(config);
}

/** The same stage with a method or a task of the same name. */
function isLike(one: PastNode, { stage, config }: PlanNode): boolean {
  const name = (of: JsonObject, key: string) => (of[key] as JsonObject | undefined)?.['name'];
  return (
    one.stage === stage &&
    ['method', 'task'].every((key) => name(one.config, key) === name(config, key))
  );
}

function isSameNetwork(one: PastNode, node: PlanNode, plan: readonly PlanNode[]): boolean {
  const images = node.upstream.find(({ role }) => role === 'images')?.node;
  const dataset = plan.find(({ name }) => name === images)?.config as DatasetConfig | undefined;
  const text = (config: JsonObject) => canonicalJson((backboneOf(config) ?? null) as Json);
  return one.resolution === dataset?.resolution && text(one.config) === text(node.config);
}

/** A median with a factor to both sides. */
const around = (likely: number, slack: number): Seconds => ({
  low: likely / slack,
  likely,
  high: likely * slack,
});

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
