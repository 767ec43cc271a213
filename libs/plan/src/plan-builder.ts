import type { JsonObject } from '@nhat/documents';
import type { Bundle } from './bundle';
import { nodeName } from './node';
import type { PlanNode, StageName, UpstreamNode } from './node';

/** Collects nodes and bundles; what is asked for twice is made once. */
export class PlanBuilder {
  private readonly nodes = new Map<string, PlanNode>();
  private readonly bundles = new Map<string, Bundle>();

  add(
    stage: StageName,
    slug: string[],
    config: object,
    upstream: UpstreamNode[],
    bundle: Bundle,
    { outside, paths }: Pick<PlanNode, 'outside' | 'paths'> = {},
  ): string {
    const node = { stage, config: config as JsonObject, upstream, ...(paths && { paths }) };
    const name = nodeName([stage, ...slug].join('-'), node);
    this.nodes.set(name, {
      ...{ name, ...node, bundle: bundle.name },
      ...(outside && { outside }),
    });
    this.bundles.set(bundle.name, bundle);
    return name;
  }

  result(): { nodes: PlanNode[]; bundles: Bundle[] } {
    return { nodes: [...this.nodes.values()], bundles: [...this.bundles.values()] };
  }
}
