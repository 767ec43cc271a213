import type { Stream } from '@nhat/random';
import type { MeshBuilder, Vec } from '../geometry';
import { box, ellipsoid, frustum, loft, oval, prism, torus, tube } from '../geometry';
import { SIDES } from './shape';

interface Bike {
  /** Radii of front and rear wheel, half wheelbase, half tyre width. */
  front: number;
  rear: number;
  base: number;
  tyre: number;
  /** Steering head and grips: x and z of the head, half width of the bar. */
  head: readonly [number, number];
  bar: number;
}

/** Roadsters, sports bikes, choppers, tourers, off-road bikes and scooters. */
export function motorcycle(mesh: MeshBuilder, random: Stream): void {
  random.pick([roadster, roadster, sports, chopper, tourer, offRoad, scooter])(mesh, random);
}

function drawBike(random: Stream, tyre: readonly [number, number]): Bike {
  const front = random.uniform(0.15, 0.18);
  const base = random.uniform(0.3, 0.36);
  return {
    front,
    rear: front * random.uniform(0.92, 1.04),
    base,
    tyre: random.uniform(...tyre),
    head: [base - random.uniform(0.1, 0.15), front * 2 + random.uniform(0.12, 0.19)],
    bar: random.uniform(0.13, 0.2),
  };
}

function roadster(mesh: MeshBuilder, random: Stream): void {
  const bike = drawBike(random, [0.03, 0.042]);
  rollingFrame(mesh, random, bike);
  tank(mesh, random, bike);
  saddle(mesh, random, bike);
  exhaust(mesh, random, bike);
  mudguards(mesh, bike, random.chance(0.7) ? ['front', 'rear'] : ['rear']);
  ellipsoid(mesh, [bike.head[0] + 0.05, 0, bike.head[1] - 0.03], [0.045, 0.045, 0.05], {
    around: 9,
    rings: 6,
  });
}

function sports(mesh: MeshBuilder, random: Stream): void {
  const bike = { ...drawBike(random, [0.036, 0.048]), bar: 0.12 };
  const [x, z] = bike.head;
  rollingFrame(mesh, random, bike);
  tank(mesh, random, bike);
  saddle(mesh, random, bike, 0.1);
  loft(mesh, [
    oval(x + 0.16, [0.03, 0.045], [0, z - 0.09], { points: 10 }),
    oval(x + 0.05, [0.09, 0.1], [0, z - 0.06], { points: 10 }),
    oval(x - 0.1, [0.085, 0.14], [0, z - 0.16], { points: 10 }),
    oval(-0.08, [0.07, 0.12], [0, bike.front * 1.2], { points: 10 }),
  ]);
  prism(
    mesh,
    [
      [x + 0.1, -0.05, z - 0.01],
      [x - 0.01, -0.05, z + 0.1],
      [x - 0.01, 0.05, z + 0.1],
      [x + 0.1, 0.05, z - 0.01],
    ],
    [-0.012, 0, 0],
  );
  exhaust(mesh, random, bike);
  mudguards(mesh, bike, ['front']);
}

function chopper(mesh: MeshBuilder, random: Stream): void {
  const drawn = drawBike(random, [0.028, 0.05]);
  const base = random.uniform(0.38, 0.45);
  const bike: Bike = {
    ...drawn,
    base,
    front: drawn.front * 1.08,
    head: [base - random.uniform(0.24, 0.32), drawn.front * 2 + 0.16],
  };
  rollingFrame(mesh, random, bike, random.uniform(0.06, 0.2));
  tank(mesh, random, bike);
  saddle(mesh, random, bike, -0.03);
  exhaust(mesh, random, bike);
  mudguards(mesh, bike, ['rear']);
  if (random.chance(0.5))
    tube(
      mesh,
      [
        [-0.3, 0.05, 0.3],
        [-0.4, 0.05, 0.62],
        [-0.4, -0.05, 0.62],
        [-0.3, -0.05, 0.3],
      ],
      0.011,
      6,
    );
}

function tourer(mesh: MeshBuilder, random: Stream): void {
  const bike = drawBike(random, [0.036, 0.048]);
  const [x, z] = bike.head;
  rollingFrame(mesh, random, bike);
  tank(mesh, random, bike);
  saddle(mesh, random, bike);
  mudguards(mesh, bike, ['front', 'rear']);
  for (const side of SIDES) {
    const y = side * 0.13;
    box(
      mesh,
      [-bike.base - 0.1, -bike.base + 0.12],
      [y - 0.045, y + 0.045],
      [bike.rear * 1.1, bike.rear * 2.1],
      { taper: [0.94, 0.9] },
    );
  }
  if (random.chance(0.5))
    box(
      mesh,
      [-bike.base - 0.1, -bike.base + 0.06],
      [-0.1, 0.1],
      [bike.rear * 2.3, bike.rear * 3.1],
      { taper: [0.9, 0.9] },
    );
  prism(
    mesh,
    [
      [x + 0.07, -0.09, z],
      [x, -0.07, z + 0.17],
      [x, 0.07, z + 0.17],
      [x + 0.07, 0.09, z],
    ],
    [-0.014, 0, 0],
  );
  ellipsoid(mesh, [x + 0.03, 0, z - 0.03], [0.07, 0.08, 0.08], { around: 9, rings: 6 });
}

function offRoad(mesh: MeshBuilder, random: Stream): void {
  const bike = drawBike(random, [0.024, 0.032]);
  const high = {
    ...bike,
    front: bike.front * 1.06,
    head: [bike.head[0], bike.head[1] + 0.05] as const,
  };
  rollingFrame(mesh, random, high);
  tank(mesh, random, high);
  saddle(mesh, random, high, 0.05);
  exhaust(mesh, random, { ...high, rear: high.rear * 1.7 });
  const x = high.base;
  const top = high.front * 2 + 0.06;
  prism(
    mesh,
    [
      [x + 0.18, -0.04, top - 0.02],
      [x - 0.02, -0.05, top + 0.05],
      [x - 0.02, 0.05, top + 0.05],
      [x + 0.18, 0.04, top - 0.02],
    ],
    [0, 0, 0.014],
  );
  prism(
    mesh,
    [
      [-0.32, -0.04, top - 0.03],
      [-0.55, -0.03, top + 0.03],
      [-0.55, 0.03, top + 0.03],
      [-0.32, 0.04, top - 0.03],
    ],
    [0, 0, 0.014],
  );
  box(
    mesh,
    [high.head[0] + 0.02, high.head[0] + 0.04],
    [-0.06, 0.06],
    [high.head[1] - 0.09, high.head[1] + 0.04],
  );
}

function scooter(mesh: MeshBuilder, random: Stream): void {
  const drawn = drawBike(random, [0.04, 0.05]);
  const bike: Bike = {
    ...drawn,
    front: drawn.front * 0.72,
    rear: drawn.rear * 0.72,
    head: [drawn.base - 0.09, 0.54],
    bar: 0.15,
  };
  const [x, z] = bike.head;
  wheels(mesh, bike);
  fork(mesh, bike);
  box(mesh, [x - 0.02, x + 0.03], [-0.13, 0.13], [0.14, z - 0.06], {
    taper: [1, 0.7],
    shift: [-0.05, 0],
  });
  box(mesh, [-0.1, x + 0.02], [-0.11, 0.11], [0.11, 0.15]);
  loft(mesh, [
    oval(-0.04, [0.09, 0.1], [0, 0.25], { points: 10, exponent: 3 }),
    oval(-0.22, [0.11, 0.14], [0, 0.27], { points: 10, exponent: 3 }),
    oval(-bike.base - 0.1, [0.07, 0.09], [0, 0.3], { points: 10, exponent: 3 }),
  ]);
  box(mesh, [-bike.base - 0.05, -0.02], [-0.085, 0.085], [0.38, 0.43], { taper: [0.94, 0.85] });
  ellipsoid(mesh, [x + 0.01, 0, z - 0.02], [0.06, 0.06, 0.06], { around: 9, rings: 6 });
  if (random.chance(0.4))
    box(mesh, [-bike.base - 0.16, -bike.base], [-0.1, 0.1], [0.43, 0.6], { taper: [0.92, 0.92] });
}

/** Wheels, fork, bars, engine, main tubes and swing arm. */
function rollingFrame(
  mesh: MeshBuilder,
  random: Stream,
  bike: Bike,
  rise = random.uniform(0, 0.05),
): void {
  const { base, rear, front, head } = bike;
  wheels(mesh, bike);
  fork(mesh, bike, rise);
  const floor = front * 0.65;
  box(mesh, [-0.12, 0.13], [-0.065, 0.065], [floor, front * 1.55], { taper: [0.8, 0.9] });
  for (const lean of random.chance(0.5) ? [0.05] : [0.07, -0.05]) {
    frustum(mesh, [lean * 0.4, 0, front * 1.4], [lean * 1.6, 0, front * 2.05], [0.055, 0.05], 8);
  }
  tube(
    mesh,
    [
      [head[0], 0, head[1] - 0.05],
      [head[0] - 0.06, 0, front * 1.3],
      [0.12, 0, floor],
    ],
    0.018,
    6,
  );
  for (const side of SIDES) {
    frustum(mesh, [-0.08, side * 0.055, front], [-base, side * 0.06, rear], [0.018, 0.016], 6);
    frustum(
      mesh,
      [-0.22, side * 0.05, front * 2.05],
      [-base, side * 0.06, rear],
      [0.013, 0.013],
      6,
    );
  }
}

function wheels(mesh: MeshBuilder, { front, rear, base, tyre }: Bike): void {
  for (const [x, radius] of [
    [base, front],
    [-base, rear],
  ] as const) {
    torus(mesh, [x, 0, radius], radius - tyre * 0.9, [tyre * 0.9, tyre], {
      around: 18,
      section: 6,
    });
    frustum(mesh, [x, -0.032, radius], [x, 0.032, radius], [radius * 0.34, radius * 0.34], 10);
    for (const upright of [true, false]) {
      const spokeLength = radius * 0.82;
      const [dx, dz] = upright ? [0.012, spokeLength] : [spokeLength, 0.012];
      box(mesh, [x - dx, x + dx], [-0.012, 0.012], [radius - dz, radius + dz]);
    }
  }
}

function fork(mesh: MeshBuilder, { base, front, head, bar }: Bike, rise = 0.02): void {
  const [x, z] = head;
  for (const side of SIDES) {
    frustum(mesh, [base, side * 0.05, front], [x, side * 0.045, z], [0.017, 0.016], 6);
    const grip: Vec = [x - 0.07, side * bar, z + rise + 0.02];
    tube(mesh, [[x - 0.01, 0, z], [x, side * bar * 0.45, z + rise], grip], 0.014, 6);
  }
}

function tank(mesh: MeshBuilder, random: Stream, { front, head }: Bike): void {
  const [length, half, high] = [
    random.uniform(0.13, 0.17),
    random.uniform(0.055, 0.08),
    random.uniform(0.06, 0.085),
  ];
  const x = Math.min(0.08, head[0] - length * 0.8);
  ellipsoid(mesh, [x, 0, front * 2 + random.uniform(0.05, 0.09)], [length, half, high], {
    around: 12,
    rings: 7,
  });
}

function saddle(
  mesh: MeshBuilder,
  random: Stream,
  { front }: Bike,
  rise = random.uniform(0.01, 0.05),
): void {
  const z = front * 2 + 0.01;
  const rear = -random.uniform(0.34, 0.42);
  box(mesh, [-0.22, -0.02], [-0.06, 0.06], [z, z + 0.05], { taper: [1, 0.85] });
  box(mesh, [rear, -0.18], [-0.05, 0.05], [z + 0.01, z + 0.05], {
    taper: [0.95, 0.85],
    shift: [-0.02, 0],
  });
  box(
    mesh,
    [rear - 0.02, rear + 0.12],
    [-0.045, 0.045],
    [z + 0.02, z + 0.05 + Math.max(rise, 0.01)],
    { taper: [0.8, 0.8] },
  );
}

function exhaust(mesh: MeshBuilder, random: Stream, { base, rear, front }: Bike): void {
  const side = random.pick(SIDES);
  const end = rear * random.uniform(0.7, 1.2);
  tube(
    mesh,
    [
      [0.13, side * 0.05, front * 1.5],
      [0.16, side * 0.08, front * 0.8],
      [-0.05, side * 0.085, front * 0.55],
    ],
    0.018,
    6,
  );
  frustum(
    mesh,
    [-0.05, side * 0.085, front * 0.55],
    [-base - 0.05, side * 0.1, end],
    [0.022, 0.034],
    8,
  );
}

function mudguards(
  mesh: MeshBuilder,
  { front, rear, base }: Bike,
  which: readonly ('front' | 'rear')[],
): void {
  for (const end of which) {
    const [x, radius] = end === 'front' ? [base, front] : [-base, rear];
    const arch = (reach: number): Vec[] => [
      [x + radius * 0.8 * reach, -0.045, radius * (1 + 0.75 * reach)],
      [x + radius * 0.3, -0.045, radius * (1 + 1.08 * reach)],
      [x - radius * 0.3, -0.045, radius * (1 + 1.08 * reach)],
      [x - radius * 0.8 * reach, -0.045, radius * (1 + 0.75 * reach)],
    ];
    prism(mesh, [...arch(1.02), ...arch(0.92).reverse()], [0, 0.09, 0]);
  }
}
