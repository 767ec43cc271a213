import type { Mesh } from '../geometry';
import { CAMERA } from '../scene/camera';
import type { View } from '../scene/camera';
import { viewMatrix } from './projection';
import type { Placed } from './visibility';

/** The distance of the near plane: anything nearer is invisible (as in Blender 2.80's camera). */
export const NEAR = 0.1;

/** The object with a mesh that ends at the near plane of `view`; the object itself where it lies behind the plane. */
export function clipped<Object extends Placed>(object: Object, view: View = CAMERA): Object {
  const matrix = viewMatrix(object.placement, view);
  const reach = object.mesh.radius * Math.max(...object.placement.warp);
  if (matrix[11]! - reach >= NEAR) return object;
  return { ...object, mesh: cut(object.mesh, depths(object.mesh, matrix)) };
}

const depths = ({ positions: p }: Mesh, m: Float64Array): Float64Array =>
  Float64Array.from(
    { length: p.length / 3 },
    (_, at) => m[8]! * p[at * 3]! + m[9]! * p[at * 3 + 1]! + m[10]! * p[at * 3 + 2]! + m[11]!,
  );

/** Whole triangles stay, those in front of the plane go, and those that cross it lose a corner or two. */
function cut(mesh: Mesh, depth: Float64Array): Mesh {
  const positions = [...mesh.positions];
  const normals = [...mesh.normals];
  const [triangles, surface, axis]: [number[], number[], number[]] = [[], [], []];
  const cross = (from: number, to: number): number => {
    const share = (NEAR - depth[from]!) / (depth[to]! - depth[from]!);
    for (const list of [positions, normals]) {
      for (let k = 0; k < 3; k++) {
        list.push(list[from * 3 + k]! + share * (list[to * 3 + k]! - list[from * 3 + k]!));
      }
    }
    return positions.length / 3 - 1;
  };
  for (let number = 0; number < mesh.surface.length; number++) {
    const corners = [0, 1, 2].map((k) => mesh.triangles[number * 3 + k]!);
    const polygon = corners.flatMap((start, k) => {
      const end = corners[(k + 1) % 3]!;
      const [startIsVisible, endIsVisible] = [depth[start]! >= NEAR, depth[end]! >= NEAR];
      return [
        ...(startIsVisible ? [start] : []),
        ...(startIsVisible !== endIsVisible ? [cross(start, end)] : []),
      ];
    });
    for (let k = 1; k + 1 < polygon.length; k++) {
      triangles.push(polygon[0]!, polygon[k]!, polygon[k + 1]!);
      surface.push(mesh.surface[number]!);
      axis.push(mesh.axis[number]!);
    }
  }
  return {
    ...mesh,
    positions: Float32Array.from(positions),
    normals: Float32Array.from(normals),
    triangles: Uint16Array.from(triangles),
    surface: Uint16Array.from(surface),
    axis: Uint8Array.from(axis),
  };
}
