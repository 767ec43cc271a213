import type { Vec } from '../geometry';
import { cross, dot, unit } from '../geometry/vector';
import type { View } from '../scene/camera';
import { clipped } from './near-plane';
import { Projected, project, viewMatrix } from './projection';
import { createSamples, rasterise } from './rasterise';
import type { Samples } from './rasterise';
import type { Placed } from './visibility';

/** Cells along a side of the map: for one object, and for a scene, whose map reaches about three times as far. */
const SIZE = 40;
const SCENE_SIZE = 112;
/** Half width, in map cells, of the square over which a shadow's edge is spread. */
const SPREAD = 2;
/** Lifts the looked-up point off its surface, in map cells, so that a surface does not shade itself. */
const LIFT = 3;

/**
 * The shadow map of the key light: depths around the origin. The light of a point is the share of a 4 × 4 cell square around it
 * that nothing nearer to the light covers; the square moves continuously.
 */
export class Shadow {
  private readonly samples: Samples;
  private readonly projected = new Projected();
  private view: View = {
    origin: [0, 0, 1],
    right: [1, 0, 0],
    up: [0, 1, 0],
    forward: [0, 0, -1],
    focal: 1,
  };
  private lift = 0;

  /** For frames of so many objects. */
  constructor(objects = 1) {
    this.samples = createSamples(objects === 1 ? SIZE : SCENE_SIZE);
  }

  /** `light` lies in the plane x = 0. */
  cast(light: Vec, objects: readonly Placed[]): void {
    const back = unit(light);
    const distance = Math.sqrt(dot(light, light));
    const reach = Math.min(0.9 * distance, Math.max(...objects.map(reachOf)));
    this.view = {
      origin: light,
      right: [1, 0, 0],
      up: cross(back, [1, 0, 0]),
      forward: [-back[0], -back[1], -back[2]],
      focal: Math.sqrt(distance * distance - reach * reach) / reach,
    };
    const { size } = this.samples;
    this.lift = (LIFT * 2 * reach) / size;
    this.samples.inverse.fill(0);
    for (const object of objects) {
      const { mesh, placement } = clipped(object, this.view);
      project(mesh, viewMatrix(placement, this.view), this.view.focal, size, this.projected);
      rasterise(mesh, this.projected, this.samples, 0);
    }
  }

  /** The share of the key light, 0 … 1, that reaches the point (x, y, z) of a surface with the unit normal n. */
  visible(x: number, y: number, z: number, nx: number, ny: number, nz: number): number {
    const { origin, up, forward, focal } = this.view;
    const { inverse, size } = this.samples;
    const px = x + nx * this.lift - origin[0];
    const py = y + ny * this.lift - origin[1];
    const pz = z + nz * this.lift - origin[2];
    const w = 1 / (px * forward[0] + py * forward[1] + pz * forward[2]);
    const scale = (focal * w * size) / 2;
    const sx = size / 2 + scale * px - SPREAD;
    const sy = size / 2 - scale * (px * up[0] + py * up[1] + pz * up[2]) - SPREAD;
    const left = Math.floor(sx);
    const top = Math.floor(sy);
    if (left < 0 || top < 0 || left + 2 * SPREAD >= size || top + 2 * SPREAD >= size) return 1;
    const fx = sx - left;
    const fy = sy - top;
    let covered = 0;
    for (let row = 0; row <= 2 * SPREAD; row++) {
      const at = (top + row) * size + left;
      let sum = 0;
      if (inverse[at]! > w) sum += 1 - fx;
      for (let column = 1; column < 2 * SPREAD; column++) if (inverse[at + column]! > w) sum++;
      if (inverse[at + 2 * SPREAD]! > w) sum += fx;
      covered += row === 0 ? sum * (1 - fy) : row === 2 * SPREAD ? sum * fy : sum;
    }
    return 1 - covered / (4 * SPREAD * SPREAD);
  }
}

/** Radius of a sphere around the origin that holds an object. */
const reachOf = ({ mesh, placement: { position, warp } }: Placed): number =>
  Math.sqrt(dot(position, position)) + mesh.radius * Math.max(...warp);
