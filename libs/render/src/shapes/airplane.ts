import type { Stream } from '@nhat/random';
import type { MeshBuilder, Vec } from '../geometry';
import { box, ellipsoid, frustum, hexahedron, loft, oval } from '../geometry';
import { SIDES } from './shape';

interface Wing {
  /** Leading edge at the body: x and z. */
  x: number;
  z: number;
  /** Half span; chords at body and tip; how far back and up the tip's leading edge lies. */
  span: number;
  root: number;
  tip: number;
  sweep: number;
  rise: number;
}

/** Airliners, light aircraft, fighters, biplanes and gliders; nose to tail is 1 long. */
export function airplane(mesh: MeshBuilder, random: Stream): void {
  const kinds = [
    airliner,
    airliner,
    airliner,
    lightAircraft,
    lightAircraft,
    fighter,
    fighter,
    biplane,
    glider,
  ];
  random.pick(kinds)(mesh, random);
}

function airliner(mesh: MeshBuilder, random: Stream): void {
  const radius = random.uniform(0.05, 0.075);
  const up = fuselage(mesh, random, radius, [0.1, 0.18]);
  const wing = {
    x: random.uniform(0.08, 0.2),
    z: -0.5 * radius,
    span: random.uniform(0.4, 0.55),
    root: random.uniform(0.17, 0.26),
    tip: random.uniform(0.05, 0.08),
    sweep: random.uniform(0.14, 0.28),
    rise: random.uniform(0, 0.07),
  };
  bothWings(mesh, wing);
  const engines = random.pick(['two', 'two', 'four', 'tail']);
  tail(mesh, random, up, engines === 'tail');
  const width = random.uniform(0.024, 0.036);
  if (engines === 'tail') {
    for (const side of SIDES) {
      jet(mesh, [-0.2, side * (radius + width), up * 0.5 + 0.3 * radius], width);
    }
    return;
  }
  for (const share of engines === 'two' ? [0.34] : [0.3, 0.58]) {
    for (const side of SIDES) {
      const [x, z] = [wing.x - wing.sweep * share + 0.03, wing.z + wing.rise * share - width];
      jet(mesh, [x, side * wing.span * share, z], width);
    }
  }
}

function lightAircraft(mesh: MeshBuilder, random: Stream): void {
  const radius = random.uniform(0.06, 0.085);
  const up = fuselage(mesh, random, radius, [0.08, 0.14]);
  const high = random.chance(0.5);
  const wing = {
    x: random.uniform(0.16, 0.24),
    z: high ? radius * 0.9 : -radius * 0.7,
    span: random.uniform(0.45, 0.62),
    root: random.uniform(0.14, 0.19),
    tip: random.uniform(0.09, 0.13),
    sweep: random.uniform(-0.01, 0.05),
    rise: random.uniform(0, 0.05),
  };
  bothWings(mesh, wing);
  tail(mesh, random, up, random.chance(0.2));
  ellipsoid(mesh, [0.14, 0, radius * 0.8], [0.13, radius * 0.7, radius * 0.6]);
  if (random.chance(0.35)) {
    for (const side of SIDES) {
      const [y, z] = [side * wing.span * 0.36, wing.z];
      frustum(mesh, [wing.x - 0.12, y, z], [wing.x + 0.07, y, z], [0.02, 0.032], 8);
      propeller(mesh, random, [wing.x + 0.08, y, z]);
    }
  } else {
    propeller(mesh, random, [0.51, 0, 0]);
  }
  if (random.chance(0.4)) {
    for (const side of SIDES) {
      box(
        mesh,
        [0.14, 0.17],
        [side * 0.1 - 0.008, side * 0.1 + 0.008],
        [-radius - 0.08, -radius * 0.6],
      );
      frustum(
        mesh,
        [0.155, side * 0.09, -radius - 0.09],
        [0.155, side * 0.12, -radius - 0.09],
        [0.035, 0.035],
        8,
      );
    }
  }
}

function fighter(mesh: MeshBuilder, random: Stream): void {
  const radius = random.uniform(0.045, 0.065);
  const up = fuselage(mesh, random, radius, [0.25, 0.36], 0.4);
  const delta = random.chance(0.5);
  const span = random.uniform(0.25, 0.36);
  bothWings(mesh, {
    x: delta ? random.uniform(0.1, 0.2) : random.uniform(0, 0.1),
    z: 0,
    span,
    root: delta ? random.uniform(0.42, 0.56) : random.uniform(0.22, 0.3),
    tip: random.uniform(0.03, 0.08),
    sweep: delta ? random.uniform(0.34, 0.45) : random.uniform(0.14, 0.22),
    rise: random.uniform(-0.03, 0.01),
  });
  if (!delta || random.chance(0.3)) {
    bothWings(mesh, {
      x: -0.34,
      z: 0,
      span: span * 0.6,
      root: 0.14,
      tip: 0.06,
      sweep: 0.11,
      rise: 0,
    });
  }
  ellipsoid(mesh, [0.2, 0, radius * 0.85], [0.12, radius * 0.55, radius * 0.7]);
  const twin = random.chance(0.5);
  for (const y of twin ? [-0.07, 0.07] : [0]) fin(mesh, [-0.24, y, up], [0.22, 0.16], y * 0.6);
  for (const side of twin ? SIDES : []) {
    frustum(
      mesh,
      [0.05, side * 0.055, -0.01],
      [-0.52, side * 0.05, 0],
      [radius * 0.8, radius * 0.7],
      10,
    );
  }
}

function biplane(mesh: MeshBuilder, random: Stream): void {
  const radius = random.uniform(0.06, 0.08);
  const up = fuselage(mesh, random, radius, [0.04, 0.08]);
  const [span, chord] = [random.uniform(0.45, 0.6), random.uniform(0.14, 0.19)];
  const [low, high] = [-radius, radius + random.uniform(0.09, 0.13)];
  const [x, stagger] = [random.uniform(0.2, 0.28), random.uniform(0, 0.06)];
  const plane = { span, root: chord, tip: chord * 0.9, sweep: 0, rise: 0 };
  bothWings(mesh, { ...plane, x: x - stagger, z: low });
  bothWings(mesh, { ...plane, x, z: high });
  for (const side of SIDES) {
    for (const y of [0.25, 0.75].map((share) => side * span * share)) {
      frustum(mesh, [x - chord * 0.7, y, low], [x - chord * 0.5, y, high], [0.009, 0.009], 5);
    }
  }
  tail(mesh, random, up, false);
  propeller(mesh, random, [0.51, 0, 0]);
}

function glider(mesh: MeshBuilder, random: Stream): void {
  const radius = random.uniform(0.04, 0.05);
  const up = fuselage(mesh, random, radius, [0.12, 0.2]);
  const span = random.uniform(0.62, 0.75);
  bothWings(mesh, {
    x: 0.18,
    z: radius * 0.5,
    span,
    root: 0.1,
    tip: 0.045,
    sweep: 0.03,
    rise: 0.04,
  });
  tail(mesh, random, up, true);
}

/** The body along x from −0.5 to 0.5; returns how far the tail is drawn up. */
function fuselage(
  mesh: MeshBuilder,
  random: Stream,
  radius: number,
  nose: readonly [number, number],
  blunt = random.uniform(0.55, 0.8),
): number {
  const front = 0.5 - random.uniform(...nose);
  const rear = -0.5 + random.uniform(0.2, 0.4);
  const up = random.uniform(0.1, 0.8) * radius;
  const ring = (x: number, size: number, z: number) =>
    oval(x, [radius * size, radius * size], [0, z]);
  loft(mesh, [
    ring(0.5, 0.1, -0.2 * radius),
    ring(0.5 - (0.5 - front) * 0.35, blunt, -0.1 * radius),
    ring(front, 1, 0),
    ring(rear, 1, 0),
    ring((rear - 0.5) / 2, 0.62, up * 0.5),
    ring(-0.5, 0.16, up),
  ]);
  return up;
}

function bothWings(mesh: MeshBuilder, wing: Wing): void {
  const { x, z, span, root, tip, sweep, rise } = wing;
  for (const side of SIDES) {
    const blade = (half: number): Vec[] => [
      [x, 0, z + half],
      [x - root, 0, z + half],
      [x - sweep - tip, side * span, z + rise + half * 0.5],
      [x - sweep, side * span, z + rise + half * 0.5],
    ];
    hexahedron(mesh, blade(-0.011), blade(0.011));
  }
}

/** Fin and tailplane; on top of the fin when `raised`. */
function tail(mesh: MeshBuilder, random: Stream, up: number, raised: boolean): void {
  const height = random.uniform(0.12, 0.2);
  const chord = random.uniform(0.13, 0.19);
  fin(mesh, [-0.5 + chord + 0.03, 0, up], [chord, height], 0);
  bothWings(mesh, {
    x: raised ? -0.5 + chord * 0.5 : -0.5 + chord,
    z: raised ? up + height * 0.96 : up * 0.8,
    span: random.uniform(0.14, 0.23),
    root: chord * 0.85,
    tip: chord * 0.45,
    sweep: chord * random.uniform(0.1, 0.6),
    rise: 0,
  });
}

function fin(
  mesh: MeshBuilder,
  [x, y, z]: Vec,
  [chord, height]: readonly [number, number],
  lean: number,
): void {
  const blade = (offset: number): Vec[] => [
    [x, y + offset, z],
    [x - chord, y + offset, z],
    [x - chord * 1.15, y + lean + offset, z + height],
    [x - chord * 0.65, y + lean + offset, z + height],
  ];
  hexahedron(mesh, blade(-0.009), blade(0.009));
}

const jet = (mesh: MeshBuilder, [x, y, z]: Vec, width: number): void =>
  frustum(mesh, [x, y, z], [x - width * 3.6, y, z], [width, width * 0.7], 9);

function propeller(mesh: MeshBuilder, random: Stream, [x, y, z]: Vec): void {
  frustum(mesh, [x - 0.02, y, z], [x + 0.025, y, z], [0.022, 0.006], 8);
  const length = random.uniform(0.1, 0.14);
  if (random.chance(0.5))
    box(mesh, [x - 0.006, x + 0.006], [y - length, y + length], [z - 0.014, z + 0.014]);
  else box(mesh, [x - 0.006, x + 0.006], [y - 0.014, y + 0.014], [z - length, z + length]);
}
