import type { MeshBuilder } from './mesh-builder';
import { earClip } from './ear-clip';
import type { Pair, Vec } from './vector';
import { add, unit } from './vector';

/** Six faces between a bottom and a top quadrilateral whose corners correspond. */
export function hexahedron(mesh: MeshBuilder, bottom: readonly Vec[], top: readonly Vec[]): void {
  mesh.solid(() => {
    mesh.face([...bottom].reverse());
    mesh.face(top);
    for (let at = 0; at < 4; at++) {
      const next = (at + 1) % 4;
      mesh.face([bottom[at]!, bottom[next]!, top[next]!, top[at]!]);
    }
  });
}

const rectangle = (x: Pair, y: Pair, z: number): Vec[] => [
  [x[0], y[0], z],
  [x[1], y[0], z],
  [x[1], y[1], z],
  [x[0], y[1], z],
];

/** An upright box; its top may be smaller (`taper`, factors of x and y) and moved (`shift`). */
export function box(
  mesh: MeshBuilder,
  x: Pair,
  y: Pair,
  z: Pair,
  { taper = [1, 1], shift = [0, 0] }: { taper?: Pair; shift?: Pair } = {},
): void {
  const shrink = ([low, high]: Pair, factor: number, move: number): Pair => {
    const [middle, half] = [(low + high) / 2 + move, ((high - low) / 2) * factor];
    return [middle - half, middle + half];
  };
  const top = rectangle(shrink(x, taper[0], shift[0]), shrink(y, taper[1], shift[1]), z[1]);
  hexahedron(mesh, rectangle(x, y, z[0]), top);
}

/** A flat outline (it may be concave) drawn out along `offset`. */
export function prism(mesh: MeshBuilder, outline: readonly Vec[], offset: Vec): void {
  const far = outline.map((point) => add(point, offset));
  const caps = earClip(outline, unit(offset));
  mesh.solid(() => {
    mesh.face(far, caps);
    mesh.face(outline, [...caps].reverse());
    outline.forEach((point, at) => {
      const next = (at + 1) % outline.length;
      mesh.face([point, outline[next]!, far[next]!, far[at]!]);
    });
  });
}

/** A skin over cross-sections of equally many points, closed at both ends. */
export function loft(
  mesh: MeshBuilder,
  sections: readonly (readonly Vec[])[],
  { smooth = true }: { smooth?: boolean } = {},
): void {
  mesh.solid(() => {
    if (smooth) mesh.patch(sections, true);
    else facets(mesh, sections);
    mesh.face([...sections[0]!].reverse());
    mesh.face(sections.at(-1)!);
  });
}

function facets(mesh: MeshBuilder, sections: readonly (readonly Vec[])[]): void {
  for (let row = 0; row + 1 < sections.length; row++) {
    const [low, high] = [sections[row]!, sections[row + 1]!];
    low.forEach((point, at) => {
      const next = (at + 1) % low.length;
      mesh.face([point, low[next]!, high[next]!, high[at]!]);
    });
  }
}
