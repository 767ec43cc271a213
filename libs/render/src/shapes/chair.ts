import { cos, sin } from '@nhat/random';
import type { Stream } from '@nhat/random';
import type { MeshBuilder, Pair, Vec } from '../geometry';
import { box, ellipsoid, frustum, lathe, tube } from '../geometry';
import { fourLegs, legStyle } from './legs';
import { SIDES } from './shape';

interface Seat {
  /** Half depth, half width, height of the top, thickness. */
  depth: number;
  width: number;
  top: number;
  thick: number;
}

interface Back {
  height: number;
  /** How far the top stands behind the foot. */
  lean: number;
  /** Half width and half thickness. */
  width: number;
  half: number;
}

/** Dining, kitchen, office, cantilever and arm chairs, and a few stools with backs. */
export function chair(mesh: MeshBuilder, random: Stream): void {
  const seat = {
    depth: random.uniform(0.18, 0.24),
    width: random.uniform(0.18, 0.25),
    top: random.uniform(0.36, 0.52),
    thick: random.uniform(0.025, 0.08),
  };
  const under = random.pick([fourPosts, fourPosts, fourPosts, star, disc, cantilever, sled]);
  if (random.chance(0.2)) {
    const [low, high] = [seat.top - seat.thick, seat.top];
    lathe(
      mesh,
      [0, 0],
      [
        [seat.width * 0.94, low],
        [seat.width, low + 0.01],
        [seat.width, high],
      ],
    );
  } else {
    const flare = [random.uniform(0.92, 1), random.uniform(0.92, 1.04)] as const;
    box(
      mesh,
      [-seat.depth, seat.depth],
      [-seat.width, seat.width],
      [seat.top - seat.thick, seat.top],
      { taper: flare },
    );
  }
  under(mesh, random, seat);
  const back = {
    height: random.uniform(0.34, 0.62),
    lean: random.uniform(0.02, 0.15),
    width: seat.width * random.uniform(0.8, 1),
    half: random.uniform(0.014, 0.035),
  };
  random.pick([panel, panel, ladder, spindles, splat, oval])(mesh, random, seat, back);
  if (random.chance(0.35)) armrests(mesh, random, seat, back);
}

type Under = (mesh: MeshBuilder, random: Stream, seat: Seat) => void;

const fourPosts: Under = (mesh, random, { depth, width, top, thick }) => {
  const thickness = random.uniform(0.016, 0.03);
  fourLegs(mesh, { reach: [depth, width], z: [0, top - thick], thickness, ...legStyle(random) });
  if (!random.chance(0.35)) return;
  const z = top * random.uniform(0.2, 0.4);
  for (const side of SIDES) {
    const y = side * (width - thickness);
    box(mesh, [-depth + thickness, depth - thickness], [y - 0.011, y + 0.011], [z, z + 0.026]);
  }
  box(mesh, [-0.011, 0.011], [-width + thickness, width - thickness], [z, z + 0.022]);
};

/** Office chair: a column on five arms with castors. */
const star: Under = (mesh, random, { width, top, thick }) => {
  frustum(mesh, [0, 0, 0.06], [0, 0, top - thick], [0.032, 0.026], 8);
  const reach = width * random.uniform(1, 1.2);
  for (let at = 0; at < 5; at++) {
    const angle = (at / 5) * 2 * Math.PI + 0.3;
    const [x, y] = [cos(angle) * reach, sin(angle) * reach];
    frustum(mesh, [0, 0, 0.09], [x, y, 0.05], [0.028, 0.018], 6);
    ellipsoid(mesh, [x, y, 0.028], [0.028, 0.028, 0.028], { around: 7, rings: 4 });
  }
};

const disc: Under = (mesh, random, { width, top, thick }) => {
  frustum(mesh, [0, 0, 0.03], [0, 0, top - thick], [0.032, 0.028], 9);
  const reach = width * random.uniform(0.75, 0.95);
  lathe(
    mesh,
    [0, 0],
    [
      [reach, 0],
      [reach * 0.95, 0.02],
      [0.05, 0.05],
    ],
  );
};

/** A bent tube: legs only at the front, runners on the floor. */
const cantilever: Under = (mesh, random, { depth, width, top, thick }) => {
  const bar = random.uniform(0.015, 0.022);
  for (const side of SIDES) {
    const y = side * (width - bar);
    const [front, back] = [depth - bar, -depth * random.uniform(0.7, 1)];
    tube(
      mesh,
      [
        [back, y, bar],
        [front - 0.04, y, bar],
        [front, y, 0.05],
        [front, y, top - thick],
      ],
      bar,
      6,
    );
  }
  box(mesh, [-depth * 0.7 - bar, -depth * 0.7 + bar], [-width + bar, width - bar], [0, bar * 2]);
};

/** A closed frame under each side. */
const sled: Under = (mesh, random, { depth, width, top, thick }) => {
  const bar = random.uniform(0.014, 0.022);
  for (const side of SIDES) {
    const y = side * (width - bar);
    box(mesh, [-depth, depth], [y - bar, y + bar], [0, bar * 2]);
    for (const end of SIDES) {
      const x = end * (depth - bar);
      box(mesh, [x - bar, x + bar], [y - bar, y + bar], [0, top - thick]);
    }
  }
};

type DrawBack = (mesh: MeshBuilder, random: Stream, seat: Seat, back: Back) => void;

/** A board of the back between two shares of its height. */
function board(mesh: MeshBuilder, seat: Seat, back: Back, y: Pair, [low, high]: Pair): void {
  const x = -seat.depth + back.half - back.lean * low;
  box(
    mesh,
    [x - back.half, x + back.half],
    y,
    [seat.top + back.height * low, seat.top + back.height * high],
    {
      shift: [-back.lean * (high - low), 0],
    },
  );
}

function uprights(mesh: MeshBuilder, seat: Seat, back: Back): void {
  for (const side of SIDES) {
    const y = side * (back.width - 0.02);
    board(mesh, seat, back, [y - 0.02, y + 0.02], [-0.04, 1]);
  }
}

const panel: DrawBack = (mesh, random, seat, back) => {
  const low = random.chance(0.4) ? random.uniform(0.15, 0.4) : -0.04;
  if (low > 0) uprights(mesh, seat, { ...back, half: back.half * 0.8 });
  board(mesh, seat, back, [-back.width, back.width], [low, 1]);
};

const ladder: DrawBack = (mesh, random, seat, back) => {
  uprights(mesh, seat, back);
  const count = 2 + random.integer(3);
  const fill = random.uniform(0.4, 0.65);
  for (let at = 0; at < count; at++) {
    board(mesh, seat, back, [-back.width, back.width], [(at + 1 - fill) / count, (at + 1) / count]);
  }
};

const spindles: DrawBack = (mesh, random, seat, back) => {
  uprights(mesh, seat, back);
  const count = 3 + random.integer(4);
  for (let at = 0; at < count; at++) {
    const y = back.width * ((2 * at + 1) / count - 1) * 0.9;
    board(mesh, seat, { ...back, half: 0.012 }, [y - 0.013, y + 0.013], [-0.04, 1]);
  }
  board(mesh, seat, back, [-back.width, back.width], [0.86, 1.02]);
};

const splat: DrawBack = (mesh, random, seat, back) => {
  uprights(mesh, seat, back);
  const halfWidth = back.width * random.uniform(0.2, 0.35);
  board(mesh, seat, { ...back, half: 0.014 }, [-halfWidth, halfWidth], [-0.04, 0.9]);
  board(mesh, seat, back, [-back.width, back.width], [0.84, 1]);
};

const oval: DrawBack = (mesh, random, seat, back) => {
  const middle = random.uniform(0.6, 0.7);
  board(mesh, seat, back, [-0.035, 0.035], [-0.04, middle]);
  const centre: Vec = [
    -seat.depth + back.half - back.lean * middle,
    0,
    seat.top + back.height * middle,
  ];
  ellipsoid(mesh, centre, [back.half * 1.5 + 0.01, back.width, back.height * 0.36], {
    around: 8,
    rings: 8,
  });
};

function armrests(mesh: MeshBuilder, random: Stream, seat: Seat, back: Back): void {
  const height = seat.top + random.uniform(0.16, 0.24);
  const backX = -seat.depth - (back.lean * (height - seat.top)) / back.height;
  for (const side of SIDES) {
    const y = side * (seat.width - 0.01);
    box(mesh, [backX, seat.depth * 0.8], [y - 0.026, y + 0.026], [height, height + 0.032]);
    box(
      mesh,
      [seat.depth * 0.6, seat.depth * 0.78],
      [y - 0.018, y + 0.018],
      [seat.top - seat.thick, height],
    );
  }
}
