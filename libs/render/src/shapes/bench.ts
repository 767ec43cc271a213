import type { Stream } from '@nhat/random';
import type { MeshBuilder } from '../geometry';
import { box, hexahedron } from '../geometry';
import { fourLegs, legStyle } from './legs';
import { SIDES } from './shape';

interface Seat {
  /** Half depth, half width, height of the top, thickness. */
  depth: number;
  width: number;
  top: number;
  thick: number;
}

/** Park benches with slats and backs, and benches without a back, some of them as low as tables. */
export function bench(mesh: MeshBuilder, random: Stream): void {
  const seat = {
    depth: random.uniform(0.11, 0.21),
    width: random.uniform(0.42, 0.66),
    top: random.uniform(0.28, 0.46),
    thick: random.uniform(0.025, 0.06),
  };
  planks(mesh, random, seat);
  random.pick([posts, posts, slabs, trestles, frames])(mesh, random, seat);
  if (!random.chance(0.7)) return;
  const height = random.uniform(0.22, 0.42);
  const lean = random.uniform(0.02, 0.13);
  random.pick([rails, rails, spindles, panel])(mesh, random, seat, height, lean);
  if (random.chance(0.55)) armrests(mesh, random, seat);
}

function planks(mesh: MeshBuilder, random: Stream, { depth, width, top, thick }: Seat): void {
  const count = random.pick([1, 1, 2, 3, 4]);
  const pitch = (2 * depth) / count;
  const gap = count > 1 ? pitch * random.uniform(0.08, 0.16) : 0;
  for (let at = 0; at < count; at++) {
    const x = -depth + at * pitch;
    box(mesh, [x + gap, x + pitch - gap], [-width, width], [top - thick, top]);
  }
}

function posts(mesh: MeshBuilder, random: Stream, { depth, width, top, thick }: Seat): void {
  const reach = [depth, width * random.uniform(0.8, 1)] as const;
  const z = [0, top - thick] as const;
  fourLegs(mesh, { reach, z, thickness: random.uniform(0.018, 0.04), ...legStyle(random) });
}

/** A solid board under each end. */
function slabs(mesh: MeshBuilder, random: Stream, { depth, width, top, thick }: Seat): void {
  const [inset, half] = [width * random.uniform(0.7, 0.94), random.uniform(0.025, 0.06)];
  const taper = [random.uniform(0.65, 1), 1] as const;
  for (const side of SIDES) {
    const y = [side * inset - half, side * inset + half] as const;
    box(mesh, [-depth * 0.9, depth * 0.9], y, [0, top - thick], { taper });
  }
}

/** Crossed legs, as of a picnic bench. */
function trestles(mesh: MeshBuilder, random: Stream, { depth, width, top, thick }: Seat): void {
  const inset = width * random.uniform(0.6, 0.85);
  const halfThickness = random.uniform(0.018, 0.03);
  for (const side of SIDES) {
    for (const lean of SIDES) {
      const bar = (x: number, z: number) =>
        [
          [x - halfThickness * 1.4, side * inset - halfThickness, z],
          [x + halfThickness * 1.4, side * inset - halfThickness, z],
          [x + halfThickness * 1.4, side * inset + halfThickness, z],
          [x - halfThickness * 1.4, side * inset + halfThickness, z],
        ] as const;
      hexahedron(mesh, bar(lean * depth, 0), bar(-lean * depth * 0.55, top - thick));
    }
  }
}

/** A bent frame at each end, joined by a rail. */
function frames(mesh: MeshBuilder, random: Stream, { depth, width, top, thick }: Seat): void {
  const inset = width * random.uniform(0.8, 0.95);
  const bar = random.uniform(0.018, 0.03);
  for (const side of SIDES) {
    const y = [side * inset - bar, side * inset + bar] as const;
    box(mesh, [-depth, depth], y, [0, bar * 2]);
    for (const x of SIDES) {
      const middle = x * (depth - bar);
      box(mesh, [middle - bar, middle + bar], y, [0, top - thick]);
    }
  }
  box(mesh, [-bar, bar], [-inset, inset], [bar * 0.5, bar * 2]);
}

type Back = (mesh: MeshBuilder, random: Stream, seat: Seat, height: number, lean: number) => void;

const rails: Back = (mesh, random, seat, height, lean) => {
  const halfThickness = random.uniform(0.014, 0.028);
  const count = random.pick([1, 2, 3, 3]);
  const fill = random.uniform(0.5, 0.85);
  for (let at = 0; at < count; at++) {
    const [low, high] = [(at + 1 - fill) / count, (at + 1) / count];
    const x = -seat.depth - lean * low;
    box(
      mesh,
      [x - halfThickness, x + halfThickness],
      [-seat.width, seat.width],
      [seat.top + height * low, seat.top + height * high],
      {
        shift: [-lean * (high - low), 0],
      },
    );
  }
  uprights(mesh, seat, height, lean, halfThickness);
};

const panel: Back = (mesh, random, seat, height, lean) => {
  const halfThickness = random.uniform(0.014, 0.03);
  const x = -seat.depth;
  box(
    mesh,
    [x - halfThickness, x + halfThickness],
    [-seat.width, seat.width],
    [seat.top, seat.top + height],
    {
      shift: [-lean, 0],
    },
  );
};

const spindles: Back = (mesh, random, seat, height, lean) => {
  const count = 7 + random.integer(6);
  const x = -seat.depth;
  for (let at = 0; at < count; at++) {
    const y = seat.width * ((2 * at + 1) / count - 1);
    box(mesh, [x - 0.012, x + 0.012], [y - 0.014, y + 0.014], [seat.top, seat.top + height], {
      shift: [-lean, 0],
    });
  }
  const rail = x - lean;
  box(
    mesh,
    [rail - 0.02, rail + 0.02],
    [-seat.width, seat.width],
    [seat.top + height - 0.03, seat.top + height + 0.02],
  );
  uprights(mesh, seat, height, lean, 0.018);
};

function uprights(mesh: MeshBuilder, seat: Seat, height: number, lean: number, half: number): void {
  for (const side of SIDES) {
    const y = side * seat.width * 0.86;
    box(
      mesh,
      [-seat.depth - half * 1.2, -seat.depth + half * 1.2],
      [y - 0.02, y + 0.02],
      [seat.top - seat.thick, seat.top + height * 0.96],
      { shift: [-lean, 0] },
    );
  }
}

function armrests(mesh: MeshBuilder, random: Stream, seat: Seat): void {
  const height = seat.top + random.uniform(0.14, 0.2);
  for (const side of SIDES) {
    const y = side * (seat.width - 0.03);
    box(mesh, [-seat.depth - 0.02, seat.depth], [y - 0.025, y + 0.025], [height, height + 0.03]);
    box(
      mesh,
      [seat.depth - 0.05, seat.depth - 0.01],
      [y - 0.02, y + 0.02],
      [seat.top - 0.02, height],
    );
  }
}
