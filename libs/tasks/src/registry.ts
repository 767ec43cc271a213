import type { Registry } from '@nhat/spec';
import { classificationOptions } from './classification';

/** The tasks that documents may name. */
export const tasks = {
  classification: { options: classificationOptions },
} satisfies Registry;
