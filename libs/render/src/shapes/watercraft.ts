import type { Stream } from '@nhat/random';
import type { MeshBuilder, Pair, Vec } from '../geometry';
import { box, frustum, loft, prism } from '../geometry';
import { SIDES } from './shape';

interface Hull {
  /** Half beam, height of the deck amidships, extra height at the bow. */
  beam: number;
  deck: number;
  sheer: number;
}

/** Sailing boats, motor yachts, cargo ships, tugs, warships, speedboats and rowing boats; 1 long. */
export function watercraft(mesh: MeshBuilder, random: Stream): void {
  random.pick([
    sailingBoat,
    sailingBoat,
    yacht,
    yacht,
    cargoShip,
    tug,
    warship,
    speedboat,
    rowingBoat,
  ])(mesh, random);
}

/** The hull along x from −0.5 (stern) to 0.52 (bow); `stern` is the width of the transom, 0 for a double-ender. */
function hull(mesh: MeshBuilder, { beam, deck, sheer }: Hull, stern: number): void {
  const section = (x: number, wide: number, draught: number, rise: number): Vec[] => {
    const [half, rail, keel] = [beam * wide, deck + rise, deck * (1 - draught)];
    return [
      [x, -half, rail],
      [x, -half * 0.82, keel + (rail - keel) * 0.36],
      [x, -half * 0.25, keel],
      [x, half * 0.25, keel],
      [x, half * 0.82, keel + (rail - keel) * 0.36],
      [x, half, rail],
    ];
  };
  loft(
    mesh,
    [
      section(0.52, 0.03, 0.1, sheer * 1.15),
      section(0.38, 0.5, 0.75, sheer * 0.65),
      section(0.15, 0.93, 1, sheer * 0.15),
      section(-0.2, 1, 1, 0),
      section(-0.42, 0.45 + 0.5 * stern, 0.95, sheer * 0.2 * (1 - stern)),
      section(-0.5, Math.max(0.04, stern), 0.5 + 0.4 * stern, sheer * 0.6 * (1 - stern)),
    ],
    { smooth: false },
  );
}

const drawHull = (random: Stream, beam: Pair, deck: Pair, sheer: Pair): Hull => ({
  beam: random.uniform(...beam),
  deck: random.uniform(...deck),
  sheer: random.uniform(...sheer),
});

function sailingBoat(mesh: MeshBuilder, random: Stream): void {
  const shape = drawHull(random, [0.09, 0.15], [0.09, 0.14], [0.02, 0.06]);
  const { beam, deck, sheer } = shape;
  hull(mesh, shape, random.uniform(0.4, 0.9));
  const masts = random.chance(0.25) ? [0.16, -0.2] : [random.uniform(0, 0.12)];
  masts.forEach((x, at) => {
    const height = random.uniform(0.65, 1) * (at === 0 ? 1 : 0.8);
    frustum(mesh, [x, 0, deck], [x, 0, deck + height], [0.014, 0.009], 6);
    frustum(mesh, [x, 0, deck + 0.09], [x - 0.34, 0, deck + 0.09], [0.01, 0.01], 6);
    const sail: Vec[] = [
      [x - 0.012, -0.006, deck + 0.1],
      [x - random.uniform(0.28, 0.36), -0.006, deck + 0.1],
      [x - 0.1, -0.006, deck + height * 0.55],
      [x - 0.012, -0.006, deck + height * 0.97],
    ];
    prism(mesh, sail, [0, 0.012, 0]);
    if (at > 0 || !random.chance(0.75)) return;
    const peak = deck + height * random.uniform(0.75, 0.95);
    prism(
      mesh,
      [
        [x + 0.03, -0.005, peak],
        [0.5, -0.005, deck + sheer],
        [x + 0.05, -0.005, deck + 0.08],
      ],
      [0, 0.01, 0],
    );
  });
  box(mesh, [-0.22, 0.08], [-beam * 0.5, beam * 0.5], [deck - 0.01, deck + 0.05], {
    taper: [0.85, 0.8],
  });
}

/** Decks that get smaller upward. */
function yacht(mesh: MeshBuilder, random: Stream): void {
  const shape = drawHull(random, [0.1, 0.17], [0.1, 0.16], [0.03, 0.08]);
  hull(mesh, shape, random.uniform(0.75, 0.95));
  const decks = 1 + random.integer(3);
  let [rear, front, half, z] = [
    random.uniform(-0.42, -0.3),
    random.uniform(0.08, 0.24),
    shape.beam * 0.8,
    shape.deck,
  ];
  for (let at = 0; at < decks; at++) {
    const height = random.uniform(0.055, 0.085);
    box(mesh, [rear, front], [-half, half], [z, z + height], {
      taper: [0.86, 0.9],
      shift: [-0.03, 0],
    });
    z += height;
    half *= 0.82;
    rear += random.uniform(0.01, 0.05);
    front -= random.uniform(0.08, 0.13);
  }
  if (random.chance(0.7)) {
    const x = (rear + front) / 2;
    frustum(mesh, [x, 0, z], [x - 0.03, 0, z + random.uniform(0.08, 0.2)], [0.012, 0.008], 6);
    if (random.chance(0.5)) box(mesh, [x - 0.03, x], [-half, half], [z + 0.05, z + 0.065]);
  }
  rails(mesh, shape);
}

function rails(mesh: MeshBuilder, { beam, deck, sheer }: Hull): void {
  for (const side of SIDES) {
    frustum(
      mesh,
      [0.5, 0, deck + sheer + 0.06],
      [0.24, side * beam * 0.75, deck + 0.07],
      [0.006, 0.006],
      5,
    );
    frustum(
      mesh,
      [0.24, side * beam * 0.75, deck],
      [0.24, side * beam * 0.75, deck + 0.07],
      [0.006, 0.006],
      5,
    );
  }
}

function cargoShip(mesh: MeshBuilder, random: Stream): void {
  const shape = drawHull(random, [0.08, 0.12], [0.1, 0.15], [0.02, 0.05]);
  const { beam, deck } = shape;
  hull(mesh, shape, random.uniform(0.8, 0.95));
  const bays = 3 + random.integer(3);
  const pitch = 0.6 / bays;
  for (let at = 0; at < bays; at++) {
    const x = 0.3 - at * pitch;
    box(
      mesh,
      [x - pitch * 0.86, x],
      [-beam * 0.85, beam * 0.85],
      [deck, deck + random.uniform(0.03, 0.12)],
    );
  }
  const bridge = random.uniform(0.16, 0.26);
  box(mesh, [-0.45, -0.34], [-beam * 0.85, beam * 0.85], [deck, deck + bridge]);
  box(mesh, [-0.44, -0.36], [-beam * 1.1, beam * 1.1], [deck + bridge - 0.04, deck + bridge]);
  frustum(mesh, [-0.42, 0, deck + bridge], [-0.42, 0, deck + bridge + 0.09], [0.03, 0.024], 9);
  if (random.chance(0.5)) frustum(mesh, [0.38, 0, deck], [0.38, 0, deck + 0.2], [0.01, 0.007], 6);
}

function tug(mesh: MeshBuilder, random: Stream): void {
  const shape = drawHull(random, [0.15, 0.2], [0.15, 0.2], [0.08, 0.14]);
  const { beam, deck } = shape;
  hull(mesh, shape, random.uniform(0.6, 0.85));
  const tall = random.uniform(0.12, 0.18);
  box(mesh, [-0.2, 0.18], [-beam * 0.62, beam * 0.62], [deck, deck + 0.1]);
  box(mesh, [-0.02, 0.15], [-beam * 0.5, beam * 0.5], [deck + 0.1, deck + 0.1 + tall], {
    taper: [0.9, 0.94],
  });
  frustum(mesh, [-0.12, 0, deck + 0.1], [-0.13, 0, deck + 0.1 + tall * 1.25], [0.045, 0.04], 10);
  frustum(mesh, [0.04, 0, deck + 0.1 + tall], [0.04, 0, deck + 0.32 + tall], [0.011, 0.007], 6);
  box(mesh, [-0.42, -0.36], [-0.03, 0.03], [deck, deck + 0.06]);
}

function warship(mesh: MeshBuilder, random: Stream): void {
  const shape = drawHull(random, [0.06, 0.085], [0.08, 0.11], [0.03, 0.06]);
  const { beam, deck } = shape;
  hull(mesh, shape, 0.9);
  box(mesh, [-0.14, 0.12], [-beam * 0.75, beam * 0.75], [deck, deck + 0.07], {
    taper: [0.92, 0.85],
  });
  box(mesh, [-0.02, 0.09], [-beam * 0.55, beam * 0.55], [deck + 0.07, deck + 0.15], {
    taper: [0.85, 0.85],
  });
  frustum(
    mesh,
    [0, 0, deck + 0.15],
    [-0.01, 0, deck + random.uniform(0.26, 0.36)],
    [0.016, 0.006],
    6,
  );
  for (const x of random.chance(0.5) ? [-0.09] : [-0.06, -0.13]) {
    frustum(mesh, [x, 0, deck + 0.06], [x - 0.015, 0, deck + 0.15], [0.028, 0.022], 8);
  }
  for (const [x, aim] of [
    [0.24, 1],
    [-0.28, -1],
  ] as const) {
    box(mesh, [x - 0.04, x + 0.04], [-0.035, 0.035], [deck, deck + 0.045], { taper: [0.7, 0.8] });
    frustum(mesh, [x, 0, deck + 0.03], [x + aim * 0.12, 0, deck + 0.045], [0.01, 0.007], 6);
  }
}

function speedboat(mesh: MeshBuilder, random: Stream): void {
  const shape = drawHull(random, [0.14, 0.19], [0.1, 0.14], [0.02, 0.05]);
  const { beam, deck } = shape;
  hull(mesh, shape, random.uniform(0.85, 0.98));
  const x = random.uniform(0, 0.1);
  box(
    mesh,
    [x - 0.02, x + 0.1],
    [-beam * 0.72, beam * 0.72],
    [deck, deck + random.uniform(0.07, 0.12)],
    {
      taper: [0.3, 0.85],
      shift: [-0.05, 0],
    },
  );
  for (const side of SIDES) {
    box(
      mesh,
      [-0.2, -0.14],
      [side * beam * 0.4 - 0.04, side * beam * 0.4 + 0.04],
      [deck, deck + 0.07],
    );
  }
  box(mesh, [-0.42, -0.32], [-beam * 0.75, beam * 0.75], [deck, deck + 0.05]);
  if (random.chance(0.6))
    box(mesh, [-0.56, -0.49], [-0.035, 0.035], [deck - 0.06, deck + 0.08], { taper: [0.8, 0.8] });
}

/** Rowing boats and canoes: a low hull with a raised rim and thwarts. */
function rowingBoat(mesh: MeshBuilder, random: Stream): void {
  const canoe = random.chance(0.5);
  const shape = drawHull(random, canoe ? [0.07, 0.1] : [0.13, 0.18], [0.08, 0.12], [0.04, 0.09]);
  const { beam, deck } = shape;
  hull(mesh, shape, canoe ? 0 : random.uniform(0.45, 0.7));
  for (const side of SIDES) {
    const y = side * beam * 0.94;
    box(mesh, [-0.34, 0.2], [y - 0.014, y + 0.014], [deck - 0.01, deck + 0.04]);
    frustum(mesh, [0.2, y, deck + 0.02], [0.5, 0, deck + shape.sheer + 0.02], [0.016, 0.014], 6);
    if (!canoe && random.chance(0.4)) {
      frustum(
        mesh,
        [-0.1, y, deck + 0.05],
        [-0.2, side * (beam + 0.24), deck - 0.04],
        [0.011, 0.011],
        6,
      );
    }
  }
  for (const x of [-0.25, -0.02, 0.18]) {
    box(mesh, [x - 0.03, x + 0.03], [-beam * 0.92, beam * 0.92], [deck + 0.005, deck + 0.025]);
  }
}
