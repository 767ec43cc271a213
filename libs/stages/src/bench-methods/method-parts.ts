import { resnet50, resnet50Pair, resnet9, resnet9Pair } from '@nhat/models';
import type { BackboneModule } from '@nhat/models';
import { amdim, cmc, rotation, vae } from '@nhat/pretext';
import type { PretextModule } from '@nhat/pretext';
import type { methods } from '@nhat/pretext/registry';
import type { backbones } from '@nhat/models/registry';
import type { MethodCase } from './method-case';

const methodModules: Record<keyof typeof methods, PretextModule> = { amdim, cmc, rotation, vae };

const backboneModules: Record<keyof typeof backbones, BackboneModule> = {
  resnet9,
  'resnet9-pair': resnet9Pair,
  resnet50,
  'resnet50-pair': resnet50Pair,
};

/** The code of a case, as the bundle of a pretraining node imports it. */
export const methodParts = ({ method, backbone }: MethodCase) => ({
  method: methodModules[method],
  backbone: backboneModules[backbone],
});
