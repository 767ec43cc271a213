import { augmentations } from '@nhat/augment/registry';
import { backboneModules } from '@nhat/models/modules';
import { methodModules } from '@nhat/pretext/modules';
import type { MethodCase } from './method-case';

/** The code of a case, as the bundle of a pretraining node imports it. */
export const methodParts = ({ method, backbone }: MethodCase) => ({
  method: methodModules[method],
  backbone: backboneModules[backbone],
  augmentations: Object.values(augmentations),
});
