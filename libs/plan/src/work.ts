import type { DatasetConfig, JsonObject, Registries, SupervisedConfig } from '@nhat/documents';
import type { PlanNode } from './node';

/** Floating-point operations of training, and of running frozen networks. */
export interface Work {
  flop: number;
  /** Of a GPU that keeps up `GPU_RATE`. */
  gpuHours: number;
}

/** What is assumed of a GPU: operations a second that it keeps up in mixed precision. */
export const GPU_RATE = 40e12;

/** A training step is a forward pass and a backward pass of twice the work. */
const PASSES = 3;
/** A multiply–add counts twice. */
const PER_MAC = 2;

type Trained = Partial<Pick<SupervisedConfig, 'backbone' | 'schedule' | 'n'>> & {
  method?: { name: string };
};

/**
 * The work of one node of a plan: 3 · 2 · multiply–adds of a forward pass · images seen · views. Heads,
 * decoders and evaluation are left out, and frozen stages count as if they learned: a head that is fitted without steps
 * costs one forward pass over its images.
 */
export function nodeFlop(
  node: PlanNode,
  plan: readonly PlanNode[],
  registries: Registries,
): number {
  if (!isTraining(node.stage) || node.upstream.some(({ role }) => role === 'features')) return 0;
  const images = node.upstream.find(({ role }) => role === 'images')!.node;
  const found = plan.find(({ name }) => name === images)!;
  const { resolution } = found.config as unknown as DatasetConfig;
  return trainingFlop(node, resolution, registries);
}

/** Whether a stage trains a network, or fits a head to one. */
export const isTraining = (stage: string): boolean =>
  ['pretrain', 'scratch', 'finetune'].includes(stage);

/** The work of a training on images of `resolution` pixels per side; 0 for a backbone that no registry has. */
export function trainingFlop(
  { stage, config }: { stage: string; config: JsonObject },
  resolution: number,
  registries: Registries,
): number {
  const { backbone, schedule, method, n = 0 } = config as unknown as Trained;
  if (backbone === undefined || !isTraining(stage)) return 0;
  const image = { size: resolution, channels: 3 };
  const macs = registries.backbones[backbone.name]?.macs?.(backbone.options, image) ?? 0;
  if (schedule === undefined) return PER_MAC * macs * n;
  const views = method === undefined ? 1 : (registries.methods[method.name]?.views ?? 1);
  return PASSES * PER_MAC * macs * schedule.imagesSeen * views;
}

/** Of the nodes that `counted` names, or of all. */
export function workOf(
  plan: readonly PlanNode[],
  registries: Registries,
  counted: (name: string) => boolean = () => true,
): Work {
  const images = plan.filter(({ stage }) => stage === 'images');
  const flop = plan
    .filter(({ name }) => counted(name))
    .reduce((sum, node) => sum + nodeFlop(node, images, registries), 0);
  return { flop, gpuHours: flop / GPU_RATE / 3600 };
}
