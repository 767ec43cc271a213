import type { Mesh, Vec } from '../geometry';
import { CAMERA } from '../scene/camera';
import { AMBIENT, FILL_POWER, KEY_POWER, KEY_RADIUS } from '../scene/light';
import type { Material } from '../scene/scene';
import type { Tile } from '../textures';
import { TILE_SIZE } from '../textures';
import type { Placement, Projected } from './projection';
import type { Shadow } from './shadow';
import { sampleTexture, tileLevel } from './tile-sampler';

const { max, min, sqrt } = Math;

interface Painted {
  mesh: Mesh;
  placement: Placement;
  material: Material;
  tile: Tile | null;
}

/** From here on the shadow map counts in full; below, less and less, and not at all at 0. */
const MAP_COSINE = 0.35;

/**
 * Share of a light of angular size `sine` that a surface receives when its normal makes `cosine` with the light's
 * middle: the cosine while the whole light is above the surface's horizon, then a parabola to 0 where it has set.
 */
export function softCosine(cosine: number, sine: number): number {
  if (cosine >= sine) return cosine;
  if (cosine <= -sine) return 0;
  return ((cosine + sine) * (cosine + sine)) / (4 * sine);
}

/** Light that a point of an object, on its triangle `triangle` under the sample place (sx, sy), sends to the camera. */
export function shade(
  { mesh, placement, material, tile }: Painted,
  projected: Projected,
  triangle: number,
  sx: number,
  sy: number,
  samples: number,
  samplesPerPixel: number,
  key: Vec,
  shadow: Shadow,
  table: Float32Array,
  out: Float64Array,
): void {
  const { positions, normals, triangles } = mesh;
  const { x, y, inverse } = projected;
  const { rotation, warp } = placement;
  const a = triangles[triangle * 3]!;
  const b = triangles[triangle * 3 + 1]!;
  const c = triangles[triangle * 3 + 2]!;
  const xa = x[a]!;
  const ya = y[a]!;
  const area = (x[b]! - xa) * (y[c]! - ya) - (x[c]! - xa) * (y[b]! - ya);
  const shareB = ((sx - xa) * (y[c]! - ya) - (x[c]! - xa) * (sy - ya)) / area;
  const shareC = ((x[b]! - xa) * (sy - ya) - (sx - xa) * (y[b]! - ya)) / area;
  let wa = (1 - shareB - shareC) * inverse[a]!;
  let wb = shareB * inverse[b]!;
  let wc = shareC * inverse[c]!;
  const depth = 1 / (wa + wb + wc);
  wa *= depth;
  wb *= depth;
  wc *= depth;
  // The normal in model axes, unwarped, then in the world.
  const mx = (wa * normals[a * 3]! + wb * normals[b * 3]! + wc * normals[c * 3]!) / warp[0];
  const my =
    (wa * normals[a * 3 + 1]! + wb * normals[b * 3 + 1]! + wc * normals[c * 3 + 1]!) / warp[1];
  const mz =
    (wa * normals[a * 3 + 2]! + wb * normals[b * 3 + 2]! + wc * normals[c * 3 + 2]!) / warp[2];
  const scale = 1 / sqrt(mx * mx + my * my + mz * mz);
  const nx = scale * (rotation[0]! * mx + rotation[1]! * my + rotation[2]! * mz);
  const ny = scale * (rotation[3]! * mx + rotation[4]! * my + rotation[5]! * mz);
  const nz = scale * (rotation[6]! * mx + rotation[7]! * my + rotation[8]! * mz);
  // The point in the world.
  const { origin, up, forward, focal } = CAMERA;
  const right = ((2 * sx) / samples - 1) * (depth / focal);
  const rise = (1 - (2 * sy) / samples) * (depth / focal);
  const px = origin[0] + depth * forward[0] + rise * up[0];
  const py = right;
  const pz = origin[2] + depth * forward[2] + rise * up[2];
  // Key light.
  const lx = key[0] - px;
  const ly = key[1] - py;
  const lz = key[2] - pz;
  const square = lx * lx + ly * ly + lz * lz;
  const near = 1 / sqrt(square);
  const cosine = (nx * lx + ny * ly + nz * lz) * near;
  const facing = softCosine(cosine, min(0.95, KEY_RADIUS * near));
  let strength = FILL_POWER * max(0, nz) + AMBIENT;
  if (facing > 0) {
    // The shadow map contains only the light's middle, so it has no information about sides turned away from that.
    const known = min(1, cosine / MAP_COSINE);
    const seen = known > 0 ? 1 - known * (1 - shadow.visible(px, py, pz, nx, ny, nz)) : 1;
    strength += (KEY_POWER / square) * facing * seen;
  }
  const { colour, mix, texture } = material;
  if (tile === null || texture === null) {
    out[0] = colour[0] * strength;
    out[1] = colour[1] * strength;
    out[2] = colour[2] * strength;
    return;
  }
  const axis = mesh.axis[triangle]!;
  const first = axis === 0 ? 1 : 0;
  const second = axis === 2 ? 1 : 2;
  const u =
    wa * positions[a * 3 + first]! +
    wb * positions[b * 3 + first]! +
    wc * positions[c * 3 + first]!;
  const v =
    wa * positions[a * 3 + second]! +
    wb * positions[b * 3 + second]! +
    wc * positions[c * 3 + second]!;
  const slant = -(nx * (px - origin[0]) + ny * py + nz * (pz - origin[2])) / depth;
  const pixel = ((2 * depth) / focal / samples) * samplesPerPixel;
  const texels = (texture.repeats * TILE_SIZE * pixel) / sqrt(max(0.1, slant));
  sampleTexture(texture, tile, tileLevel(texels), u, v, table, out);
  out[0] = (mix * colour[0] + (1 - mix) * out[0]!) * strength;
  out[1] = (mix * colour[1] + (1 - mix) * out[1]!) * strength;
  out[2] = (mix * colour[2] + (1 - mix) * out[2]!) * strength;
}
