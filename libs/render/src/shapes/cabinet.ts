import type { Stream } from '@nhat/random';
import type { MeshBuilder, Pair } from '../geometry';
import { box, frustum } from '../geometry';
import { fourLegs, legStyle } from './legs';

interface Carcass {
  /** Half depth, half width. */
  depth: number;
  width: number;
  z: Pair;
}

/** Wardrobes, chests of drawers, sideboards, bedside tables and open shelves. */
export function cabinet(mesh: MeshBuilder, random: Stream): void {
  const kind = random.pick(['wardrobe', 'chest', 'sideboard', 'bedside', 'shelves'] as const);
  const [width, height] = size(random, kind);
  const stand = random.chance(kind === 'wardrobe' ? 0.25 : 0.5) ? random.uniform(0.05, 0.17) : 0;
  const carcass = { depth: random.uniform(0.15, 0.25), width, z: [stand, stand + height] as const };
  base(mesh, random, carcass);
  if (kind === 'shelves') {
    shelves(mesh, random, carcass);
  } else {
    box(mesh, [-carcass.depth, carcass.depth], [-width, width], carcass.z);
    fronts(mesh, random, carcass, columnsAndRows(random, kind));
  }
  if (random.chance(0.55)) {
    const over = random.uniform(0.01, 0.04);
    const top = carcass.z[1];
    box(
      mesh,
      [-carcass.depth, carcass.depth + over + 0.02],
      [-width - over, width + over],
      [top, top + random.uniform(0.02, 0.045)],
    );
  }
}

type Kind = 'wardrobe' | 'chest' | 'sideboard' | 'bedside' | 'shelves';

/** Half width and height. */
function size(random: Stream, kind: Kind): Pair {
  switch (kind) {
    case 'wardrobe':
      return [random.uniform(0.2, 0.36), random.uniform(0.85, 1.25)];
    case 'chest':
      return [random.uniform(0.26, 0.42), random.uniform(0.5, 0.9)];
    case 'sideboard':
      return [random.uniform(0.42, 0.62), random.uniform(0.32, 0.56)];
    case 'bedside':
      return [random.uniform(0.2, 0.28), random.uniform(0.36, 0.55)];
    case 'shelves':
      return [random.uniform(0.22, 0.5), random.uniform(0.55, 1.15)];
  }
}

function columnsAndRows(random: Stream, kind: Kind): Pair {
  switch (kind) {
    case 'wardrobe':
      return [1 + random.integer(3), random.pick([1, 1, 2])];
    case 'chest':
      return [random.pick([1, 1, 2]), 3 + random.integer(3)];
    case 'sideboard':
      return [2 + random.integer(3), random.pick([1, 1, 2, 3])];
    default:
      return [1, 1 + random.integer(3)];
  }
}

function base(mesh: MeshBuilder, random: Stream, { depth, width, z }: Carcass): void {
  if (z[0] === 0) return;
  if (random.chance(0.25)) {
    box(mesh, [-depth * 0.9, depth * 0.85], [-width * 0.92, width * 0.92], [0, z[0]]);
    return;
  }
  const thickness = random.uniform(0.018, 0.035);
  const { taper, round } = { taper: 1, round: false, ...legStyle(random) };
  fourLegs(mesh, { reach: [depth, width], z: [0, z[0]], thickness, taper, round });
}

/** Doors or drawers as raised panels with handles; a panel taller than wide is a door. */
function fronts(
  mesh: MeshBuilder,
  random: Stream,
  { depth, width, z }: Carcass,
  [columns, rows]: Pair,
): void {
  const gap = random.uniform(0.012, 0.024);
  const raised = depth + random.uniform(0.018, 0.035);
  const knobs = random.chance(0.45);
  const mixed = rows === 1 && random.chance(0.4);
  const edges = mixed ? [0, 0.7, 1] : Array.from({ length: rows + 1 }, (_, at) => at / rows);
  for (let column = 0; column < columns; column++) {
    const y = cell(column / columns, (column + 1) / columns, [-width, width], gap);
    for (let row = 0; row + 1 < edges.length; row++) {
      const panel = cell(edges[row]!, edges[row + 1]!, z, gap);
      box(mesh, [depth, raised], y, panel);
      handle(mesh, raised, y, panel, knobs, column % 2 === 1);
    }
  }
}

function cell(low: number, high: number, [from, to]: Pair, gap: number): Pair {
  return [from + (to - from) * low + gap, from + (to - from) * high - gap];
}

function handle(
  mesh: MeshBuilder,
  x: number,
  y: Pair,
  z: Pair,
  knob: boolean,
  hingedLeft: boolean,
): void {
  const door = z[1] - z[0] > (y[1] - y[0]) * 0.9;
  const middleZ = (z[0] + z[1]) / 2;
  const handleY = door ? (hingedLeft ? y[0] + 0.05 : y[1] - 0.05) : (y[0] + y[1]) / 2;
  if (knob) {
    frustum(mesh, [x, handleY, middleZ], [x + 0.04, handleY, middleZ], [0.014, 0.024], 7);
  } else if (door) {
    box(mesh, [x, x + 0.035], [handleY - 0.014, handleY + 0.014], [middleZ - 0.08, middleZ + 0.08]);
  } else {
    const reach = Math.min(0.09, (y[1] - y[0]) * 0.3);
    box(
      mesh,
      [x, x + 0.035],
      [handleY - reach, handleY + reach],
      [middleZ - 0.013, middleZ + 0.013],
    );
  }
}

/** A case without doors: back, sides, boards and perhaps uprights. */
function shelves(mesh: MeshBuilder, random: Stream, { depth, width, z }: Carcass): void {
  const board = random.uniform(0.012, 0.024);
  box(mesh, [-depth, -depth + board], [-width, width], z);
  const uprights = 1 + random.integer(2) + 1;
  for (let at = 0; at < uprights; at++) {
    const y = -width + board + ((2 * width - 2 * board) * at) / (uprights - 1);
    box(mesh, [-depth, depth], [y - board, y + board], z);
  }
  const boards = 3 + random.integer(4);
  for (let at = 0; at < boards; at++) {
    const middle = z[0] + board + ((z[1] - z[0] - 2 * board) * at) / (boards - 1);
    box(mesh, [-depth, depth * 0.98], [-width, width], [middle - board, middle + board]);
  }
  if (random.chance(0.4)) {
    const top = z[0] + ((z[1] - z[0]) * (1 + random.integer(2))) / (boards - 1);
    fronts(mesh, random, { depth: depth * 0.98, width, z: [z[0], top] }, [uprights - 1, 1]);
    box(mesh, [-depth, depth * 0.98], [-width, width], [z[0], top]);
  }
}
