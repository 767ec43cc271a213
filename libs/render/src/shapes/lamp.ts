import { cos, sin } from '@nhat/random';
import type { Stream } from '@nhat/random';
import type { MeshBuilder, Pair, Vec } from '../geometry';
import { ellipsoid, frustum, lathe, tube } from '../geometry';

/** Floor, table, desk, arc, pendant lamps, chandeliers and street lamps. */
export function lamp(mesh: MeshBuilder, random: Stream): void {
  random.pick([
    floorLamp,
    floorLamp,
    tableLamp,
    tableLamp,
    pendant,
    chandelier,
    deskLamp,
    arcLamp,
    lantern,
  ])(mesh, random);
}

/** A cone, drum or bowl of cloth with its lower rim at `bottom`. */
function shade(
  mesh: MeshBuilder,
  random: Stream,
  at: Pair,
  bottom: number,
  [radius, height]: Pair,
): void {
  const narrow = radius * random.uniform(0.35, 1);
  if (random.chance(0.75)) {
    lathe(
      mesh,
      at,
      [
        [radius, bottom],
        [narrow, bottom + height],
      ],
      { sides: 16 },
    );
  } else {
    const bell: Pair[] = [
      [radius, bottom],
      [radius * 0.62, bottom + height * 0.4],
      [narrow * 0.5, bottom + height],
    ];
    lathe(mesh, at, bell, { sides: 16, smooth: true });
  }
}

function foot(mesh: MeshBuilder, random: Stream, radius: number): void {
  const high = random.uniform(0.02, 0.05);
  lathe(
    mesh,
    [0, 0],
    [
      [radius, 0],
      [radius * random.uniform(0.8, 1), high * 0.6],
      [0.03, high],
    ],
  );
}

function floorLamp(mesh: MeshBuilder, random: Stream): void {
  const height = random.uniform(0.85, 1.2);
  const size = [random.uniform(0.14, 0.22), random.uniform(0.17, 0.3)] as const;
  const bar = random.uniform(0.014, 0.022);
  if (random.chance(0.25)) {
    for (let at = 0; at < 3; at++) {
      const angle = (at / 3) * 2 * Math.PI + 0.5;
      frustum(mesh, [cos(angle) * 0.24, sin(angle) * 0.24, 0], [0, 0, height], [bar, bar], 6);
    }
  } else {
    foot(mesh, random, random.uniform(0.12, 0.18));
    frustum(mesh, [0, 0, 0], [0, 0, height], [bar, bar], 8);
  }
  if (random.chance(0.8)) shade(mesh, random, [0, 0], height - size[1] * 0.5, size);
  else ellipsoid(mesh, [0, 0, height], [size[0] * 0.85, size[0] * 0.85, size[0] * 0.85]);
}

function tableLamp(mesh: MeshBuilder, random: Stream): void {
  const height = random.uniform(0.3, 0.48);
  const width = random.uniform(0.07, 0.13);
  const body = random.pick(['vase', 'ball', 'column', 'stick']);
  foot(mesh, random, random.uniform(0.1, 0.14));
  if (body === 'vase') {
    const waist = random.uniform(0.35, 0.6);
    lathe(
      mesh,
      [0, 0],
      [
        [width * 0.6, 0],
        [width, height * 0.3],
        [width * waist, height * 0.7],
        [0.025, height],
      ],
      { smooth: true },
    );
  } else if (body === 'ball') {
    ellipsoid(mesh, [0, 0, height * 0.42], [width, width, height * 0.38]);
  } else if (body === 'column') {
    lathe(
      mesh,
      [0, 0],
      [
        [width * 0.55, 0],
        [width * 0.5, height * 0.85],
      ],
    );
  }
  frustum(mesh, [0, 0, 0], [0, 0, height + 0.1], [0.016, 0.014], 7);
  shade(mesh, random, [0, 0], height, [random.uniform(0.15, 0.25), random.uniform(0.17, 0.28)]);
}

/** Hangs from a rose on the ceiling. */
function pendant(mesh: MeshBuilder, random: Stream): void {
  const cord = random.uniform(0.25, 0.6);
  const [radius, height] = [random.uniform(0.15, 0.3), random.uniform(0.14, 0.28)];
  lathe(
    mesh,
    [0, 0],
    [
      [0.07, height + cord],
      [0.05, height + cord + 0.035],
    ],
  );
  frustum(mesh, [0, 0, height * 0.8], [0, 0, height + cord], [0.011, 0.011], 6);
  const kind = random.pick(['shade', 'shade', 'ball', 'dome']);
  if (kind === 'shade') shade(mesh, random, [0, 0], 0, [radius, height]);
  else if (kind === 'ball')
    ellipsoid(mesh, [0, 0, height * 0.5], [radius * 0.75, radius * 0.75, radius * 0.7]);
  else
    lathe(
      mesh,
      [0, 0],
      [
        [radius, 0],
        [radius * 0.95, height * 0.3],
        [radius * 0.6, height * 0.72],
        [0.04, height],
      ],
      { smooth: true },
    );
}

function chandelier(mesh: MeshBuilder, random: Stream): void {
  const [cord, arms] = [random.uniform(0.25, 0.45), 3 + random.integer(4)];
  const reach = random.uniform(0.24, 0.34);
  const drop = random.uniform(-0.05, 0.14);
  const upward = random.chance(0.5);
  lathe(
    mesh,
    [0, 0],
    [
      [0.06, cord],
      [0.05, cord + 0.03],
    ],
  );
  frustum(mesh, [0, 0, -0.08], [0, 0, cord], [0.014, 0.012], 7);
  ellipsoid(mesh, [0, 0, -0.02], [0.05, 0.05, 0.08], { around: 9, rings: 6 });
  for (let at = 0; at < arms; at++) {
    const angle = (at / arms) * 2 * Math.PI + 0.4;
    const [x, y] = [cos(angle), sin(angle)];
    const path: Vec[] = [
      [0, 0, 0],
      [x * reach * 0.55, y * reach * 0.55, -drop - 0.05],
      [x * reach, y * reach, -drop],
    ];
    tube(mesh, path, 0.013, 6);
    const tip: Pair = [x * reach, y * reach];
    if (upward)
      lathe(
        mesh,
        tip,
        [
          [0.035, -drop],
          [0.075, -drop + 0.12],
        ],
        { sides: 9 },
      );
    else
      lathe(
        mesh,
        tip,
        [
          [0.085, -drop - 0.11],
          [0.04, -drop + 0.01],
        ],
        { sides: 9 },
      );
  }
}

/** Two arms with a joint and a tilted reflector. */
function deskLamp(mesh: MeshBuilder, random: Stream): void {
  foot(mesh, random, random.uniform(0.11, 0.17));
  const [lower, upper] = [random.uniform(0.32, 0.5), random.uniform(0.28, 0.45)];
  const [back, forward] = [random.uniform(0.1, 0.6), random.uniform(0.4, 1.2)];
  const elbow: Vec = [-sin(back) * lower, 0, 0.03 + cos(back) * lower];
  const head: Vec = [elbow[0] + sin(forward) * upper, 0, elbow[2] + cos(forward) * upper];
  frustum(mesh, [0, 0, 0.03], elbow, [0.017, 0.015], 7);
  frustum(mesh, elbow, head, [0.015, 0.014], 7);
  ellipsoid(mesh, elbow, [0.026, 0.026, 0.026], { around: 8, rings: 5 });
  const tilt = random.uniform(0.25, 0.8);
  const length = random.uniform(0.13, 0.2);
  const direction: Vec = [sin(tilt), 0, -cos(tilt)];
  const pointAt = (distance: number): Vec => [
    head[0] + direction[0] * distance,
    0,
    head[2] + direction[2] * distance,
  ];
  frustum(mesh, pointAt(-0.04), pointAt(length), [0.035, random.uniform(0.1, 0.15)], 13);
}

function arcLamp(mesh: MeshBuilder, random: Stream): void {
  const [height, reach] = [random.uniform(0.6, 1), random.uniform(0.24, 0.45)];
  const arcAngle = random.uniform(2.2, 2.9);
  foot(mesh, random, random.uniform(0.13, 0.18));
  const arc = Array.from({ length: 7 }, (_, at): Vec => {
    const angle = (at / 6) * arcAngle;
    return [reach * 0.5 * (1 - cos(angle)), 0, height + reach * 0.5 * sin(angle)];
  });
  tube(mesh, [[0, 0, 0], ...arc], 0.015, 7);
  const end = arc.at(-1)!;
  const [radius, shadeHeight] = [random.uniform(0.12, 0.19), random.uniform(0.1, 0.18)];
  lathe(
    mesh,
    [end[0], 0],
    [
      [radius, end[2] - shadeHeight],
      [radius * 0.35, end[2] + 0.02],
    ],
    { sides: 14 },
  );
}

/** Street and garden lamps: a post with a glazed head and a hat. */
function lantern(mesh: MeshBuilder, random: Stream): void {
  const height = random.uniform(0.75, 1.1);
  const [width, tall] = [random.uniform(0.08, 0.12), random.uniform(0.16, 0.24)];
  const sides = random.pick([4, 6, 12]);
  lathe(
    mesh,
    [0, 0],
    [
      [0.1, 0],
      [0.08, 0.06],
      [0.035, 0.12],
    ],
  );
  frustum(mesh, [0, 0, 0], [0, 0, height], [0.026, 0.018], 8);
  lathe(
    mesh,
    [0, 0],
    [
      [width * 0.6, height],
      [width, height + tall],
    ],
    { sides },
  );
  lathe(
    mesh,
    [0, 0],
    [
      [width * 1.25, height + tall],
      [0.02, height + tall + 0.09],
    ],
    { sides },
  );
}
