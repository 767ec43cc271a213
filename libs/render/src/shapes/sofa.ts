import type { Stream } from '@nhat/random';
import type { MeshBuilder, Pair } from '../geometry';
import { box, frustum } from '../geometry';
import { fourLegs } from './legs';
import { SIDES } from './shape';

interface Frame {
  /** Half depth and half width over all, floor clearance, height of the seat's base. */
  depth: number;
  width: number;
  feet: number;
  seat: number;
  /** Thickness of back and arms, heights of both. */
  back: number;
  arm: number;
  backTop: number;
  armTop: number;
}

/** Armchairs to four-seaters, corner sofas, chaises and futons. */
export function sofa(mesh: MeshBuilder, random: Stream): void {
  const seats = random.pick([1, 2, 2, 3, 3, 4]);
  const arms = random.chance(0.86);
  const arm = arms ? random.uniform(0.07, 0.15) : 0;
  const frame: Frame = {
    depth: random.uniform(0.36, 0.46),
    width: arm + (seats * random.uniform(0.42, 0.56)) / 2,
    feet: random.chance(0.6) ? random.uniform(0.03, 0.1) : 0,
    seat: random.uniform(0.24, 0.32),
    back: random.uniform(0.1, 0.17),
    arm,
    backTop: random.uniform(0.56, 0.8),
    armTop: random.uniform(0.42, 0.58),
  };
  const { depth, width, feet } = frame;
  box(mesh, [-depth, depth], [-width, width], [feet, frame.seat]);
  box(mesh, [-depth - 0.02, -depth + frame.back], [-width, width], [feet, frame.backTop], {
    taper: [random.uniform(0.7, 1), 1],
    shift: [-random.uniform(0, 0.09), 0],
  });
  cushions(mesh, random, frame, random.pick([seats, seats, 1]));
  if (arms) random.pick([squareArm, squareArm, rolledArm, slopedArm])(mesh, random, frame);
  if (seats > 1 && random.chance(0.22)) corner(mesh, random, frame);
  if (feet > 0) {
    const thickness = random.uniform(0.025, 0.04);
    fourLegs(mesh, {
      reach: [depth - 0.02, width - 0.02],
      z: [0, feet],
      thickness,
      round: random.chance(0.5),
    });
  }
}

function cushions(mesh: MeshBuilder, random: Stream, frame: Frame, count: number): void {
  const inside = frame.width - frame.arm;
  const pitch = (2 * inside) / count;
  const thick = random.uniform(0.1, 0.15);
  const lean = random.uniform(0.03, 0.09);
  const over = random.uniform(-0.04, 0.06);
  const backCushions = random.chance(0.8);
  for (let at = 0; at < count; at++) {
    const y: Pair = [-inside + pitch * at + 0.012, -inside + pitch * (at + 1) - 0.012];
    const rear = -frame.depth + frame.back;
    box(mesh, [rear, frame.depth + 0.02], y, [frame.seat, frame.seat + thick], {
      taper: [0.97, 0.96],
    });
    if (!backCushions) continue;
    const z: Pair = [frame.seat + thick * 0.8, frame.backTop + over];
    box(mesh, [rear - 0.02, rear + 0.13], y, z, { taper: [0.7, 0.93], shift: [-lean, 0] });
  }
}

type DrawArm = (mesh: MeshBuilder, random: Stream, frame: Frame) => void;

const squareArm: DrawArm = (mesh, _random, { depth, width, arm, feet, armTop }) => {
  for (const side of SIDES) {
    box(mesh, [-depth, depth], across(side, width, arm), [feet, armTop]);
  }
};

const rolledArm: DrawArm = (mesh, _random, { depth, width, arm, feet, armTop }) => {
  const radius = arm * 0.66;
  for (const side of SIDES) {
    const y = side * (width - arm * 0.45);
    box(mesh, [-depth, depth - 0.01], across(side, width, arm * 0.9), [feet, armTop - radius]);
    frustum(
      mesh,
      [-depth, y, armTop - radius],
      [depth + 0.01, y, armTop - radius],
      [radius, radius],
      12,
    );
  }
};

/** Higher at the back than at the front. */
const slopedArm: DrawArm = (mesh, random, { depth, width, arm, feet, armTop, backTop }) => {
  const reach = random.uniform(0.55, 0.8);
  for (const side of SIDES) {
    box(mesh, [-depth, depth], across(side, width, arm), [feet, (armTop + backTop) / 2 - 0.03], {
      taper: [reach, 1],
      shift: [-depth * (1 - reach), 0],
    });
  }
};

const across = (side: number, width: number, arm: number): Pair =>
  side > 0 ? [width - arm, width] : [-width, -width + arm];

/** The long end of an L or a chaise: seat and cushion drawn forward on one side. */
function corner(mesh: MeshBuilder, random: Stream, { depth, width, arm, feet, seat }: Frame): void {
  const side = random.pick(SIDES);
  const reach = depth + random.uniform(0.35, 0.6);
  const inner = width - arm - random.uniform(0.42, 0.5);
  const y: Pair = side > 0 ? [inner, width] : [-width, -inner];
  box(mesh, [depth, reach], y, [feet, seat]);
  box(mesh, [depth, reach + 0.01], y, [seat, seat + 0.12], { taper: [0.98, 0.97] });
}
