import { unique } from './naming';

/** The items by a key, with that key, in the order in which each comes first. */
export function grouped<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
): [string, Item[]][] {
  return unique(items.map(key)).map((name) => [name, items.filter((item) => key(item) === name)]);
}
