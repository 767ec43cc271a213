import { methods } from '@nhat/pretext/registry';
import type { Registry } from '@nhat/documents';

/** Whether the registry of methods says that the border of an image can give away the answer; false for other names. */
export const leaksThroughBorder = (method: string, registry: Registry = methods): boolean =>
  Object.hasOwn(registry, method) && registry[method]!.leaksThroughBorder === true;
