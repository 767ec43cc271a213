import type { Registry } from '@nhat/spec';
import { rotationOptions } from './rotation';

/** The methods that documents may name. */
export const methods = {
  rotation: { options: rotationOptions },
} satisfies Registry;
