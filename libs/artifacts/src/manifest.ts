import type { FileIngredient, JsonObject } from '@nhat/documents';

/** The result of a node, written as `outputs.json`: the only file that later nodes hash. */
export interface NodeOutputs {
  stage: string;
  /** Name → SHA-256 (hex) of a blob in the store. */
  blobs: Record<string, string>;
  scores: JsonObject;
}

/** The content of `manifest.json`: ingredients, outputs and circumstances of a node. */
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
  /** The circumstances of the run: machine, time, duration. They are no part of the result. */
  ran: Ran;
}

/** Everything that the action key covers besides stage and configuration. */
export interface Ingredients {
  /** SHA-256 of the bundle. The bundle names the versions of the packages that stay outside it. */
  code: string;
  /** In the order of the plan. */
  upstream: UpstreamIngredient[];
  /** Files outside the workspace, by name; absent where there are none. */
  files?: FileIngredient[];
}

/** The part of an upstream node that a stage can read, and the node's name. */
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
  /** Facts that the stage recorded: engine, threads, seconds per part. */
  facts: JsonObject;
}
