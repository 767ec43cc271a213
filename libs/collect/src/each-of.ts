/** How many are in flight at a time: a store may be another machine, and files of a folder are limited. */
const AT_ONCE = 16;

/** What `make` resolves to for each item, in the order of the items. */
export async function eachOf<Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      made[at] = await make(items[at]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, work));
  return made;
}
