import type { Mesh } from './mesh';
import type { Vec } from './vector';
import { cross, dot, subtract } from './vector';

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
    const points = rows.flat();
    const first = this.positions.length / 3;
    const sums = new Float64Array(points.length * 3);
    for (let at = 0; at < triangles.length; at += 3) {
      const [a, b, c] = [triangles[at]!, triangles[at + 1]!, triangles[at + 2]!];
      const normal = cross(subtract(points[b]!, points[a]!), subtract(points[c]!, points[a]!));
      if (dot(normal, normal) === 0) continue;
      this.triangles.push(first + a, first + b, first + c);
      this.surfaces.push(this.surfaceCount);
      for (const corner of [a, b, c]) {
        for (let k = 0; k < 3; k++) sums[corner * 3 + k]! += normal[k]!;
      }
    }
    points.forEach((point, at) => {
      this.positions.push(point[0], point[1], point[2]);
      const [x, y, z] = [sums[at * 3]!, sums[at * 3 + 1]!, sums[at * 3 + 2]!];
      const length = Math.sqrt(x * x + y * y + z * z);
      if (length > 0) this.normals.push(x / length, y / length, z / length);
      else this.normals.push(0, 0, 1);
    });
    this.surfaceCount++;
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
