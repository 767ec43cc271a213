import type { RenderConfig } from '@nhat/spec';
import type { Stream } from '@nhat/random';
import { stream } from '@nhat/random';
import type { Pair, Vec } from '../geometry';
import { CLASSES } from '../shapes';
import { TEXTURE_COUNT } from '../textures';
import type { Colour } from './colour';
import { classColour, classReferences, freeColour } from './colour';
import { drawLight } from './light';
import type { Rotation } from './rotation';
import { drawRotation } from './rotation';

export type Split = 'train' | 'validation' | 'test';

export const BUCKETS = 12;

/** What a surface is painted with: `mix` parts of the flat colour, the rest of the texture. */
export interface Material {
  colour: Colour;
  /** 1 without a texture. */
  mix: number;
  texture: Texture | null;
}

export interface Texture {
  /** Number of the tile in the dataset's collection. */
  tile: number;
  /** Tiles per unit of length, and where they start, in tiles. */
  repeats: number;
  offset: Pair;
}

export interface SceneObject {
  label: number;
  bucket: number;
  /** Number of the model within class and bucket. */
  shape: number;
  rotation: Rotation;
  /** Factors along the model's own axes. */
  warp: Vec;
  material: Material;
}

/** Everything that one image shows; a function of (configuration, split, index). */
export interface Scene {
  objects: readonly SceneObject[];
  background: Material;
  light: Vec;
}

/** Class and bucket of an image: classes take turns, train images go through buckets 0–9 in order. */
export function place(
  counts: RenderConfig['counts'],
  split: Split,
  index: number,
): { label: number; bucket: number } {
  const label = index % CLASSES.length;
  if (split === 'validation') return { label, bucket: 10 };
  if (split === 'test') return { label, bucket: 11 };
  return { label, bucket: Math.min(9, Math.floor((index * 10) / counts.train)) };
}

/**
 * Draws the scenes of a dataset. Each factor has its own fork of the image's stream, so that switching one leaves
 * every other draw as it was: datasets of one seed show the same models in the same poses.
 */
export function sceneOf(config: RenderConfig): (split: Split, index: number) => Scene {
  const references = classReferences(config.seed, CLASSES);
  const { factors, counts, shapesPerBucket, seed } = config;
  return (split, index) => {
    const { label, bucket } = place(counts, split, index);
    const random = stream(seed, 'image', split, index);
    const tiles = drawTiles(random.fork('texture'));
    const colour = factors.colour
      ? freeColour(random.fork('free-colour'))
      : classColour(references[label]!, random.fork('class-colour'));
    return {
      objects: [
        {
          label,
          bucket,
          shape: random.fork('model').integer(shapesPerBucket),
          rotation: drawRotation(random.fork('viewpoint'), factors.viewpoint),
          warp: drawWarp(random.fork('warp')),
          material: {
            colour,
            mix: !factors.texture ? 1 : factors.colour ? 0 : 0.4,
            texture: factors.texture ? tiles.object : null,
          },
        },
      ],
      background: {
        colour: freeColour(random.fork('background')),
        mix: factors.texture ? 0 : 1,
        texture: factors.texture ? tiles.background : null,
      },
      light: drawLight(random.fork('light'), factors.lighting),
    };
  };
}

/** Three normals less their mean, 10 % each, clipped to ±50 %. */
function drawWarp(random: Stream): Vec {
  const [a, b, c] = [random.normal(), random.normal(), random.normal()];
  const mean = (a + b + c) / 3;
  const factor = (value: number) => Math.min(1.5, Math.max(0.5, 1 + 0.1 * (value - mean)));
  return [factor(a), factor(b), factor(c)];
}

/** Two different tiles, for the object and for the background. */
function drawTiles(random: Stream): { object: Texture; background: Texture } {
  const first = random.integer(TEXTURE_COUNT);
  const other = (first + 1 + random.integer(TEXTURE_COUNT - 1)) % TEXTURE_COUNT;
  const texture = (tile: number, least: number, most: number): Texture => ({
    tile,
    repeats: random.uniform(least, most),
    offset: [random.next(), random.next()],
  });
  return { object: texture(first, 1.2, 3), background: texture(other, 0.25, 0.6) };
}
