import type { Stream } from '@nhat/random';
import type { MeshBuilder, Pair, Vec } from '../geometry';
import { box, ellipsoid, frustum, hexahedron, loft, oval } from '../geometry';
import { SIDES } from './shape';

interface Body {
  /** Front and rear foot of the cabin, front and rear of its roof, along x from −0.5 to 0.5. */
  cabin: readonly [number, number, number, number];
  /** Height of the lower body and of the cabin above it. */
  belt: number;
  roof: number;
  /** Heights of bonnet and boot as shares of the belt. */
  bonnet: number;
  boot: number;
  clearance: number;
  wheel: number;
}

const BODIES: Record<string, Body> = {
  saloon: {
    cabin: [0.2, -0.36, 0.03, -0.2],
    belt: 0.17,
    roof: 0.12,
    bonnet: 0.84,
    boot: 0.9,
    clearance: 0.06,
    wheel: 0.085,
  },
  hatchback: {
    cabin: [0.24, -0.47, 0.06, -0.36],
    belt: 0.18,
    roof: 0.13,
    bonnet: 0.85,
    boot: 0.95,
    clearance: 0.06,
    wheel: 0.09,
  },
  estate: {
    cabin: [0.22, -0.48, 0.06, -0.45],
    belt: 0.17,
    roof: 0.13,
    bonnet: 0.85,
    boot: 0.96,
    clearance: 0.06,
    wheel: 0.085,
  },
  offRoad: {
    cabin: [0.2, -0.47, 0.12, -0.45],
    belt: 0.21,
    roof: 0.16,
    bonnet: 0.92,
    boot: 1,
    clearance: 0.1,
    wheel: 0.11,
  },
  coupe: {
    cabin: [0.12, -0.42, -0.08, -0.2],
    belt: 0.15,
    roof: 0.09,
    bonnet: 0.72,
    boot: 0.88,
    clearance: 0.045,
    wheel: 0.09,
  },
  van: {
    cabin: [0.42, -0.49, 0.28, -0.47],
    belt: 0.2,
    roof: 0.21,
    bonnet: 0.85,
    boot: 1,
    clearance: 0.07,
    wheel: 0.08,
  },
  pickup: {
    cabin: [0.18, -0.12, 0.08, -0.09],
    belt: 0.2,
    roof: 0.14,
    bonnet: 0.9,
    boot: 0.8,
    clearance: 0.1,
    wheel: 0.105,
  },
  open: {
    cabin: [0.14, -0.02, 0.05, 0.02],
    belt: 0.15,
    roof: 0.08,
    bonnet: 0.8,
    boot: 0.86,
    clearance: 0.05,
    wheel: 0.085,
  },
};

/** Saloons, hatchbacks, estates, off-road cars, coupés, vans, pickups and open two-seaters; 1 long. */
export function car(mesh: MeshBuilder, random: Stream): void {
  const kind = random.pick(Object.keys(BODIES));
  const body = vary(BODIES[kind]!, random);
  const width = random.uniform(0.19, 0.225);
  lowerBody(mesh, random, body, width);
  const top = body.clearance + body.belt;
  cabin(mesh, random, body, width);
  wheels(mesh, random, body, width);
  bumpers(mesh, body, width);
  if (kind === 'pickup') loadBed(mesh, width, top);
  if (kind === 'open') {
    for (const side of SIDES) {
      const y = side * width * 0.45;
      box(mesh, [-0.16, -0.11], [y - 0.05, y + 0.05], [top - 0.02, top + 0.08], {
        shift: [-0.02, 0],
      });
    }
  }
  if (kind === 'coupe' && random.chance(0.5)) spoiler(mesh, width, top);
  if (['estate', 'offRoad', 'van'].includes(kind) && random.chance(0.3))
    roofRails(mesh, body, width);
  mirrors(mesh, body, width);
}

function vary(body: Body, random: Stream): Body {
  const [front, rear, roofFront, roofRear] = body.cabin;
  const jitter = (value: number, by: number) => value + random.uniform(-by, by);
  return {
    cabin: [
      jitter(front, 0.03),
      jitter(rear, 0.015),
      jitter(roofFront, 0.025),
      jitter(roofRear, 0.025),
    ],
    belt: body.belt * random.uniform(0.9, 1.1),
    roof: body.roof * random.uniform(0.9, 1.15),
    bonnet: body.bonnet * random.uniform(0.95, 1.04),
    boot: body.boot * random.uniform(0.95, 1.03),
    clearance: body.clearance,
    wheel: body.wheel * random.uniform(0.92, 1.12),
  };
}

function lowerBody(mesh: MeshBuilder, random: Stream, body: Body, width: number): void {
  const exponent = random.uniform(3, 6);
  const nose = random.uniform(0.62, 0.85);
  const section = (x: number, wide: number, high: number, low = 0): Vec[] => {
    const [bottom, top] = [body.clearance + low * body.belt, body.clearance + high * body.belt];
    return oval(x, [width * wide, (top - bottom) / 2], [0, (top + bottom) / 2], {
      points: 16,
      exponent,
    });
  };
  const [front, rear] = body.cabin;
  loft(mesh, [
    section(0.5, 0.78, nose * body.bonnet, 0.18),
    section(0.47, 0.94, nose * body.bonnet + 0.06, 0.04),
    section(front + 0.05, 1, body.bonnet * 1.02),
    section(front - 0.04, 1, 1),
    section(rear + 0.05, 1, 1),
    section(-0.45, 0.97, body.boot),
    section(-0.5, 0.84, body.boot * 0.9, 0.18),
  ]);
}

function cabin(mesh: MeshBuilder, random: Stream, body: Body, width: number): void {
  const [front, rear, roofFront, roofRear] = body.cabin;
  const inward = random.uniform(0.74, 0.86);
  const low = body.clearance + body.belt - 0.02;
  const high = low + 0.02 + body.roof;
  const plate = (from: number, to: number, half: number, z: number): Vec[] => [
    [to, -half, z],
    [from, -half, z],
    [from, half, z],
    [to, half, z],
  ];
  hexahedron(
    mesh,
    plate(front, rear, width * 0.94, low),
    plate(roofFront, roofRear, width * inward, high),
  );
  const crown = (x: Pair, half: number, z: Pair) =>
    box(mesh, x, [-half, half], z, { taper: [0.94, 0.8] });
  crown([roofRear, roofFront], width * inward, [high, high + 0.018]);
}

function wheels(mesh: MeshBuilder, random: Stream, body: Body, width: number): void {
  const axle = random.uniform(0.28, 0.32);
  const { wheel } = body;
  for (const x of [axle, -axle - random.uniform(-0.01, 0.02)]) {
    for (const side of SIDES) {
      frustum(
        mesh,
        [x, side * (width - 0.055), wheel],
        [x, side * (width + 0.012), wheel],
        [wheel, wheel],
        14,
      );
      frustum(
        mesh,
        [x, side * width, wheel],
        [x, side * (width + 0.02), wheel],
        [wheel * 0.6, wheel * 0.5],
        9,
      );
    }
  }
}

function bumpers(mesh: MeshBuilder, body: Body, width: number): void {
  const z = [body.clearance + body.belt * 0.12, body.clearance + body.belt * 0.34] as const;
  box(mesh, [0.48, 0.512], [-width * 0.86, width * 0.86], z);
  box(mesh, [-0.512, -0.48], [-width * 0.86, width * 0.86], z);
  for (const side of SIDES) {
    const lamp: Vec = [0.485, side * width * 0.66, body.clearance + body.belt * body.bonnet * 0.66];
    ellipsoid(mesh, lamp, [0.02, 0.03, 0.022], { around: 8, rings: 5 });
  }
}

function loadBed(mesh: MeshBuilder, width: number, top: number): void {
  for (const side of SIDES) {
    const y = side * width * 0.92;
    box(mesh, [-0.49, -0.12], [y - 0.018, y + 0.018], [top - 0.06, top + 0.03]);
  }
  box(mesh, [-0.5, -0.475], [-width * 0.94, width * 0.94], [top - 0.06, top + 0.025]);
}

function spoiler(mesh: MeshBuilder, width: number, top: number): void {
  box(mesh, [-0.5, -0.43], [-width * 0.9, width * 0.9], [top + 0.04, top + 0.055]);
  for (const side of SIDES) {
    const y = side * width * 0.6;
    box(mesh, [-0.475, -0.455], [y - 0.01, y + 0.01], [top - 0.04, top + 0.045]);
  }
}

function roofRails(mesh: MeshBuilder, body: Body, width: number): void {
  const z = body.clearance + body.belt + body.roof;
  for (const side of SIDES) {
    const y = side * width * 0.62;
    box(
      mesh,
      [body.cabin[3] + 0.03, body.cabin[2] - 0.03],
      [y - 0.009, y + 0.009],
      [z + 0.02, z + 0.045],
    );
  }
}

function mirrors(mesh: MeshBuilder, body: Body, width: number): void {
  const [x, z] = [body.cabin[0] - 0.06, body.clearance + body.belt + 0.012];
  for (const side of SIDES) {
    const y = side * (width + 0.012);
    box(mesh, [x - 0.012, x + 0.012], [y - 0.02, y + 0.02], [z, z + 0.03]);
  }
}
