import type { Texture } from '../scene/scene';
import type { Tile } from '../textures';
import { TILE_LEVELS, TILE_SIZE } from '../textures';

/** The size to look up when one pixel spans `texels` of the full-size tile: about one texel a pixel. */
export function tileLevel(texels: number): number {
  let level = 0;
  for (let span = texels; span > Math.SQRT2 && level < TILE_LEVELS - 1; span /= 2) level++;
  return level;
}

/** Cosine and sine of 0 to 3 quarter turns. */
const COSINES = Float64Array.of(1, 0, -1, 0);
const SINES = Float64Array.of(0, 1, 0, -1);

/**
 * Linear light of a textured plane at (x, y), in units of length, into `out`: the tile is turned about the plane's
 * origin, repeated and moved as `texture` says.
 */
export function sampleTexture(
  { repeats, offset, turn }: Texture,
  tile: Tile,
  level: number,
  x: number,
  y: number,
  table: Float32Array,
  out: Float64Array,
): void {
  const cosine = COSINES[turn]! * repeats;
  const sine = SINES[turn]! * repeats;
  const u = cosine * x - sine * y + offset[0];
  const v = sine * x + cosine * y + offset[1];
  sampleTile(tile, level, u, v, table, out);
}

/**
 * Linear light of a tile at (u, v), in tiles, into `out`; bilinear between texels of one level. `table` is
 * `linearTable()`. The four texels are mixed in 8-bit fixed point, two channels in one integer.
 */
export function sampleTile(
  tile: Tile,
  level: number,
  u: number,
  v: number,
  table: Float32Array,
  out: Float64Array,
): void {
  const texels = tile[level]!;
  const side = TILE_SIZE >> level;
  const mask = side - 1;
  const x = Math.floor(u * (side << 8)) - 128;
  const y = Math.floor(v * (side << 8)) - 128;
  const fx = x & 255;
  const fy = y & 255;
  const left = (x >> 8) & mask;
  const right = (left + 1) & mask;
  const above = ((y >> 8) & mask) * side;
  const below = (((y >> 8) + 1) & mask) * side;
  const a = texels[above + left]!;
  const b = texels[above + right]!;
  const c = texels[below + left]!;
  const d = texels[below + right]!;
  const wd = (fx * fy) >> 8;
  const wb = fx - wd;
  const wc = fy - wd;
  const wa = 256 - fx - wc;
  const redBlue =
    Math.imul(a & 0xff00ff, wa) +
    Math.imul(b & 0xff00ff, wb) +
    Math.imul(c & 0xff00ff, wc) +
    Math.imul(d & 0xff00ff, wd);
  const green =
    ((a >> 8) & 255) * wa + ((b >> 8) & 255) * wb + ((c >> 8) & 255) * wc + ((d >> 8) & 255) * wd;
  out[0] = table[(redBlue & 0xffff) >> 4]!;
  out[1] = table[green >> 4]!;
  out[2] = table[(redBlue >>> 20) & 0xfff]!;
}
