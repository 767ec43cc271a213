import type { AugmentConfig } from '@nhat/documents';
import type { Part } from './bundle';
import { registries } from './registries';

/**
 * The code of the augmentations that a configuration switches on, in the order of the registry, and the names of those that
 * are on by default and off here. A bundle holds no other augmentation, so that adding one reruns nothing.
 */
export function augmentationParts(config: AugmentConfig): { parts: Part[]; without: string[] } {
  const entries = Object.entries(registries.augmentations).map(([name, entry]) => ({
    name,
    usual: entry.default,
    on: (config[name] ?? entry.default) !== false,
  }));
  const parts = entries
    .filter(({ on }) => on)
    .map(({ name, usual }): Part => ({
      ...{ key: 'augmentations', list: true, library: 'augment', name },
      ...(usual && { unnamed: true }),
    }));
  const without = entries.filter(({ on, usual }) => usual && !on).map(({ name }) => name);
  return { parts, without };
}
