import type { RenderConfig } from '../render-config';
import type { Vec } from '../geometry';
import { subtract } from '../geometry/vector';
import { renderRange } from '../range';
import { createRenderer, modelCollection } from '../renderer';
import { CAMERA } from '../scene/camera';
import { castRay, worldTriangles } from '../testing/ray-caster';
import { NEAR } from './near-plane';

const SIZE = 32;
const PER_PIXEL = 8;

const config: RenderConfig = {
  dataset: 'scenes',
  factors: { texture: false, colour: true, viewpoint: true, lighting: true },
  background: 'lit',
  objects: 4,
  resolution: SIZE,
  counts: { train: 1000, validation: 100, test: 100 },
  shapesPerBucket: 40,
  seed: 0,
};

interface Body {
  label: number;
  triangles: Vec[][];
  middle: Vec;
  reach: number;
}

function bodies(index: number): Body[] {
  const models = modelCollection(config.seed);
  return createRenderer(config)
    .scene('train', index)
    .objects.map((object) => {
      const mesh = models(object.label, object.bucket, object.shape);
      return {
        label: object.label,
        triangles: worldTriangles(mesh, object),
        middle: object.position,
        reach: mesh.radius * 1.5,
      };
    });
}

/** Which object is nearest through (x, y): 0 for none, its depth, and how far the ray is from the next edge. */
function nearestObject(bodies: readonly Body[], x: number, y: number) {
  let [instance, depth, margin] = [0, Infinity, Infinity];
  bodies.forEach((body, at) => {
    if (!mayHit(body, x, y)) return;
    const hit = castRay(body.triangles, x, y, NEAR);
    margin = Math.min(margin, hit.margin);
    if (hit.id === 0) return;
    if (instance !== 0) margin = Math.min(margin, Math.abs(hit.depth - depth));
    if (hit.depth < depth) [instance, depth] = [at + 1, hit.depth];
  });
  return { instance, depth, margin };
}

/** Whether the ray passes the sphere around a body, with room to spare. */
function mayHit({ middle, reach }: Body, x: number, y: number): boolean {
  const ray = [0, 1, 2].map(
    (k) => CAMERA.forward[k]! + (x * CAMERA.right[k]! + y * CAMERA.up[k]!) / CAMERA.focal,
  );
  const to = subtract(middle, CAMERA.origin);
  const along = to.reduce((sum, value, k) => sum + value * ray[k]!, 0);
  const square = ray.reduce((sum, value) => sum + value * value, 0);
  const away = to.reduce((sum, value) => sum + value * value, 0) - (along * along) / square;
  return away < reach * reach;
}

/** −1 … 1 at sample `at` of a side. */
const place = (at: number) => (2 * at + 1) / (SIZE * PER_PIXEL) - 1;

describe.each([0, 5, 11, 23])('scene %i', (index) => {
  const { mask, depth, scene } = renderRange(createRenderer(config), config, 'train', index, 1);
  const sceneBodies = bodies(index);

  it('has the mask, the instances and the depth that a ray caster finds', () => {
    let [compared, hits] = [0, 0];
    for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
      const [column, row] = [(pixel % SIZE) * PER_PIXEL, Math.floor(pixel / SIZE) * PER_PIXEL];
      // The sample nearest to the middle, of four the first; at a border the pixel may count the other way.
      const seen = nearestObject(sceneBodies, place(column + 3), -place(row + 3));
      const covered = scene!.instance[pixel] !== 0;
      if (seen.margin < 1e-6 || covered !== (seen.instance !== 0)) continue;
      compared++;
      expect(scene!.instance[pixel]).toBe(seen.instance);
      expect(mask[pixel]).toBe(seen.instance === 0 ? 0 : sceneBodies[seen.instance - 1]!.label + 1);
      if (seen.instance === 0) continue;
      hits++;
      expect(Math.abs(depth[pixel]! - 100 * seen.depth)).toBeLessThan(0.5 + 1e-2);
    }
    expect(compared).toBeGreaterThan(SIZE * SIZE * 0.95);
    expect(hits).toBeGreaterThan(SIZE * SIZE * 0.2);
  });
});
