import type { Stream } from '@nhat/random';
import type { Colour } from '../scene/colour';
import { fromHsv } from '../scene/colour';
import { toLinear, toSrgb } from '../raster/srgb';
import { clouds } from './noise';
import type { Pattern } from './pattern';
import { TILE_SIZE } from './pattern';

const floor = Math.floor;

/** Number of sizes: 128, 64, …, 1. */
export const TILE_LEVELS = 8;

/** A square picture that repeats, ready at every size: 8-bit sRGB packed as 0xBBGGRR, row by row. */
export type Tile = readonly Int32Array[];

/** Paints `pattern` with a random palette, shading and grain. */
export function paint(pattern: Pattern, random: Stream, encode: Uint8Array): Tile {
  const light = new Float32Array(TILE_SIZE * TILE_SIZE * 3);
  const palette = Float64Array.from(drawPalette(random).flat());
  const shading = clouds(random, 2 + random.integer(3), 2);
  const depth = random.uniform(0, 0.4);
  const grain = random.uniform(0, 0.14);
  const last = palette.length / 3 - 1;
  for (let row = 0, at = 0; row < TILE_SIZE; row++) {
    const v = (row + 0.5) / TILE_SIZE;
    for (let column = 0; column < TILE_SIZE; column++, at += 3) {
      const u = (column + 0.5) / TILE_SIZE;
      const position = pattern(u, v) * last;
      const stop = Math.min(last - 1, floor(position));
      const share = position - stop;
      const shade = 1 - depth * shading(u, v) - grain * random.next();
      for (let k = 0; k < 3; k++) {
        const from = palette[stop * 3 + k]!;
        light[at + k] = (from + (palette[stop * 3 + 3 + k]! - from) * share) * shade;
      }
    }
  }
  return shrinking(light, encode);
}

/** Two to four colours, linear: often related hues, never of the same lightness throughout. */
function drawPalette(random: Stream): Colour[] {
  const count = 2 + random.integer(3);
  const [hue, related] = [random.next(), random.chance(0.55)];
  const vivid = random.next() * random.uniform(0.5, 1);
  const start = random.uniform(0.35, 1);
  const step = random.uniform(0.25, 0.55) * (random.chance(0.5) ? 1 : -1);
  return Array.from({ length: count }, (_, at): Colour => {
    const value = fold(start + at * step);
    const hueShift = related ? 0.08 * random.normal() : random.next();
    const [red, green, blue] = fromHsv(hue + hueShift, vivid * random.uniform(0.5, 1.1), value);
    return [toLinear(red), toLinear(green), toLinear(blue)];
  });
}

/** Reflects a value back into [0.15, 1]. */
function fold(value: number): number {
  const t = (value - 0.15) / 0.85;
  return 0.15 + 0.85 * Math.abs(t - 2 * floor(t / 2 + 0.5));
}

const ENCODE = 4096;

/** 8-bit sRGB of linear light in steps of 1 / 4096. */
export const encodeTable = (): Uint8Array =>
  Uint8Array.from({ length: ENCODE + 1 }, (_, at) => Math.round(255 * toSrgb(at / ENCODE)));

/** The tile at each size; every smaller one averages 2 × 2 texels in linear light. */
function shrinking(full: Float32Array, encode: Uint8Array): Tile {
  const tile: Int32Array[] = [];
  let light = full;
  for (let side = TILE_SIZE; side >= 1; side /= 2) {
    tile.push(pack(light, encode));
    if (side > 1) light = halve(light, side);
  }
  return tile;
}

function pack(light: Float32Array, encode: Uint8Array): Int32Array {
  const texels = new Int32Array(light.length / 3);
  for (let at = 0, from = 0; at < texels.length; at++, from += 3) {
    const red = encode[(light[from]! * ENCODE + 0.5) | 0]!;
    const green = encode[(light[from + 1]! * ENCODE + 0.5) | 0]!;
    const blue = encode[(light[from + 2]! * ENCODE + 0.5) | 0]!;
    texels[at] = red | (green << 8) | (blue << 16);
  }
  return texels;
}

function halve(light: Float32Array, side: number): Float32Array {
  const halfSide = side / 2;
  const halved = new Float32Array(halfSide * halfSide * 3);
  for (let row = 0, at = 0; row < halfSide; row++) {
    for (let column = 0; column < halfSide; column++) {
      for (let k = 0; k < 3; k++, at++) {
        const from = (row * 2 * side + column * 2) * 3 + k;
        const below = from + side * 3;
        halved[at] = (light[from]! + light[from + 3]! + light[below]! + light[below + 3]!) / 4;
      }
    }
  }
  return halved;
}
