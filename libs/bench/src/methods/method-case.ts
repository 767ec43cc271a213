import { augmentations } from '@nhat/augment/registry';
import { backbones } from '@nhat/models/registry';
import { decoderMacs } from '@nhat/pretext/decoder-macs';
import { methods } from '@nhat/pretext/registry';
import { augmentConfig } from '@nhat/documents';
import type { Json, JsonObject, OptionSchema, PrecisionSetting } from '@nhat/documents';
import type { PretrainConfig, RegistryEntry } from '@nhat/documents';

export type MethodName = keyof typeof methods;
export type BackboneName = keyof typeof backbones;

/** A method on a network and on images. */
export interface MethodCase {
  method: MethodName;
  backbone: BackboneName;
  /** Of the network, and of the decoder of the VAE. */
  width: number;
  batch: number;
  /** Pixels per side. */
  size: number;
  /** Training images: rows of the banks of CMC. */
  images: number;
  precision: PrecisionSetting;
  /** Other than the defaults of the method. */
  options: JsonObject;
}

const features = 256;

/** Every method on both networks: 64 images of 32 pixels for ResNet9, 16 of 64 for ResNet50. */
export function methodCases(width: number, precision: PrecisionSetting): MethodCase[] {
  const sizes = {
    resnet9: { batch: 64, size: 32, images: 20_000 },
    resnet50: { batch: 16, size: 64, images: 5_000 },
  };
  return Object.entries(sizes).flatMap(([network, size]) =>
    (Object.keys(methods) as MethodName[]).map((method) => {
      const backbone = backboneFor(method, network);
      return { method, backbone, width, precision, ...size, options: options(method, network) };
    }),
  );

  function options(method: MethodName, network: string): JsonObject {
    if (method === 'vae') return { decoderWidth: width };
    if (method === 'cmc' && network === 'resnet50') return { negatives: 4086, momentum: 0.4 };
    return {};
  }
}

/** The first backbone called `network`, or `network` and more, that gives what a method needs. */
function backboneFor(method: MethodName, network: string): BackboneName {
  const { needs = [] }: RegistryEntry = methods[method];
  const names = (Object.keys(backbones) as BackboneName[]).filter(
    (name) => name === network || name.startsWith(`${network}-`),
  );
  const found = names.find((name) => givesAll(backbones[name], needs));
  if (found === undefined) throw new Error(`bench: no ${network} gives what ${method} needs`);
  return found;
}

const givesAll = ({ gives = [] }: RegistryEntry, needs: readonly string[]): boolean =>
  needs.every((need) => gives.includes(need));

/** Pretraining in this case as a document would have it: rates and augmentations of the method. */
export function pretrainConfigOf(one: MethodCase, steps: number): PretrainConfig {
  const { method, batch, precision } = one;
  const { options, pretraining, augment }: RegistryEntry = methods[method];
  const rates = { peakRate: 1e-3, finalRate: 1e-6, weightDecay: 1e-5, warmup: 0.05 };
  return {
    dataset: 'made-up',
    backbone: { name: one.backbone, options: backboneOptions(one) },
    method: { name: method, options: { ...defaultsOf(options), ...one.options } },
    probes: [],
    schedule: { ...rates, ...pretraining, batch, imagesSeen: steps * batch },
    augment: augmentConfig(augmentations, { ...augment } as JsonObject),
    precision,
    seed: 0,
  };
}

/**
 * Floating-point operations of a step: 2 · multiply–accumulates of a forward pass · 3 (forward and both gradients) · views ·
 * images, of the network and of the decoder of the VAE. Heads, scores and banks are not counted.
 */
export function stepFlop(one: MethodCase): number {
  const { views = 1 }: RegistryEntry = methods[one.method];
  const image = { size: one.size, channels: 3 };
  const macs = backbones[one.backbone].macs(backboneOptions(one), image);
  return 2 * 3 * one.batch * (views * macs + ownMacs(one));
}

function ownMacs({ method, size, options }: MethodCase): number {
  if (method !== 'vae') return 0;
  const width = Number(options['decoderWidth'] ?? 1);
  return decoderMacs({ code: features, width, size, channels: 3 });
}

function backboneOptions({ backbone, width }: MethodCase): JsonObject {
  return { ...defaultsOf(backbones[backbone].options), width, features };
}

/** Complete options as they are where a document gives none. */
export const defaultsOf = ({ properties }: OptionSchema): JsonObject =>
  Object.fromEntries(
    Object.entries(properties).map(([name, option]) => [name, option.default as Json]),
  );
