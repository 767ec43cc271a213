import { digestOf, stableJson } from '@nhat/documents';
import type { Json, JsonObject } from '@nhat/documents';
import type { Ingredients, Manifest, NodeOutputs, UpstreamIngredient } from './manifest';
import { sha256 } from './sha256';

/**
 * SHA-256 (hex) over everything that decides a result: stage, configuration, code, upstream outputs and files outside the
 * workspace. Names of nodes, machines and engines are left out, so that an equal result is found under any name. The
 * configurations of upstream nodes are left out because a stage reads only their outputs.
 */
export const actionKey = (stage: string, config: JsonObject, ingredients: Ingredients): string =>
  digestOf('nhat-action-2', {
    stage,
    config,
    code: ingredients.code,
    upstream: ingredients.upstream.map(({ role, outputs }) => [role, outputs]),
    ...(ingredients.files && {
      files: ingredients.files.map(({ name, sha256 }) => [name, sha256]),
    }),
  });

/** The text of `outputs.json`. */
export const outputsText = (outputs: NodeOutputs): string => stableJson(outputs as unknown as Json);

/** The digest by which later nodes refer to a result. */
export const outputsDigest = (outputs: NodeOutputs): string => sha256(outputsText(outputs));

export const upstreamIngredient = (
  role: string,
  { node, outputs }: Pick<Manifest, 'node' | 'outputs'>,
): UpstreamIngredient => ({
  role,
  node,
  outputs: outputsDigest(outputs),
});
