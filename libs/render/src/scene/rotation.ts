import { acos, atan2, cos, sin } from '@nhat/random';
import type { Stream } from '@nhat/random';

/** 3×3, row-major: world = R × model. */
export type Rotation = Float64Array;

/** Euler angles of every object before the viewpoint varies: models are y-up, the world z-up; yaw −30°. */
const BASE = [Math.PI / 2, 0, -Math.PI / 6] as const;

/** Standard deviation of each Euler angle when the viewpoint varies, in rad (paper code). */
const VIEWPOINT_SPREAD = 0.5;

/** Blender's Euler order XYZ: R = Rz(c) Ry(b) Rx(a). */
export function fromEuler(a: number, b: number, c: number): Rotation {
  const [ca, sa, cb, sb, cc, sc] = [cos(a), sin(a), cos(b), sin(b), cos(c), sin(c)];
  return Float64Array.of(
    cc * cb,
    cc * sb * sa - sc * ca,
    cc * sb * ca + sc * sa,
    sc * cb,
    sc * sb * sa + cc * ca,
    sc * sb * ca - cc * sa,
    -sb,
    cb * sa,
    cb * ca,
  );
}

/** The same three draws whether the viewpoint varies or not. */
export function drawRotation(random: Stream, varies: boolean): Rotation {
  const spread = varies ? VIEWPOINT_SPREAD : 0;
  const [a, b, c] = BASE.map((angle) => angle + spread * random.normal());
  return fromEuler(a!, b!, c!);
}

/**
 * The five pose classes of the paper's code: 0 upright (the model's up axis within 22.5° of the world's), else where
 * it tilts: 1 to image left, 2 away from the camera, 3 to image right, 4 towards the camera.
 * With the viewpoint fixed every image is 0; else 0.267, 0.190, 0.177, 0.189, 0.177 of them.
 */
export function poseClass(rotation: ArrayLike<number>): number {
  const [x, y, z] = [rotation[1]!, rotation[4]!, rotation[7]!];
  if (acos(z) < Math.PI / 8) return 0;
  const direction = atan2(x, y);
  if (Math.abs(direction) >= 0.75 * Math.PI) return 1;
  if (direction < -0.25 * Math.PI) return 2;
  return direction < 0.25 * Math.PI ? 3 : 4;
}
