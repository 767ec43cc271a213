import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import type { Manifest } from '@nhat/artifacts';
import type { PlanNode } from '@nhat/plan';
import type { Store } from '@nhat/store';
import { knownResults } from './known-results';

const manifest = { node: 'x' } as Manifest;
const node = { name: 'scratch-x-0123abcd' } as PlanNode;

/** A store that has a result whole or in a published pack, or nowhere. */
const storeWith = (place: 'store' | 'pack' | 'nowhere') =>
  ({
    find: async (_: string, { whole = false } = {}) =>
      place === 'store' || (place === 'pack' && !whole) ? manifest : undefined,
    packs: { find: () => (place === 'pack' ? manifest : undefined) },
  }) as unknown as Store;

it.each([
  ['store', 'store'],
  ['pack', 'published pack'],
  ['nowhere', undefined],
] as const)('names where a result is that a run would use: %s', async (place, named) => {
  const known = knownResults(temporaryFolder('known'), storeWith(place), {});
  expect((await known.find(node, 'a'.repeat(64)))?.place).toBe(named);
});
