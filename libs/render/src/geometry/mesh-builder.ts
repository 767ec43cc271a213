import type { Mesh } from './mesh';
import type { Vec } from './vector';
import { cross, dot } from './vector';

/** Collects solids; each is closed, and turned inside out when its faces were given the wrong way round. */
export class MeshBuilder {
  private readonly positions: number[] = [];
  private readonly normals: number[] = [];
  private readonly triangles: number[] = [];
  private readonly surfaces: number[] = [];
  private surfaceCount = 0;

  /** Everything that `draw` adds is one closed solid; afterwards its faces look outward. */
  solid(draw: () => void): void {
    const firstTriangle = this.triangles.length;
    const firstVertex = this.normals.length;
    draw();
    if (this.volumeSince(firstTriangle) >= 0) return;
    for (let at = firstTriangle; at < this.triangles.length; at += 3) {
      const kept = this.triangles[at + 1]!;
      this.triangles[at + 1] = this.triangles[at + 2]!;
      this.triangles[at + 2] = kept;
    }
    for (let at = firstVertex; at < this.normals.length; at++)
      this.normals[at] = -this.normals[at]!;
  }

  /** A flat face: its corners in order, and its triangles as corner numbers (a fan when left out). */
  face(corners: readonly Vec[], triangles: readonly number[] = fan(corners.length)): void {
    const grid = corners.map((corner) => [corner]);
    this.surfaceOf(grid, triangles);
  }

  /**
   * A smooth surface over `rows` of equally many points; `closed` joins the last column to the first.
   * Normals are the area-weighted means of the neighbouring faces.
   */
  patch(rows: readonly (readonly Vec[])[], closed: boolean): void {
    const columns = rows[0]!.length;
    const triangles: number[] = [];
    for (let row = 0; row + 1 < rows.length; row++) {
      for (let column = 0; column < (closed ? columns : columns - 1); column++) {
        const next = (column + 1) % columns;
        const [a, b] = [row * columns + column, row * columns + next];
        triangles.push(a, b, b + columns, a, b + columns, a + columns);
      }
    }
    this.surfaceOf(rows, triangles);
  }

  private surfaceOf(rows: readonly (readonly Vec[])[], triangles: readonly number[]): void {
    const { positions, normals } = this;
    const first = positions.length / 3;
    for (const row of rows) {
      for (const point of row) {
        positions.push(point[0], point[1], point[2]);
        normals.push(0, 0, 0);
      }
    }
    for (let at = 0; at < triangles.length; at += 3) {
      this.triangle(first + triangles[at]!, first + triangles[at + 1]!, first + triangles[at + 2]!);
    }
    for (let at = first * 3; at < normals.length; at += 3) {
      const [x, y, z] = [normals[at]!, normals[at + 1]!, normals[at + 2]!];
      const length = Math.sqrt(x * x + y * y + z * z);
      normals[at] = length > 0 ? x / length : 0;
      normals[at + 1] = length > 0 ? y / length : 0;
      normals[at + 2] = length > 0 ? z / length : 1;
    }
    this.surfaceCount++;
  }

  /** Adds a triangle, unless it has no area, and its area-weighted normal to those of its corners. */
  private triangle(a: number, b: number, c: number): void {
    const { positions: p, normals } = this;
    const [ax, ay, az] = [p[a * 3]!, p[a * 3 + 1]!, p[a * 3 + 2]!];
    const [bx, by, bz] = [p[b * 3]! - ax, p[b * 3 + 1]! - ay, p[b * 3 + 2]! - az];
    const [cx, cy, cz] = [p[c * 3]! - ax, p[c * 3 + 1]! - ay, p[c * 3 + 2]! - az];
    const [x, y, z] = [by * cz - bz * cy, bz * cx - bx * cz, bx * cy - by * cx];
    if (x * x + y * y + z * z === 0) return;
    this.triangles.push(a, b, c);
    this.surfaces.push(this.surfaceCount);
    for (const corner of [a, b, c]) {
      normals[corner * 3]! += x;
      normals[corner * 3 + 1]! += y;
      normals[corner * 3 + 2]! += z;
    }
  }

  /** Six times the signed volume of the triangles added since `firstIndex`. */
  private volumeSince(firstIndex: number): number {
    let volume = 0;
    for (let at = firstIndex; at < this.triangles.length; at += 3) {
      const [a, b, c] = [this.corner(at), this.corner(at + 1), this.corner(at + 2)];
      volume += dot(a, cross(b, c));
    }
    return volume;
  }

  private corner(index: number): Vec {
    const at = this.triangles[index]! * 3;
    return [this.positions[at]!, this.positions[at + 1]!, this.positions[at + 2]!];
  }

  build(): Mesh {
    const mesh: Mesh = {
      positions: Float32Array.from(this.positions),
      normals: Float32Array.from(this.normals),
      triangles: Uint16Array.from(this.triangles),
      surface: Uint16Array.from(this.surfaces),
      surfaceCount: this.surfaceCount,
      axis: new Uint8Array(this.surfaces.length),
      radius: 0,
    };
    if (mesh.positions.length / 3 > 65535) throw new Error('mesh: more than 65,535 vertices');
    return mesh;
  }
}

function fan(corners: number): number[] {
  const triangles: number[] = [];
  for (let at = 1; at + 1 < corners; at++) triangles.push(0, at, at + 1);
  return triangles;
}
