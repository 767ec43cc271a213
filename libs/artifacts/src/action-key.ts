import { digestOf, stableJson } from '@nhat/spec';
import type { Json, JsonObject } from '@nhat/spec';
import type { Ingredients, Manifest, NodeOutputs, UpstreamIngredient } from './manifest';
import { sha256 } from './sha256';

/**
 * SHA-256 (hex) over everything that decides a result: stage, configuration, code, upstream outputs. Names of
 * nodes, machines and engines are left out: an equal result under another name is found again.
 */
export const actionKey = (stage: string, config: JsonObject, ingredients: Ingredients): string =>
  digestOf('nhat-action-1', {
    stage,
    config,
    code: ingredients.code,
    upstream: ingredients.upstream.map(({ role, config: digest, outputs }) => [
      role,
      digest,
      outputs,
    ]),
  });

/** Text of `outputs.json`. */
export const outputsText = (outputs: NodeOutputs): string => stableJson(outputs as unknown as Json);

/** What later nodes know a result by. */
export const outputsDigest = (outputs: NodeOutputs): string => sha256(outputsText(outputs));

export const upstreamIngredient = (
  role: string,
  { node, stage, config, outputs }: Pick<Manifest, 'node' | 'stage' | 'config' | 'outputs'>,
): UpstreamIngredient => ({
  role,
  node,
  config: digestOf('nhat-upstream-1', [stage, config]),
  outputs: outputsDigest(outputs),
});
