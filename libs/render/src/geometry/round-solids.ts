import { cos, pow, sin } from '@nhat/random';
import type { MeshBuilder } from './mesh-builder';
import type { Pair, Vec } from './vector';
import { add, cross, perpendicular, scale, subtract, unit } from './vector';

/** Points of a circle around `centre`, in the plane of the unit vectors `u` and `v`. */
function circle(centre: Vec, radius: number, u: Vec, v: Vec, sides: number): Vec[] {
  return Array.from({ length: sides }, (_, at) => {
    const angle = (at / sides) * 2 * Math.PI;
    return add(centre, add(scale(u, radius * cos(angle)), scale(v, radius * sin(angle))));
  });
}

/** A round bar between two points with a radius at each end: cylinder, cone, wheel, leg. */
export function frustum(mesh: MeshBuilder, from: Vec, to: Vec, radii: Pair, sides = 10): void {
  const axis = unit(subtract(to, from));
  const u = perpendicular(axis);
  const v = cross(axis, u);
  const low = circle(from, radii[0], u, v, sides);
  const high = circle(to, radii[1], u, v, sides);
  mesh.solid(() => {
    mesh.patch([low, high], true);
    mesh.face([...low].reverse());
    mesh.face(high);
  });
}

/** A round bar along a path of at least two points. */
export function tube(mesh: MeshBuilder, path: readonly Vec[], radius: number, sides = 7): void {
  let u = perpendicular(unit(subtract(path[1]!, path[0]!)));
  const rings = path.map((point, at) => {
    const axis = unit(
      subtract(path[Math.min(at + 1, path.length - 1)]!, path[Math.max(at - 1, 0)]!),
    );
    u = unit(cross(cross(axis, u), axis));
    return circle(point, radius, u, cross(axis, u), sides);
  });
  mesh.solid(() => {
    mesh.patch(rings, true);
    mesh.face([...rings[0]!].reverse());
    mesh.face(rings.at(-1)!);
  });
}

/** A surface of revolution about a vertical axis; `profile` holds `[radius, height]`, bottom first. */
export function lathe(
  mesh: MeshBuilder,
  [x, y]: Pair,
  profile: readonly Pair[],
  { sides = 14, smooth = false }: { sides?: number; smooth?: boolean } = {},
): void {
  const rings = profile.map(([radius, z]) =>
    circle([x, y, z], Math.max(radius, 1e-4), [1, 0, 0], [0, 1, 0], sides),
  );
  mesh.solid(() => {
    if (smooth) mesh.patch(rings, true);
    else for (let at = 1; at < rings.length; at++) mesh.patch([rings[at - 1]!, rings[at]!], true);
    mesh.face([...rings[0]!].reverse());
    mesh.face(rings.at(-1)!);
  });
}

export function ellipsoid(
  mesh: MeshBuilder,
  centre: Vec,
  [rx, ry, rz]: Vec,
  { around = 12, rings = 7 }: { around?: number; rings?: number } = {},
): void {
  const profile = Array.from({ length: rings + 1 }, (_, row) => {
    const latitude = (row / rings - 0.5) * Math.PI;
    const width = Math.max(cos(latitude), 1e-3);
    return Array.from({ length: around }, (_, at): Vec => {
      const angle = (at / around) * 2 * Math.PI;
      return add(centre, [rx * width * cos(angle), ry * width * sin(angle), rz * sin(latitude)]);
    });
  });
  mesh.solid(() => {
    mesh.patch(profile, true);
    mesh.face([...profile[0]!].reverse());
    mesh.face(profile.at(-1)!);
  });
}

/** A ring of tyre in a plane of constant y. */
export function torus(
  mesh: MeshBuilder,
  centre: Vec,
  radius: number,
  thickness: Pair,
  { around = 16, section = 6 }: { around?: number; section?: number } = {},
): void {
  const rings = Array.from({ length: around + 1 }, (_, row) => {
    const angle = ((row % around) / around) * 2 * Math.PI;
    return Array.from({ length: section }, (_, at): Vec => {
      const turn = (at / section) * 2 * Math.PI;
      const reach = radius + thickness[0] * cos(turn);
      return add(centre, [reach * cos(angle), thickness[1] * sin(turn), reach * sin(angle)]);
    });
  });
  mesh.solid(() => mesh.patch(rings, true));
}

/** An outline of a super-ellipse in a plane of constant x; `exponent` 2 is an ellipse, larger is boxier. */
export function oval(
  x: number,
  [ry, rz]: Pair,
  [cy, cz]: Pair = [0, 0],
  { points = 12, exponent = 2 }: { points?: number; exponent?: number } = {},
): Vec[] {
  return Array.from({ length: points }, (_, at): Vec => {
    const angle = ((at + 0.5) / points) * 2 * Math.PI;
    return [x, cy + ry * bulge(cos(angle), exponent), cz + rz * bulge(sin(angle), exponent)];
  });
}

/** A cosine or sine bent from round (exponent 2) to square (large). */
const bulge = (value: number, exponent: number): number =>
  (value < 0 ? -1 : 1) * pow(Math.abs(value), 2 / exponent);
