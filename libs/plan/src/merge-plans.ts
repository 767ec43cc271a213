import { canonicalJson, userError } from '@nhat/documents';
import type { Json } from '@nhat/documents';
import type { Plan } from './plan-pipeline';

/** Several pipelines as one graph; a node that two of them need is there once. */
export function mergePlans(plans: readonly Plan[]): Plan {
  return {
    nodes: unite(plans.flatMap(({ nodes }) => nodes)),
    bundles: unite(plans.flatMap(({ bundles }) => bundles)),
    utilities: [...new Set(plans.flatMap(({ utilities }) => utilities))],
  };
}

function unite<Named extends { name: string }>(all: readonly Named[]): Named[] {
  const byName = new Map<string, Named>();
  for (const one of all) {
    const other = byName.get(one.name);
    if (other !== undefined && text(other) !== text(one)) {
      throw userError(one.name, 'one name for two different nodes', {
        advice: 'Their digests collide: change a seed in one of the pipelines.',
      });
    }
    byName.set(one.name, one);
  }
  return [...byName.values()];
}

const text = (value: { name: string }) => canonicalJson(value as unknown as Json);
