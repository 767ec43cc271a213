import { stream } from '@nhat/random';
import type { RenderConfig } from './render-config';
import type { Mesh, Vec } from './geometry';
import { model } from './geometry/model';
import type { Rotation } from './scene/rotation';
import { poseClass } from './scene/rotation';
import type { Scene, SceneObject, Split } from './scene/scene';
import { sceneOf } from './scene/scene';
import { CLASSES, SHAPES } from './shapes';
import { tileCollection } from './textures';
import { Frame } from './raster/frame';

/** The target arrays of images and their dense ground truth: `[count, h, w, 3]` sRGB and `[count, h, w]` each. */
export interface Pictures {
  pixels: Uint8Array;
  /** 0 background, class + 1. */
  mask: Uint8Array;
  /** 100 per scene unit along the view axis, 255 background. */
  depth: Uint8Array;
  /** 0 background, 1 + index of the object; needed for scenes only. */
  instance?: Uint8Array;
}

/** The ground truth of an object besides its pixels. */
export interface ObjectTruth {
  label: number;
  bucket: number;
  shape: number;
  rotation: Rotation;
  pose: number;
  position: Vec;
}

export interface Renderer {
  scene(split: Split, index: number): Scene;
  /** Renders an image into position `at` of `out`. */
  render(split: Split, index: number, out: Pictures, at: number): ObjectTruth[];
}

/**
 * The number of cached models, of 13 KB each. A dataset is rendered bucket by bucket, so that those of one bucket suffice: 2,400
 * with the 240 shapes per class and bucket of `pipelines/paper/`.
 */
const MODEL_LIMIT = 4000;

/** Renders the images of one dataset, in any order; buffers and caches are the renderer's own. */
export function createRenderer(config: RenderConfig): Renderer {
  const scene = sceneOf(config);
  const models = modelCollection(config.seed);
  const tile = tileCollection(config.seed);
  const frame = new Frame(config.resolution, config.objects);
  const area = config.resolution * config.resolution;
  return {
    scene,
    render(split, index, out, at) {
      const drawn = scene(split, index);
      const objects = drawn.objects.map((object) => ({
        mesh: models(object.label, object.bucket, object.shape),
        placement: object,
        label: object.label,
        material: object.material,
        tile: object.material.texture && tile(object.material.texture.tile),
      }));
      const { background, light } = drawn;
      const plane = {
        material: background,
        tile: background.texture && tile(background.texture.tile),
      };
      frame.draw(objects, plane, light, config.background === 'lit');
      frame.develop(out.pixels.subarray(at * area * 3, (at + 1) * area * 3));
      const part = (map: Uint8Array) => map.subarray(at * area, (at + 1) * area);
      frame.truth(part(out.mask), part(out.depth), out.instance && part(out.instance));
      return drawn.objects.map(truthOf);
    },
  };
}

const truthOf = ({ label, bucket, shape, rotation, position }: SceneObject): ObjectTruth => ({
  ...{ label, bucket, shape, rotation, position },
  pose: poseClass(rotation),
});

/** The models of a dataset seed by class, bucket and number. */
export function modelCollection(
  seed: number,
): (label: number, bucket: number, shape: number) => Mesh {
  const models = new Map<number, Mesh>();
  return (label, bucket, shape) => {
    const key = (shape * 16 + bucket) * CLASSES.length + label;
    let cached = models.get(key);
    if (cached === undefined) {
      cached = model(SHAPES[label]!, stream(seed, 'model', CLASSES[label]!, bucket, shape));
      if (models.size >= MODEL_LIMIT) models.clear();
      models.set(key, cached);
    }
    return cached;
  };
}
