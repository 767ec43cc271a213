import { stream } from '@nhat/random';
import type { Vec } from '../geometry';
import { MeshBuilder, box } from '../geometry';
import { dot, subtract } from '../geometry/vector';
import { AMBIENT, FILL_POWER, KEY_POWER, keyPosition } from '../scene/light';
import { drawRotation, poseClass } from '../scene/rotation';
import { castRay, worldTriangles } from '../testing/ray-caster';
import { LIGHT_STEPS, exposureTable } from './exposure';
import { Frame } from './frame';
import type { FrameObject } from './frame';
import { softCosine } from './surface-shader';

const SIZE = 24;
const PER_PIXEL = 11; // ⌈256 / 24⌉
const GREY = { colour: [0.5, 0.25, 0.1] as const, mix: 1, texture: null };
const PLANE = { material: { colour: [0, 0, 0.8] as const, mix: 1, texture: null }, tile: null };

function brick(seed: number): FrameObject {
  const builder = new MeshBuilder();
  box(builder, [-0.2, 0.2], [-0.12, 0.12], [-0.16, 0.16]);
  const rotation = drawRotation(stream(seed, 'brick'), true);
  const placement = { rotation, warp: [1.2, 0.9, 0.9] as Vec, position: [0, 0, 0] as Vec };
  return {
    mesh: { ...builder.build(), radius: 0.3 },
    placement,
    label: 6,
    material: GREY,
    tile: null,
  };
}

function drawn(object: FrameObject, key: Vec) {
  const frame = new Frame(SIZE);
  frame.draw([object], PLANE, key, true);
  const area = SIZE * SIZE;
  const [pixels, mask, depth] = [
    new Uint8Array(area * 3),
    new Uint8Array(area),
    new Uint8Array(area),
  ];
  frame.develop(pixels);
  frame.truth(mask, depth);
  return { pixels, mask, depth };
}

/** −1 … 1 at the middle of cell `at` of `count`. */
const place = (at: number, count: number) => (2 * at + 1) / count - 1;

describe.each([1, 2, 3, 4])('a turned and warped brick (seed %i)', (seed) => {
  const object = brick(seed);
  const key = keyPosition(-0.5);
  const { pixels, mask, depth } = drawn(object, key);
  const triangles = worldTriangles(object.mesh, object.placement);
  const hitAt = (pixel: number) =>
    castRay(triangles, place(pixel % SIZE, SIZE), -place(Math.floor(pixel / SIZE), SIZE));

  it('has the mask and the depth that a ray caster finds', () => {
    let compared = 0;
    for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
      let covered = 0;
      const [column, row] = [(pixel % SIZE) * PER_PIXEL, Math.floor(pixel / SIZE) * PER_PIXEL];
      for (let sample = 0; sample < PER_PIXEL * PER_PIXEL; sample++) {
        const [x, y] = [column + (sample % PER_PIXEL), row + Math.floor(sample / PER_PIXEL)];
        const count = SIZE * PER_PIXEL;
        if (castRay(triangles, place(x, count), -place(y, count)).id > 0) covered++;
      }
      const share = covered / (PER_PIXEL * PER_PIXEL);
      if (Math.abs(share - 0.5) < 0.02) continue;
      compared++;
      expect(mask[pixel]).toBe(share > 0.5 ? 7 : 0);
      const hit = hitAt(pixel);
      if (share < 0.5) expect(depth[pixel]).toBe(255);
      else if (hit.id > 0)
        expect(Math.abs(depth[pixel]! - 100 * hit.depth)).toBeLessThanOrEqual(0.5 + 1e-3);
    }
    expect(compared).toBeGreaterThan(SIZE * SIZE * 0.97);
  });

  it('is lit as the formula says, computed from the flat triangle that is seen', () => {
    const exposure = exposureTable();
    let compared = 0;
    for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
      const { id, point, normal, margin } = hitAt(pixel);
      if (id === 0 || margin < 0.2) continue;
      const toKey = subtract(key, point);
      const square = dot(toKey, toKey);
      const cosine = softCosine(
        dot(normal, toKey) / Math.sqrt(square),
        Math.min(0.95, 1 / Math.sqrt(square)),
      );
      const light = (KEY_POWER / square) * cosine + FILL_POWER * Math.max(0, normal[2]) + AMBIENT;
      compared++;
      GREY.colour.forEach((albedo, k) => {
        const expected = exposure[Math.round(albedo * light * LIGHT_STEPS)]!;
        expect(Math.abs(pixels[pixel * 3 + k]! - expected)).toBeLessThanOrEqual(1);
      });
    }
    expect(compared).toBeGreaterThan(5);
  });

  it('mixes with the background at its border and leaves it alone elsewhere', () => {
    const red = Array.from({ length: SIZE * SIZE }, (_, pixel) => pixels[pixel * 3]!);
    expect(red.filter((value) => value === 0).length).toBeGreaterThan(SIZE * SIZE * 0.4);
    expect(red.filter((value, pixel) => value > 0 && mask[pixel] === 0).length).toBeGreaterThan(5);
    expect(poseClass(object.placement.rotation)).toBeLessThan(5);
  });
});

describe('two objects', () => {
  it('hide each other by depth, and each keeps its own label', () => {
    const [near, far] = [brick(1), brick(2)];
    const frame = new Frame(SIZE);
    const placed = (object: FrameObject, x: number, label: number): FrameObject => ({
      ...object,
      label,
      placement: { ...object.placement, position: [x, 0, 0] },
    });
    const masks = [0, 1].map((order) => {
      const pair = [placed(near, 0.25, 2), placed(far, -0.25, 8)];
      frame.draw(order === 0 ? pair : pair.reverse(), PLANE, keyPosition(0), true);
      const mask = new Uint8Array(SIZE * SIZE);
      frame.truth(mask, new Uint8Array(SIZE * SIZE));
      return mask;
    });
    expect(masks[0]).toEqual(masks[1]);
    expect(new Set(masks[0])).toEqual(new Set([0, 3, 9]));
  });
});
