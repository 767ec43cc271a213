import { stableJson } from '@nhat/documents';
import type { Json } from '@nhat/documents';

/** The items by a key that is compared as JSON, in the order in which each key comes first. */
export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => unknown): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = stableJson(keyOf(item) as Json);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}
