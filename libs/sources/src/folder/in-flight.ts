import { availableParallelism } from 'node:os';

/** Does something with each item, two at a time for each core. */
export async function inFlight<Item>(
  items: readonly Item[],
  work: (item: Item, at: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const goOn = async () => {
    while (next < items.length) {
      const at = next++;
      await work(items[at]!, at);
    }
  };
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, goOn));
}
