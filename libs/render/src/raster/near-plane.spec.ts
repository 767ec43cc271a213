import { stream } from '@nhat/random';
import type { Vec } from '../geometry';
import { modelCollection } from '../renderer';
import { CAMERA } from '../scene/camera';
import { drawRotation } from '../scene/rotation';
import { castRay, worldTriangles } from '../testing/ray-caster';
import { NEAR, clipped } from './near-plane';
import { Projected, project, viewMatrix } from './projection';
import { createSamples, rasterise } from './rasterise';

const SIZE = 32;

/** A model whose middle is `ahead` in front of the camera, along its view axis. */
function model(label: number, ahead: number) {
  const position = CAMERA.origin.map(
    (value, k) => value + ahead * CAMERA.forward[k]!,
  ) as unknown as Vec;
  const rotation = drawRotation(stream(label, 'near'), true);
  return {
    mesh: modelCollection(1)(label, 0, 1),
    placement: { rotation, warp: [1, 1, 1] as Vec, position },
  };
}

describe('the near plane', () => {
  it('changes no triangle behind it', () => {
    const object = model(3, 1);
    expect(clipped(object)).toBe(object);
  });

  it('removes every triangle in front of it', () => {
    expect(clipped(model(3, -1)).mesh.triangles).toHaveLength(0);
  });

  it.each([
    [0, 0.2],
    [3, 0.15],
    [7, 0.05],
  ])('cuts a model of class %i at %d so that a ray caster sees the same', (label, ahead) => {
    const object = model(label, ahead);
    const { mesh, placement } = clipped(object);
    expect(mesh.surface).toHaveLength(mesh.triangles.length / 3);
    const samples = createSamples(SIZE);
    const projected = new Projected();
    project(mesh, viewMatrix(placement, CAMERA), CAMERA.focal, SIZE, projected);
    rasterise(mesh, projected, samples, 0);
    const world = worldTriangles(object.mesh, placement);
    let [compared, hits] = [0, 0];
    for (let cell = 0; cell < SIZE * SIZE; cell++) {
      const [x, y] = [
        (2 * (cell % SIZE) + 1) / SIZE - 1,
        1 - (2 * Math.floor(cell / SIZE) + 1) / SIZE,
      ];
      const { id, depth, margin } = castRay(world, x, y, NEAR);
      if (margin < 1e-4) continue;
      compared++;
      expect(samples.triangle[cell] !== 0).toBe(id !== 0);
      if (id === 0) continue;
      hits++;
      expect(Math.abs(1 / samples.inverse[cell]! - depth)).toBeLessThan(1e-4);
    }
    expect(compared).toBeGreaterThan(SIZE * SIZE * 0.9);
    expect(hits).toBeGreaterThan(50);
  });
});
