import type { RenderConfig } from '../render-config';
import type { Stream } from '@nhat/random';
import { stream } from '@nhat/random';
import type { Pair, Vec } from '../geometry';
import { CLASSES } from '../shapes';
import { TEXTURE_COUNT } from '../textures';
import { drawArrangement } from './arrangement';
import type { Colour } from './colour';
import { classColour, classReferences, freeColour } from './colour';
import { drawLight } from './light';
import type { Rotation } from './rotation';
import { drawRotation } from './rotation';

export type Split = 'train' | 'validation' | 'test';

/** The material of a surface: `mix` parts of the flat colour, the rest of the texture. */
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
  /** Quarter turns of the tile, so that its direction says nothing about which way is up. */
  turn: QuarterTurn;
}

/** Turns by 90°, in the texture's own plane. */
export type QuarterTurn = 0 | 1 | 2 | 3;

export interface SceneObject {
  label: number;
  bucket: number;
  /** Number of the model within class and bucket. */
  shape: number;
  rotation: Rotation;
  /** Factors along the model's own axes. */
  warp: Vec;
  /** Of its middle in the world. */
  position: Vec;
  material: Material;
}

/** Everything that one image shows; a function of (configuration, split, index). */
export interface Scene {
  objects: readonly SceneObject[];
  background: Material;
  light: Vec;
}

/** Class and bucket of an image: classes take turns, train images go through buckets 0–9 in order. */
export function classAndBucket(
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
 * every other draw as it was: datasets of one seed show the same models in the same poses. In a scene of several
 * objects each has a fork of its own below the image's, and a class drawn uniformly.
 */
export function sceneOf(config: RenderConfig): (split: Split, index: number) => Scene {
  const draw = objectsOf(config);
  const { factors, counts, seed, objects: count } = config;
  return (split, index) => {
    const { label, bucket } = classAndBucket(counts, split, index);
    const random = stream(seed, 'image', split, index);
    const textures = drawTextures(random.fork('texture'), random.fork('texture-turn'), count);
    const objects =
      count === 1
        ? [draw(random, { label, bucket, position: [0, 0, 0], texture: textures.objects[0]! })]
        : drawArrangement(random.fork('arrangement'), count).map((position, at) => {
            const objectStream = random.fork('object', at);
            const drawn = objectStream.fork('class').integer(CLASSES.length);
            return draw(objectStream, {
              label: drawn,
              bucket,
              position,
              texture: textures.objects[at]!,
            });
          });
    return {
      objects,
      background: {
        colour: freeColour(random.fork('background')),
        mix: factors.texture ? 0 : 1,
        texture: factors.texture ? textures.background : null,
      },
      light: drawLight(random.fork('light'), factors.lighting),
    };
  };
}

type Given = Pick<SceneObject, 'label' | 'bucket' | 'position'> & { texture: Texture };

/** Draws what varies about one object from its stream. */
function objectsOf({ factors, shapesPerBucket, seed }: RenderConfig) {
  const references = classReferences(seed, CLASSES);
  return (random: Stream, { label, bucket, position, texture }: Given): SceneObject => ({
    label,
    bucket,
    shape: random.fork('model').integer(shapesPerBucket),
    rotation: drawRotation(random.fork('viewpoint'), factors.viewpoint),
    warp: drawWarp(random.fork('warp')),
    position,
    material: {
      colour: factors.colour
        ? freeColour(random.fork('free-colour'))
        : classColour(references[label]!, random.fork('class-colour')),
      mix: !factors.texture ? 1 : factors.colour ? 0 : 0.4,
      texture: factors.texture ? texture : null,
    },
  });
}

/** Three normals less their mean, 10 % each, clipped to ±50 %. */
function drawWarp(random: Stream): Vec {
  const [a, b, c] = [random.normal(), random.normal(), random.normal()];
  const mean = (a + b + c) / 3;
  const factor = (value: number) => Math.min(1.5, Math.max(0.5, 1 + 0.1 * (value - mean)));
  return [factor(a), factor(b), factor(c)];
}

/** A different tile for each of `count` objects and for the background; `turns` decides how each is turned. */
function drawTextures(
  random: Stream,
  turns: Stream,
  count: number,
): { objects: Texture[]; background: Texture } {
  const tiles = drawTiles(random, count + 1);
  const texture = (tile: number, least: number, most: number): Texture => ({
    tile,
    repeats: random.uniform(least, most),
    offset: [random.next(), random.next()],
    turn: turns.integer(4) as QuarterTurn,
  });
  return {
    objects: tiles.slice(0, count).map((tile) => texture(tile, 1.2, 3)),
    background: texture(tiles[count]!, 0.25, 0.6),
  };
}

/** `count` different tiles: the first anywhere, the others that many free places further on, round the collection. */
function drawTiles(random: Stream, count: number): number[] {
  const first = random.integer(TEXTURE_COUNT);
  const steps = [0];
  const tiles = [first];
  while (tiles.length < count) {
    let step = random.integer(TEXTURE_COUNT - tiles.length);
    for (const taken of steps) if (step >= taken) step++;
    steps.push(step);
    steps.sort((a, b) => a - b);
    tiles.push((first + step) % TEXTURE_COUNT);
  }
  return tiles;
}
