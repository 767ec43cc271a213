import { digestOf } from '@nhat/documents';
import type { JsonObject } from '@nhat/documents';

export type StageName =
  | 'images'
  | 'features'
  | 'pretrain'
  | 'scratch'
  | 'finetune'
  | 'curve'
  | 'scores'
  | 'spread'
  | 'utility';

/** In the order in which a pipeline runs them. */
export const stageNames: readonly StageName[] = [
  'images',
  'features',
  'pretrain',
  'scratch',
  'finetune',
  'curve',
  'scores',
  'spread',
  'utility',
];

export interface UpstreamNode {
  /** What it is to the node: `images`, `features`, `pretrain`, `run`, `curve`, `scratch`, `finetuned`, `spread`. */
  role: string;
  node: string;
}

/** One stage with one resolved configuration. */
export interface PlanNode {
  name: string;
  stage: StageName;
  config: JsonObject;
  upstream: UpstreamNode[];
  /** Name of the bundle that holds the code of the stage. */
  bundle: string;
  /** Where files of the dataset lie; part of its name, because two places may hold different files, and of no key. */
  paths?: JsonObject;
  /** Whether files outside the workspace belong to what it is made of, so that Nx cannot answer for it. */
  outside?: true;
}

/** A name that people can read, and 8 hex digits over everything that makes this node another one. */
export function nodeName(slug: string, node: Omit<PlanNode, 'name' | 'bundle'>): string {
  const upstream = node.upstream.map(({ role, node: name }) => [role, name]);
  const placed = node.paths === undefined ? [] : [node.paths];
  const digest = digestOf('nhat-node-1', [node.stage, node.config, upstream, ...placed]);
  return `${slug}-${digest.slice(0, 8)}`;
}

/** The name without its digest: what stays when an option changes. */
export const nodeSlug = (name: string): string => name.replace(/-[0-9a-f]{8}$/, '');
