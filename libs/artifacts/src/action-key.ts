import { digestOf, stableJson } from '@nhat/documents';
import type { Json, JsonObject } from '@nhat/documents';
import type { Ingredients, Manifest, NodeOutputs, UpstreamIngredient } from './manifest';
import { sha256 } from './sha256';

/**
 * SHA-256 (hex) over everything that decides a result: stage, configuration, code, upstream outputs. Names of
 * nodes, machines and engines are left out: an equal result under another name is found again. So are the configurations
 * of upstream nodes, because a stage sees only their outputs.
 */
export const actionKey = (stage: string, config: JsonObject, ingredients: Ingredients): string =>
  digestOf('nhat-action-2', {
    stage,
    config,
    code: ingredients.code,
    upstream: ingredients.upstream.map(({ role, outputs }) => [role, outputs]),
  });

/** Text of `outputs.json`. */
export const outputsText = (outputs: NodeOutputs): string => stableJson(outputs as unknown as Json);

/** What later nodes know a result by. */
export const outputsDigest = (outputs: NodeOutputs): string => sha256(outputsText(outputs));

export const upstreamIngredient = (
  role: string,
  { node, outputs }: Pick<Manifest, 'node' | 'outputs'>,
): UpstreamIngredient => ({
  role,
  node,
  outputs: outputsDigest(outputs),
});
