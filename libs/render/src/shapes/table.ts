import { cos, sin } from '@nhat/random';
import type { Stream } from '@nhat/random';
import type { MeshBuilder, Pair, Vec } from '../geometry';
import { box, frustum, hexahedron, lathe, oval, prism } from '../geometry';
import { fourLegs, legStyle } from './legs';
import { SIDES } from './shape';

interface Top {
  /** Half depth, half width, height, thickness. */
  depth: number;
  width: number;
  height: number;
  thick: number;
  round: boolean;
}

/** Dining, coffee, side and bistro tables and desks; some are as low and narrow as benches. */
export function table(mesh: MeshBuilder, random: Stream): void {
  const low = random.chance(0.3);
  const round = random.chance(0.3);
  const width = random.uniform(0.35, 0.65);
  const top = {
    width,
    depth: round
      ? width * random.pick([1, 1, random.uniform(0.65, 0.9)])
      : Math.min(width, random.uniform(0.24, 0.42)),
    height: low ? random.uniform(0.28, 0.42) : random.uniform(0.5, 0.75),
    thick: random.uniform(0.022, 0.06),
    round,
  };
  board(mesh, top);
  const supports = round
    ? [corners, pedestal, pedestal, crossedFeet]
    : [corners, corners, corners, ends, trestle, lowShelf, desk, pedestal];
  random.pick(supports)(mesh, random, top);
  if (!round && random.chance(0.35)) {
    const apron = top.height - top.thick - random.uniform(0.05, 0.12);
    box(
      mesh,
      [-top.depth * 0.88, top.depth * 0.88],
      [-width * 0.9, width * 0.9],
      [apron, top.height - top.thick],
    );
  }
}

function board(mesh: MeshBuilder, { depth, width, height, thick, round }: Top): void {
  if (!round) {
    box(mesh, [-depth, depth], [-width, width], [height - thick, height]);
    return;
  }
  const rim = oval(0, [depth, width], [0, 0], { points: 20 }).map(([, x, y]): Vec => [
    x,
    y,
    height - thick,
  ]);
  prism(mesh, rim, [0, 0, thick]);
}

type Support = (mesh: MeshBuilder, random: Stream, top: Top) => void;

const inside = ({ depth, width, round }: Top): Pair =>
  round ? [depth * 0.66, width * 0.66] : [depth * 0.97, width * 0.97];

const corners: Support = (mesh, random, top) => {
  const z: Pair = [0, top.height - top.thick];
  fourLegs(mesh, {
    reach: inside(top),
    z,
    thickness: random.uniform(0.016, 0.042),
    ...legStyle(random),
  });
};

const pedestal: Support = (mesh, random, top) => {
  const [column, foot] = [random.uniform(0.03, 0.07), top.depth * random.uniform(0.45, 0.7)];
  const under = top.height - top.thick;
  if (random.chance(0.5)) {
    lathe(
      mesh,
      [0, 0],
      [
        [foot, 0],
        [foot * 0.96, 0.025],
        [column, 0.06],
        [column, under - 0.05],
        [column * 1.8, under],
      ],
    );
    return;
  }
  frustum(mesh, [0, 0, 0.05], [0, 0, under], [column, column * 0.8], 10);
  const feet = 3 + random.integer(2);
  for (let at = 0; at < feet; at++) {
    const angle = ((at + 0.25) / feet) * 2 * Math.PI;
    frustum(
      mesh,
      [0, 0, 0.14],
      [cos(angle) * foot * 1.2, sin(angle) * foot * 1.2, 0.02],
      [0.032, 0.022],
      7,
    );
  }
};

const crossedFeet: Support = (mesh, random, top) => {
  const halfThickness = random.uniform(0.022, 0.035);
  const [x, y] = [top.depth * 0.7, top.width * 0.7];
  box(mesh, [-x, x], [-halfThickness, halfThickness], [0, halfThickness * 2]);
  box(mesh, [-halfThickness, halfThickness], [-y, y], [0, halfThickness * 2]);
  box(
    mesh,
    [-halfThickness * 1.3, halfThickness * 1.3],
    [-halfThickness * 1.3, halfThickness * 1.3],
    [0, top.height - top.thick],
  );
};

/** A solid board under each end. */
const ends: Support = (mesh, random, top) => {
  const halfThickness = random.uniform(0.018, 0.04);
  const y = top.width * random.uniform(0.75, 0.96);
  for (const side of SIDES) {
    box(
      mesh,
      [-top.depth * 0.9, top.depth * 0.9],
      [side * y - halfThickness, side * y + halfThickness],
      [0, top.height - top.thick],
    );
  }
};

/** A-frames joined by a bar. */
const trestle: Support = (mesh, random, top) => {
  const [half, y] = [random.uniform(0.02, 0.032), top.width * 0.78];
  const under = top.height - top.thick;
  for (const side of SIDES) {
    for (const front of SIDES) {
      const bar = (x: number, z: number): Vec[] => [
        [x - half, side * y - half, z],
        [x + half, side * y - half, z],
        [x + half, side * y + half, z],
        [x - half, side * y + half, z],
      ];
      hexahedron(
        mesh,
        bar(front * top.depth * 0.85, 0),
        bar(front * top.depth * random.uniform(0.1, 0.25), under),
      );
    }
  }
  box(mesh, [-half * 0.8, half * 0.8], [-y, y], [under * 0.5, under * 0.5 + half * 2]);
};

const lowShelf: Support = (mesh, random, top) => {
  const reach = inside(top);
  fourLegs(mesh, { reach, z: [0, top.height - top.thick], thickness: random.uniform(0.02, 0.035) });
  const z = top.height * random.uniform(0.15, 0.3);
  box(
    mesh,
    [-reach[0] * 0.96, reach[0] * 0.96],
    [-reach[1] * 0.97, reach[1] * 0.97],
    [z, z + 0.025],
  );
};

/** A block of drawers under one side, legs or a board under the other. */
const desk: Support = (mesh, random, top) => {
  const side = random.pick(SIDES);
  const under = top.height - top.thick;
  const inner = top.width * random.uniform(0.4, 0.55);
  const y: Pair = side > 0 ? [inner, top.width * 0.96] : [-top.width * 0.96, -inner];
  const depth = top.depth * 0.92;
  box(mesh, [-depth, depth], y, [0.02, under]);
  for (let at = 0; at < 3; at++) {
    const z: Pair = [0.04 + ((under - 0.04) * at) / 3, 0.02 + ((under - 0.04) * (at + 1)) / 3];
    box(mesh, [depth, depth + 0.02], [y[0] + 0.015, y[1] - 0.015], z);
  }
  const farBoard = -side * top.width * 0.93;
  box(mesh, [-depth, depth], [farBoard - 0.02, farBoard + 0.02], [0, under]);
};
