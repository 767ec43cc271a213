/**
 * Where the pixels of an image come from: pixel (x, y) of the result is the image at (left + across · x, top + down · y), in
 * pixels, and zero where that lies outside. A negative step mirrors an axis; a step other than ±1 scales it.
 */
export interface Placement {
  left: number;
  across: number;
  top: number;
  down: number;
}

/** Where moved pixels go: `channels` values each, from element `at` of `into` on. */
export interface Target {
  into: Float32Array;
  at: number;
  channels: number;
}
