import { createHash } from 'node:crypto';
import type { RenderConfig } from './render-config';
import { renderRange } from './range';
import type { RenderedRange } from './range';
import { createRenderer } from './renderer';

/** `TC--` → the configuration of that dataset. */
const config = (factors: string, change: Partial<RenderConfig> = {}): RenderConfig => {
  const [texture, colour, viewpoint, lighting] = [...factors].map((letter) => letter !== '-');
  return {
    dataset: factors,
    factors: { texture: texture!, colour: colour!, viewpoint: viewpoint!, lighting: lighting! },
    background: 'lit',
    objects: 1,
    resolution: 32,
    counts: { train: 1000, validation: 100, test: 100 },
    shapesPerBucket: 40,
    seed: 1,
    ...change,
  };
};

const digest = ({ pixels, mask, depth, scene }: RenderedRange): string =>
  createHash('sha256')
    .update(pixels)
    .update(mask)
    .update(depth)
    .update(scene?.instance ?? '')
    .digest('hex')
    .slice(0, 16);

const range = (
  wanted: RenderConfig,
  first: number,
  count: number,
  split: 'train' | 'test' = 'train',
) => renderRange(createRenderer(wanted), wanted, split, first, count);

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

// Changing one of these changes every dataset: results of other versions no longer compare.
const GOLDEN: Record<string, string> = {
  '---- 32': '0a5e32ef627ba62b',
  'T--- 32': '961bd8e6d717ae9a',
  '-C-- 32': '396ff37ef192116f',
  '--V- 32': 'b1f34ad6ca03c79f',
  '---L 32': 'bc4e21658aa1c5db',
  'TC-- 32': 'b032bbea0f57f090',
  '-CV- 32': 'a8c3c17762e57a71',
  '-C-L 32': '8427e90fb0e5f43e',
  '-CVL 32': 'e47635d4b157df69',
  'TCV- 32': '697d45317c679ac7',
  'T-VL 32': 'e622c3db695ad231',
  'TCVL 32': '6d853ae72e33c2d9',
  'TCVL 64': 'f7d964eb7674cc5a',
  'TC-- 128': 'bec764965f0ae474',
  '---- 32 unlit': '39b2f2ae49555105',
  'TCVL 24': '0ce8e7bdef186446',
  'TCVL 64 lit 4': '4b804c9fc11829f8',
  'TCVL 32 lit 8': 'f5530c0f3acf83dd',
  '---- 48 unlit 2': '1efa5c780bcbce2a',
};

describe('golden digests', () => {
  it.each(Object.entries(GOLDEN))('%s', (name, expected) => {
    const [factors, resolution, background, objects] = name.split(' ');
    const wanted = config(factors!, {
      resolution: Number(resolution),
      background: background === 'unlit' ? 'unlit' : 'lit',
      objects: Number(objects ?? 1),
    });
    expect(digest(range(wanted, 0, 10))).toBe(expected);
  });
});

describe('an image', () => {
  it('does not depend on what was rendered before it, nor on the other splits', () => {
    const wanted = config('TCVL');
    const alone = range(wanted, 57, 1);
    const among = range(wanted, 50, 10);
    expect(same(among.pixels.subarray(7 * 3072, 8 * 3072), alone.pixels)).toBe(true);
    expect(same(among.depth.subarray(7 * 1024, 8 * 1024), alone.depth)).toBe(true);
    expect(same(range(wanted, 57, 1, 'test').pixels, alone.pixels)).toBe(false);
  });

  it('shows the same shape in the same pose in all datasets of a seed', () => {
    const masks = ['--V-', '-CV-', 'TCV-', 'T-VL', 'TCVL'].map((factors) =>
      range(config(factors), 0, 20),
    );
    for (const { mask, depth, rotation, shape } of masks) {
      expect(same(mask, masks[0]!.mask)).toBe(true);
      expect(same(depth, masks[0]!.depth)).toBe(true);
      expect(rotation).toEqual(masks[0]!.rotation);
      expect(shape).toEqual(masks[0]!.shape);
    }
    expect(same(masks[0]!.mask, range(config('----'), 0, 20).mask)).toBe(false);
  });

  it('looks the same at every resolution', () => {
    const [large, small] = [
      range(config('TCVL', { resolution: 128 }), 0, 20),
      range(config('TCVL', { resolution: 64 }), 0, 20),
    ];
    let sum = 0;
    let moved = 0;
    for (let pixel = 0; pixel < 20 * 4096; pixel++) {
      const [row, column] = [Math.floor(pixel / 64), pixel % 64];
      const four = [0, 1, 128, 129].map((step) => row * 256 + column * 2 + step);
      for (let k = 0; k < 3; k++) {
        const mean = four.reduce((total, at) => total + large.pixels[at * 3 + k]!, 0) / 4;
        sum += Math.abs(mean - small.pixels[pixel * 3 + k]!);
      }
      const covered = four.filter((at) => large.mask[at] !== 0).length;
      if (covered !== 2 && covered > 2 !== (small.mask[pixel] !== 0)) moved++;
    }
    expect(sum / (20 * 4096 * 3)).toBeLessThan(4);
    expect(moved / (20 * 4096)).toBeLessThan(0.005);
  });

  it('carries its truth: class, mask, depth and bucket agree', () => {
    const wanted = config('TCVL', { resolution: 64 });
    const { label, bucket, mask, depth, pose, rotation } = range(wanted, 100, 30);
    for (let image = 0; image < 30; image++) {
      expect(label[image]).toBe(image % 10);
      expect(bucket[image]).toBe(1);
      expect(pose[image]).toBeLessThan(5);
      expect(Math.abs(rotation[image * 9]!)).toBeLessThanOrEqual(1);
      const cells = Array.from({ length: 4096 }, (_, at) => image * 4096 + at);
      const inside = cells.filter((at) => mask[at] !== 0);
      expect(new Set(inside.map((at) => mask[at]))).toEqual(new Set([(image % 10) + 1]));
      expect(inside.length).toBeGreaterThan(20);
      expect(Math.max(...inside.map((at) => Math.abs(depth[at]! - 107.5)))).toBeLessThan(45);
      expect(cells.every((at) => (mask[at] === 0) === (depth[at] === 255))).toBe(true);
    }
  });

  it('is anti-aliased: the border of a flat object on a flat plane has many shades', () => {
    const { pixels } = range(config('----', { resolution: 64, background: 'unlit' }), 3, 1);
    const shades = new Set(
      Array.from({ length: 4096 }, (_, at) => pixels.slice(at * 3, at * 3 + 3).join()),
    );
    expect(shades.size).toBeGreaterThan(200);
  });
});

describe('a scene', () => {
  const wanted = config('TCVL', { resolution: 48, objects: 4 });
  const { label, mask, depth, bucket, scene } = range(wanted, 300, 40);

  it('has an instance wherever it has a mask, of the class that the instance has', () => {
    const expected = mask.map((_, pixel) => {
      const instance = scene!.instance[pixel]!;
      const image = Math.floor(pixel / (48 * 48));
      return instance === 0 ? 0 : label[image * 4 + instance - 1]! + 1;
    });
    expect(same(mask, expected)).toBe(true);
    expect(mask.every((value, pixel) => (value === 0) === (depth[pixel] === 255))).toBe(true);
    expect(new Set(scene!.instance)).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(new Set(bucket)).toEqual(new Set([3]));
  });

  it('shows nearly all objects, and about as much of the background', () => {
    const seen = new Set(Array.from(scene!.instance, (k, at) => Math.floor(at / 2304) * 5 + k));
    const objects = [...seen].filter((key) => key % 5 !== 0).length;
    expect(objects / 160).toBeGreaterThan(0.9);
    const open = scene!.instance.filter((k) => k === 0).length / scene!.instance.length;
    expect(open).toBeGreaterThan(0.3);
    expect(open).toBeLessThan(0.6);
  });

  it('does not depend on what was rendered before it', () => {
    const alone = range(wanted, 317, 1);
    expect(same(mask.subarray(17 * 2304, 18 * 2304), alone.mask)).toBe(true);
    expect(same(scene!.instance.subarray(17 * 2304, 18 * 2304), alone.scene!.instance)).toBe(true);
    expect(alone.scene!.position).toEqual(scene!.position.slice(17 * 12, 18 * 12));
  });

  it('only has instances and positions when there are several objects', () => {
    expect(range(config('TCVL'), 0, 1)).not.toHaveProperty('scene');
  });
});

describe('background', () => {
  const corners = (wanted: RenderConfig) => {
    const { pixels } = range(wanted, 0, 1);
    return [0, 31, 31 * 32, 1023].map((at) => [...pixels.slice(at * 3, at * 3 + 3)]);
  };

  it('unlit is one flat colour; lit is brighter towards the lamp, up and to the left', () => {
    const unlit = corners(config('----', { background: 'unlit' }));
    expect(new Set(unlit.map(String)).size).toBe(1);
    const [upperLeft, upperRight, lowerLeft, lowerRight] = corners(config('----')).map(
      (rgb) => rgb[0]! + rgb[1]! + rgb[2]!,
    );
    expect(upperLeft).toBeGreaterThan(upperRight!);
    expect(upperLeft).toBeGreaterThan(lowerLeft!);
    expect(lowerRight).toBeLessThan(lowerLeft!);
  });

  it('leaves the object as it is', () => {
    const [lit, unlit] = [
      range(config('TC--'), 0, 5),
      range(config('TC--', { background: 'unlit' }), 0, 5),
    ];
    expect(same(unlit.mask, lit.mask)).toBe(true);
    const unchanged = Array.from({ length: 5 * 1024 }, (_, at) => at).filter(
      (at) =>
        lit.pixels.slice(at * 3, at * 3 + 3).join() ===
        unlit.pixels.slice(at * 3, at * 3 + 3).join(),
    );
    expect(unchanged.length).toBeGreaterThan(400);
  });
});
