import { stream } from '@nhat/random';
import { cross, dot } from '../geometry/vector';
import { BACKGROUND_DEPTH, CAMERA } from './camera';
import { drawLight, keyPosition } from './light';

describe('camera', () => {
  it('looks 25.2° downward along (-0.905, 0, -0.426)', () => {
    expect(CAMERA.forward[0]).toBeCloseTo(-Math.sin(0.36 * Math.PI), 15);
    expect(CAMERA.forward[2]).toBeCloseTo(-Math.cos(0.36 * Math.PI), 15);
    expect(CAMERA.forward.map((value) => Number(value.toFixed(3)))).toEqual([-0.905, 0, -0.426]);
    expect(CAMERA.up.map((value) => Number(value.toFixed(3)))).toEqual([-0.426, 0, 0.905]);
    expect(dot(cross(CAMERA.right, CAMERA.up), CAMERA.forward)).toBeCloseTo(-1, 12);
  });

  it('has a field of view of 39.6° and shows 0.774 at the origin', () => {
    expect((2 * Math.atan(1 / CAMERA.focal) * 180) / Math.PI).toBeCloseTo(39.6, 1);
    const depth = -dot(CAMERA.origin, CAMERA.forward);
    expect(depth).toBeCloseTo(1.075, 3);
    expect((2 * depth) / CAMERA.focal).toBeCloseTo(0.774, 3);
  });

  it('has the background plane through (-3, 0, -1.2) at depth 4.30', () => {
    const [x, y, z] = CAMERA.origin;
    const depth = dot([-3 - x, 0 - y, -1.2 - z], CAMERA.forward);
    expect(depth).toBeCloseTo(BACKGROUND_DEPTH, 2);
  });
});

describe('key light', () => {
  it('stands at (0, -0.719, 1.316) when it is fixed', () => {
    drawLight(stream(4), false).forEach((value, at) =>
      expect(value).toBeCloseTo([0, -0.719, 1.316][at]!, 3),
    );
  });

  it('moves on its circle with the angle -0.5 + 2 N', () => {
    const random = stream(1, 'light');
    const lights = Array.from({ length: 4000 }, () => drawLight(random, true));
    for (const light of lights) expect(dot(light, light)).toBeCloseTo(2.25, 9);
    // E cos(m + s N) = cos(m) exp(-s²/2)
    const mean = lights.reduce((sum, light) => sum + light[2] / 1.5, 0) / lights.length;
    expect(mean).toBeCloseTo(Math.cos(-0.5) * Math.exp(-2), 1);
    expect(lights.some((light) => light[2] < -1.4)).toBe(true);
  });

  it('throws the shadow of the object below the picture, wherever it stands', () => {
    for (let angle = -Math.PI; angle < Math.PI; angle += 0.05) {
      const light = keyPosition(angle);
      const along: readonly [number, number, number] = [-light[0], -light[1], -light[2]];
      const speed = dot(along, CAMERA.forward);
      if (speed <= 0) continue;
      const start = -dot(CAMERA.origin, CAMERA.forward);
      const time = (BACKGROUND_DEPTH - start) / speed;
      const hit = [0, 1, 2].map((k) => along[k]! * time - CAMERA.origin[k]!) as [
        number,
        number,
        number,
      ];
      expect(Math.abs(dot(hit, CAMERA.up))).toBeGreaterThan(BACKGROUND_DEPTH / CAMERA.focal);
    }
  });
});
