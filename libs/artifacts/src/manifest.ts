import type { JsonObject } from '@nhat/documents';

/** What a node's result is, as `outputs.json`: the only file that later nodes hash. */
export interface NodeOutputs {
  stage: string;
  /** Name → SHA-256 (hex) of a blob in the store. */
  blobs: Record<string, string>;
  scores: JsonObject;
}

/** `manifest.json`: what went in, what came out, and how it came about. */
export interface Manifest {
  format: 1;
  node: string;
  stage: string;
  config: JsonObject;
  /** Name of the bundle project. */
  bundle: string;
  actionKey: string;
  ingredients: Ingredients;
  outputs: NodeOutputs;
  /** Where, when and how long it ran; nothing here is part of the result. */
  ran: Ran;
}

/** Everything besides stage and configuration that the action key covers. */
export interface Ingredients {
  /** SHA-256 of the bundle, which names the versions of the packages that stay outside it. */
  code: string;
  /** In the order of the plan. */
  upstream: UpstreamIngredient[];
}

/** What a stage can see of an upstream node, and its name. */
export interface UpstreamIngredient {
  role: string;
  node: string;
  /** SHA-256 of `outputs.json`. */
  outputs: string;
}

export interface Ran {
  host: string;
  platform: string;
  nodeVersion: string;
  /** ISO 8601. */
  startedAt: string;
  seconds: number;
  /** What the stage recorded: engine, threads, seconds by part. */
  facts: JsonObject;
}
