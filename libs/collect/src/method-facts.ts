import { methods } from '@nhat/pretext/registry';
import type { Registry } from '@nhat/documents';

/** Whether the registry of methods marks a method as solvable from the border of an image; false for unknown names. */
export const leaksThroughBorder = (method: string, registry: Registry = methods): boolean =>
  Object.hasOwn(registry, method) && registry[method]!.leaksThroughBorder === true;
