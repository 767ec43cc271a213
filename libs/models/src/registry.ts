import type { Registry } from '@nhat/spec';
import { resnet9Options } from './resnet9';

/** The backbones that documents may name. */
export const backbones = {
  resnet9: { options: resnet9Options },
} satisfies Registry;
