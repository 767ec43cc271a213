import { stream } from '@nhat/random';
import { blotches, camouflage, granite, marble, veins, wood } from './organic';
import type { Family } from './pattern';
import { crackle, dots, pebbles, terrazzo } from './scattered';
import type { Tile } from './tile';
import { encodeTable, paint } from './tile';
import { bricks, checks, honeycomb, scales } from './tiled';
import { plaid, ripples, stripes, weave, zigzag } from './woven';

export { TILE_SIZE } from './pattern';
export { TILE_LEVELS } from './tile';
export type { Tile } from './tile';

/** The families of procedural texture. */
export const FAMILIES: Readonly<Record<string, Family>> = {
  blotches,
  bricks,
  camouflage,
  checks,
  crackle,
  dots,
  granite,
  honeycomb,
  marble,
  pebbles,
  plaid,
  ripples,
  scales,
  stripes,
  terrazzo,
  veins,
  weave,
  wood,
  zigzag,
};

/** Different tiles per dataset seed, the same number of each family. */
export const TEXTURE_COUNT = 494;

/** The tiles of a dataset seed, each painted when first asked for. */
export function tileCollection(seed: number): (tile: number) => Tile {
  const families = Object.entries(FAMILIES);
  const painted: Tile[] = [];
  const encode = encodeTable();
  return (tile) => {
    const [name, family] = families[tile % families.length]!;
    const random = stream(seed, 'tile', name, tile);
    return (painted[tile] ??= paint(family(random.fork('pattern')), random.fork('paint'), encode));
  };
}
