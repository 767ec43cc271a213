import type { Vec } from '../geometry';
import { BACKGROUND_DEPTH, CAMERA } from '../scene/camera';
import { AMBIENT, FILL_POWER, KEY_POWER, keyPosition } from '../scene/light';
import type { Material } from '../scene/scene';
import type { Tile } from '../textures';
import { TILE_SIZE } from '../textures';
import { sampleTexture, tileLevel } from './tile-sampler';

const sqrt = Math.sqrt;

/** The plane faces the camera: its normal is against the view axis. */
const FILL = FILL_POWER * -CAMERA.forward[2];

/** The key light as the plane sees it: place in the plane's own right and up from the view axis, and distance. */
function seenFromPlane(light: Vec): { right: number; up: number; distance: number } {
  const { origin, up, forward } = CAMERA;
  const [x, y, z] = [light[0] - origin[0], light[1] - origin[1], light[2] - origin[2]];
  return {
    right: y,
    up: x * up[0] + y * up[1] + z * up[2],
    distance: BACKGROUND_DEPTH - (x * forward[0] + y * forward[1] + z * forward[2]),
  };
}

/** Light that a white plane sends to the camera from (right, up): key by cos / d², fill and ambient. */
function plainLight(key: ReturnType<typeof seenFromPlane>, right: number, up: number): number {
  const dx = right - key.right;
  const dy = up - key.up;
  const square = dx * dx + dy * dy + key.distance * key.distance;
  return (KEY_POWER * key.distance) / (square * sqrt(square)) + FILL + AMBIENT;
}

/** An unlit plane shines everywhere as a lit one does in the middle under the fixed light. */
const FLAT_ANGLE = -0.5;

/**
 * Adds the background plane to `light` (`[size, size, 3]`, linear) where `share` (`[size, size]`, 0 … 1) of a pixel
 * shows it. The object casts no shadow on it: the key light, its radius included, throws it below the picture.
 */
export function paintBackground(
  { colour, mix, texture }: Material,
  tile: Tile | null,
  key: Vec,
  lit: boolean,
  {
    size,
    share,
    light,
    table,
  }: { size: number; share: Float32Array; light: Float32Array; table: Float32Array },
): void {
  const seen = seenFromPlane(lit ? key : keyPosition(FLAT_ANGLE));
  const flat = plainLight(seen, 0, 0);
  const reach = BACKGROUND_DEPTH / CAMERA.focal;
  const pixel = (2 * reach) / size;
  const level = texture === null ? 0 : tileLevel(texture.repeats * pixel * TILE_SIZE);
  const texel = new Float64Array(3);
  let [red, green, blue] = colour;
  for (let row = 0, at = 0; row < size; row++) {
    const up = reach - (row + 0.5) * pixel;
    for (let column = 0; column < size; column++, at++) {
      const part = share[at]!;
      if (part === 0) continue;
      const right = (column + 0.5) * pixel - reach;
      if (tile !== null && texture !== null) {
        sampleTexture(texture, tile, level, right, up, table, texel);
        red = mix * colour[0] + (1 - mix) * texel[0]!;
        green = mix * colour[1] + (1 - mix) * texel[1]!;
        blue = mix * colour[2] + (1 - mix) * texel[2]!;
      }
      const strength = part * (lit ? plainLight(seen, right, up) : flat);
      light[at * 3]! += red * strength;
      light[at * 3 + 1]! += green * strength;
      light[at * 3 + 2]! += blue * strength;
    }
  }
}
