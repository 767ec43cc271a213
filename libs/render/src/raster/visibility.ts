import type { Mesh } from '../geometry';
import { CAMERA } from '../scene/camera';
import type { Placement } from './projection';
import { Projected, project, viewMatrix } from './projection';
import type { Samples } from './rasterise';
import { createSamples, rasterise } from './rasterise';

/** Something to be drawn: a mesh and where it stands. */
export interface Placed {
  mesh: Mesh;
  placement: Placement;
}

/** The samples of a grid at which the camera sees the objects. */
export class Visibility {
  readonly samples: Samples;
  /** By object: its vertices on the grid, and the number of its first triangle. */
  readonly projected: Projected[] = [];
  readonly first: number[] = [];
  /** Surface of each triangle, numbered through all objects. */
  surface = new Uint16Array(8192);

  constructor(size: number) {
    this.samples = createSamples(size);
  }

  look(objects: readonly Placed[]): void {
    this.samples.inverse.fill(0);
    this.samples.triangle.fill(0);
    let [triangles, surfaces] = [0, 0];
    objects.forEach(({ mesh, placement }, at) => {
      const projected = (this.projected[at] ??= new Projected());
      project(mesh, viewMatrix(placement, CAMERA), CAMERA.focal, this.samples.size, projected);
      rasterise(mesh, projected, this.samples, triangles);
      this.first[at] = triangles;
      this.number(mesh, triangles, surfaces);
      triangles += mesh.surface.length;
      surfaces += mesh.surfaceCount;
    });
  }

  private number({ surface }: Mesh, triangles: number, surfaces: number): void {
    if (this.surface.length < triangles + surface.length) {
      const grown = new Uint16Array((triangles + surface.length) * 2);
      grown.set(this.surface);
      this.surface = grown;
    }
    for (let at = 0; at < surface.length; at++)
      this.surface[triangles + at] = surface[at]! + surfaces;
  }

  /** Rectangle of the grid that holds all objects, as half-open ranges cut at the borders. */
  bounds(objects: number): { left: number; right: number; top: number; bottom: number } {
    const { size } = this.samples;
    const seen = this.projected.slice(0, objects);
    return {
      left: Math.max(0, Math.floor(Math.min(...seen.map(({ left }) => left)))),
      right: Math.min(size, Math.ceil(Math.max(...seen.map(({ right }) => right)))),
      top: Math.max(0, Math.floor(Math.min(...seen.map(({ top }) => top)))),
      bottom: Math.min(size, Math.ceil(Math.max(...seen.map(({ bottom }) => bottom)))),
    };
  }
}
