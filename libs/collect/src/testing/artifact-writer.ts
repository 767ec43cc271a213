import { actionKey, upstreamIngredient } from '@nhat/artifacts';
import type { Manifest, NodeOutputs } from '@nhat/artifacts';
import type { JsonObject } from '@nhat/documents';
import { writeArtifact } from '@nhat/runner/artifact-folder';
import type { Stage, Upstream } from '@nhat/runner/stage';
import { memoryBlobs, memoryRun } from '@nhat/stages/testing/memory-run';

/** The parts of an artificial node. */
export interface NodeParts {
  config: JsonObject;
  upstream: [role: string, node: string][];
  outputs: Omit<NodeOutputs, 'stage'>;
  facts?: JsonObject;
}

/** Writes `artifacts/<node>/` for nodes that no runner ran. */
export function artifactWriter(root: string) {
  const manifests = new Map<string, Manifest>();
  const write = (manifest: Manifest): void => {
    const upstream = manifest.ingredients.upstream.map(({ role, node }) => ({ role, node }));
    writeArtifact(root, { name: manifest.node, upstream }, manifest);
  };
  return {
    /** Adds a node; its upstream nodes must have been added before. Returns the name. */
    add(node: string, stage: string, { config, upstream, outputs, facts = {} }: NodeParts): string {
      const ingredients = upstream.map(([role, name]) =>
        upstreamIngredient(role, manifests.get(name)!),
      );
      const before = { code: 'c'.repeat(64), upstream: ingredients };
      const manifest: Manifest = {
        ...{ format: 1 as const, node, stage, config, bundle: `bundle-${stage}` },
        actionKey: actionKey(stage, config, before),
        ingredients: before,
        outputs: { stage, ...outputs },
        ran: {
          ...{ host: 'elsewhere', platform: 'linux-x64', nodeVersion: 'v20.1.0' },
          ...{ startedAt: '2026-01-01T00:00:00.000Z', seconds: 10, facts },
        },
      };
      manifests.set(node, manifest);
      write(manifest);
      return node;
    },
    /** Runs a stage on nodes that were added before. */
    async compute<C>(
      stage: Stage<C>,
      config: C,
      upstream: NodeParts['upstream'],
    ): Promise<NodeParts> {
      const seen = upstream.map(([role, name]): Upstream => {
        const { node, stage: from, outputs } = manifests.get(name)!;
        return { role, node, stage: from, outputs };
      });
      const outputs = await stage(memoryRun(config, { blobs: memoryBlobs(), upstream: seen }));
      return { config: config as JsonObject, upstream, outputs };
    },
    /** Changes the outputs of one node without the nodes that depend on it. */
    change(node: string, scores: JsonObject): void {
      const manifest = manifests.get(node)!;
      write({ ...manifest, outputs: { ...manifest.outputs, scores } });
    },
    /** Changes the recorded machine of a node. */
    move(node: string, host: string): void {
      const manifest = manifests.get(node)!;
      write({ ...manifest, ran: { ...manifest.ran, host } });
    },
    scores: (node: string): JsonObject => manifests.get(node)!.outputs.scores,
  };
}

export type ArtifactWriter = ReturnType<typeof artifactWriter>;
