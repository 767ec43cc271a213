import type { Vec } from '../geometry';

/**
 * Where something is looked at from: the camera, or the light for shadows. A point p appears at
 * `focal · (p − origin)·right / (p − origin)·forward`, −1 … 1 from left to right, likewise upwards.
 */
export interface View {
  origin: Vec;
  right: Vec;
  up: Vec;
  forward: Vec;
  focal: number;
}

/** sin and cos of the camera's pitch 0.36 π. */
const [SIN, COS] = [0.9048270524660195, 0.42577929156507266];

/**
 * The paper's camera: at (1, 0, 0.4), Euler XYZ (0.36 π, 0, π/2), a 50 mm lens on a 36 mm sensor, so 39.6° and
 * `focal` 50/18. World: x towards the camera, y to image right, z up.
 */
export const CAMERA: View = {
  origin: [1, 0, 0.4],
  right: [0, 1, 0],
  up: [-COS, 0, SIN],
  forward: [-SIN, 0, -COS],
  focal: 50 / 18,
};

/** Distance along the view axis of the background plane, which is parallel to the image. */
export const BACKGROUND_DEPTH = 4.3;
