import type { RenderConfig } from '../render-config';
import { classReferences, fromHsv } from './colour';
import type { Scene } from './scene';
import { sceneOf } from './scene';
import { classAndBucket } from './scene';

const OFF = { texture: false, colour: false, viewpoint: false, lighting: false };

const config = (factors: Partial<RenderConfig['factors']>, seed = 1): RenderConfig => ({
  dataset: 'test',
  factors: { ...OFF, ...factors },
  background: 'lit',
  objects: 1,
  resolution: 32,
  counts: { train: 1200, validation: 100, test: 100 },
  shapesPerBucket: 40,
  seed,
});

/** What each factor may change; everything else must stay. */
const parts = (scene: Scene) => {
  const [object] = scene.objects;
  const { material, rotation, ...fixed } = object!;
  return {
    fixed,
    texture: [material.texture, scene.background.texture, material.mix, scene.background.mix],
    colour: material.colour,
    viewpoint: rotation,
    lighting: scene.light,
    background: scene.background.colour,
  };
};

describe('scene', () => {
  it.each(['texture', 'colour', 'viewpoint', 'lighting'] as const)(
    '%s changes no other draw',
    (factor) => {
      const [off, on] = [sceneOf(config({})), sceneOf(config({ [factor]: true }))];
      for (let index = 0; index < 30; index++) {
        const { [factor]: before, ...rest } = parts(off('train', index));
        const { [factor]: after, ...others } = parts(on('train', index));
        if (factor === 'texture') expect(after[0]).not.toBeNull();
        else expect(after).not.toEqual(before);
        expect(others).toEqual(rest);
      }
    },
  );

  it('is a function of seed, split and index', () => {
    const scene = sceneOf(config({ texture: true, colour: true, viewpoint: true, lighting: true }));
    const first = scene('train', 7);
    scene('test', 3);
    expect(scene('train', 7)).toEqual(first);
    expect(scene('validation', 7)).not.toEqual(first);
    expect(sceneOf(config({}, 2))('train', 7)).not.toEqual(sceneOf(config({}, 1))('train', 7));
  });

  it('has exactly as many images of each class, in every split and bucket', () => {
    const { counts } = config({});
    const seen = new Map<string, number>();
    for (const split of ['train', 'validation', 'test'] as const) {
      for (let index = 0; index < counts[split]; index++) {
        const { label, bucket } = classAndBucket(counts, split, index);
        const key = `${split} ${bucket} ${label}`;
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
    }
    expect(seen.size).toBe(12 * 10);
    for (const [key, count] of seen) expect(count).toBe(key.startsWith('train') ? 12 : 10);
    const buckets = (split: string) =>
      [...seen.keys()].filter((key) => key.startsWith(split)).map((key) => key.split(' ')[1]);
    expect(new Set(buckets('train'))).toEqual(
      new Set(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']),
    );
    expect(new Set(buckets('validation'))).toEqual(new Set(['10']));
    expect(new Set(buckets('test'))).toEqual(new Set(['11']));
  });

  it('warps by three factors of spread 10 %·√(2/3) around 1, and draws every model', () => {
    const scene = sceneOf(config({}));
    const objects = Array.from({ length: 1200 }, (_, index) => scene('train', index).objects[0]!);
    const deviations = objects.flatMap(({ warp }) => warp.map((factor) => factor - 1));
    for (const { warp } of objects) expect(warp[0] + warp[1] + warp[2]).toBeCloseTo(3, 6);
    const spread = Math.sqrt(deviations.reduce((sum, d) => sum + d * d, 0) / deviations.length);
    expect(spread).toBeCloseTo(0.1 * Math.sqrt(2 / 3), 2);
    expect(new Set(objects.map(({ shape }) => shape)).size).toBe(40);
  });

  it('never gives object and background the same texture; mixes in the class colour unless C is on', () => {
    const [mixed, unmixed] = [
      sceneOf(config({ texture: true })),
      sceneOf(config({ texture: true, colour: true })),
    ];
    for (let index = 0; index < 300; index++) {
      const { objects, background } = mixed('train', index);
      expect(objects[0]!.material.texture!.tile).not.toBe(background.texture!.tile);
      expect(objects[0]!.material.mix).toBe(0.4);
      expect(unmixed('train', index).objects[0]!.material.mix).toBe(0);
    }
  });
});

describe('turns of textures', () => {
  const scene = sceneOf(config({ texture: true }));
  const pairs = Array.from({ length: 1200 }, (_, index) => {
    const { objects, background } = scene('train', index);
    return [objects[0]!.material.texture!, background.texture!] as const;
  });

  it('are uniform, also for each pair of object and background', () => {
    const counts = new Float64Array(16);
    for (const [object, background] of pairs) counts[object.turn * 4 + background.turn]!++;
    // Binomial(1,200, 1/16) has a standard deviation of 8.4.
    for (const count of counts) expect(Math.abs(count - 75)).toBeLessThan(34);
  });

  it('have a stream of their own, so that tile, size and place are what they were without turns', () => {
    expect(pairs[0]![0]).toMatchObject({
      ...{ tile: 289, repeats: 1.6418733764905482 },
      offset: [0.17644941015169024, 0.45725326775573194],
    });
  });
});

describe('a scene of four', () => {
  const draw = sceneOf({ ...config({ texture: true, viewpoint: true }), objects: 4 });
  const scenes = Array.from({ length: 1200 }, (_, index) => draw('train', index));
  const objectsOfAll = scenes.flatMap(({ objects }) => objects);

  it('has classes drawn uniformly, also twice in a scene', () => {
    const counts = new Float64Array(10);
    for (const { label } of objectsOfAll) counts[label]!++;
    // Binomial(4,800, 0.1) has a standard deviation of 20.8.
    for (const count of counts) expect(Math.abs(count - 480)).toBeLessThan(84);
    const twice = scenes.filter(
      ({ objects }) => new Set(objects.map(({ label }) => label)).size < 4,
    ).length;
    expect(twice / 1200).toBeCloseTo(1 - 0.9 * 0.8 * 0.7, 1);
  });

  it('gives every object a model, pose and texture of its own, and all objects the bucket of the image', () => {
    for (const [index, { objects, background }] of scenes.entries()) {
      const tiles = [background, ...objects.map(({ material }) => material)].map(
        ({ texture }) => texture!.tile,
      );
      expect(new Set(tiles).size).toBe(5);
      expect(new Set(objects.map(({ rotation }) => rotation[0])).size).toBe(4);
      expect(new Set(objects.map(({ bucket }) => bucket))).toEqual(
        new Set([Math.floor(index / 120)]),
      );
    }
    expect(new Set(objectsOfAll.map(({ shape }) => shape)).size).toBe(40);
  });

  it('keeps all other draws when a factor changes', () => {
    const varied = sceneOf({
      ...config({ texture: true, viewpoint: true, lighting: true }),
      objects: 4,
    });
    for (let index = 0; index < 20; index++) {
      const { light, ...others } = varied('train', index);
      const { light: fixed, ...unchanged } = scenes[index]!;
      expect(others).toEqual(unchanged);
      expect(light).not.toEqual(fixed);
    }
  });
});

describe('colours', () => {
  it('convert from HSV as a hand-worked table says', () => {
    const table: [number, number, number, number[]][] = [
      [0, 1, 1, [1, 0, 0]],
      [1 / 3, 1, 1, [0, 1, 0]],
      [2 / 3, 1, 0.5, [0, 0, 0.5]],
      [1 / 12, 1, 1, [1, 0.5, 0]],
      [-1 / 6, 0.5, 1, [1, 0.5, 1]],
      [0.4, 0, 0.7, [0.7, 0.7, 0.7]],
      [0.5, 2, 2, [0, 1, 1]],
    ];
    for (const [h, s, v, rgb] of table) {
      fromHsv(h, s, v).forEach((value, k) => expect(value).toBeCloseTo(rgb[k]!, 12));
    }
  });

  it('scatter around the reference of their class, unless C is on', () => {
    const scene = sceneOf(config({}));
    const free = sceneOf(config({ colour: true }));
    const spread = (draw: typeof scene, label: number) => {
      const colours = Array.from(
        { length: 100 },
        (_, at) => draw('train', at * 10 + label).objects[0]!.material.colour,
      );
      const means = [0, 1, 2].map(
        (k) => colours.reduce((sum, colour) => sum + colour[k]!, 0) / colours.length,
      );
      return (
        colours.reduce(
          (sum, colour) => sum + colour.reduce((d, value, k) => d + (value - means[k]!) ** 2, 0),
          0,
        ) / colours.length
      );
    };
    for (let label = 0; label < 10; label++)
      expect(spread(scene, label)).toBeLessThan(0.6 * spread(free, label));
    expect(classReferences(1, ['a', 'b'])).not.toEqual(classReferences(2, ['a', 'b']));
  });
});
