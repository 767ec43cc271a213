import { DEPTH_STEPS } from '@nhat/documents';
import type { Vec } from '../geometry';
import type { Material } from '../scene/scene';
import type { Tile } from '../textures';
import { paintBackground } from './background';
import { LIGHT_LIMIT, LIGHT_STEPS, exposureTable } from './exposure';
import { clipped } from './near-plane';
import { Shadow } from './shadow';
import { linearTable } from './srgb';
import { shade } from './surface-shader';
import type { Placed } from './visibility';
import { Visibility } from './visibility';

export interface FrameObject extends Placed {
  label: number;
  material: Material;
  tile: Tile | null;
}

/** Samples along a side of the image, at least, and along a side of a pixel, at least. */
const LEAST_SAMPLES = 256;
const LEAST_PER_PIXEL = 4;

/**
 * The buffers of one image. What is visible is found on a fine grid of samples; then each surface that a pixel shows is
 * shaded once, at its sample nearest to the pixel's middle, and weighted by its share of the samples.
 */
export class Frame {
  private readonly perPixel: number;
  private readonly visibility: Visibility;
  /** Places of a pixel's samples relative to its first, the nearest to its middle first. */
  private readonly order: Int32Array;
  /** `[size, size]`, part of each pixel that shows the background. */
  private readonly share: Float32Array;
  /** `[size, size, 3]`, linear. */
  private readonly light: Float32Array;
  private readonly shadow: Shadow;
  private readonly table = linearTable();
  private readonly exposure = exposureTable();
  private objects: readonly FrameObject[] = [];
  private key: Vec = [0, 0, 1];
  /** The surfaces of one pixel: number, sample nearest to the middle, count of samples. */
  private readonly seen: Int32Array;
  private readonly cells: Int32Array;
  private readonly counts: Int32Array;
  private readonly out = new Float64Array(3);

  /** `objects`: how many an image has, at most. */
  constructor(
    private readonly size: number,
    objects = 1,
  ) {
    this.shadow = new Shadow(objects);
    this.perPixel = Math.max(LEAST_PER_PIXEL, Math.ceil(LEAST_SAMPLES / size));
    this.visibility = new Visibility(size * this.perPixel);
    this.order = nearestFirst(this.perPixel, size * this.perPixel);
    this.share = new Float32Array(size * size);
    this.light = new Float32Array(size * size * 3);
    this.seen = new Int32Array(this.order.length);
    this.cells = new Int32Array(this.order.length);
    this.counts = new Int32Array(this.order.length);
  }

  draw(
    objects: readonly FrameObject[],
    background: { material: Material; tile: Tile | null },
    key: Vec,
    lit: boolean,
  ): void {
    this.objects = objects.map((object) => clipped(object));
    this.key = key;
    this.share.fill(1);
    this.light.fill(0);
    this.visibility.look(this.objects);
    this.shadow.cast(key, objects);
    this.resolve();
    const { size, share, light, table } = this;
    paintBackground(background.material, background.tile, key, lit, { size, share, light, table });
  }

  /** Shades what each pixel shows of the objects and notes how much is left of the background. */
  private resolve(): void {
    const { perPixel, order, size } = this;
    const { samples } = this.visibility;
    const { left, right, top, bottom } = this.visibility.bounds(this.objects.length);
    const lastColumn = Math.ceil(right / perPixel);
    const lastRow = Math.ceil(bottom / perPixel);
    for (let row = Math.floor(top / perPixel); row < lastRow; row++) {
      for (let column = Math.floor(left / perPixel); column < lastColumn; column++) {
        const first = (row * samples.size + column) * perPixel;
        if (this.isOpen(first)) continue;
        const count = this.collect(first);
        let covered = 0;
        for (let at = 0; at < count; at++) {
          const count = this.counts[at]!;
          covered += count;
          this.shadeSurface(this.cells[at]!, count === order.length ? first : -1);
          const weight = count / order.length;
          const pixel = (row * size + column) * 3;
          this.light[pixel]! += weight * this.out[0]!;
          this.light[pixel + 1]! += weight * this.out[1]!;
          this.light[pixel + 2]! += weight * this.out[2]!;
        }
        this.share[row * size + column] = 1 - covered / order.length;
      }
    }
  }

  /** Whether nothing covers the pixel whose samples begin at `first`. */
  private isOpen(first: number): boolean {
    const { triangle, size } = this.visibility.samples;
    for (let line = first, row = 0; row < this.perPixel; row++, line += size) {
      for (let cell = line; cell < line + this.perPixel; cell++)
        if (triangle[cell] !== 0) return false;
    }
    return true;
  }

  /** Lists the surfaces in a pixel and returns how many there are. */
  private collect(first: number): number {
    const { order, seen, cells, counts } = this;
    const { samples, surface } = this.visibility;
    const { triangle } = samples;
    let surfaces = 0;
    let last = 0;
    let slot = -1;
    for (let at = 0; at < order.length; at++) {
      const cell = first + order[at]!;
      const id = triangle[cell]!;
      if (id !== last) {
        last = id;
        slot = -1;
        if (id !== 0) {
          const number = surface[id - 1]!;
          slot = 0;
          while (slot < surfaces && seen[slot] !== number) slot++;
          if (slot === surfaces) {
            seen[surfaces] = number;
            cells[surfaces] = cell;
            counts[surfaces] = 0;
            surfaces++;
          }
        }
      }
      if (slot >= 0) counts[slot]!++;
    }
    return surfaces;
  }

  /** Shades at the sample `cell`; where its surface fills a pixel that begins at `first`, at the pixel's middle. */
  private shadeSurface(cell: number, first: number): void {
    const { samples, projected, first: starts } = this.visibility;
    const id = samples.triangle[cell]! - 1;
    let owner = 0;
    while (owner + 1 < this.objects.length && id >= starts[owner + 1]!) owner++;
    const object = this.objects[owner]!;
    const from = first >= 0 ? first : cell;
    const middle = first >= 0 ? this.perPixel / 2 : 0.5;
    const sx = (from % samples.size) + middle;
    const sy = Math.floor(from / samples.size) + middle;
    shade(
      object,
      projected[owner]!,
      id - starts[owner]!,
      sx,
      sy,
      samples.size,
      this.perPixel,
      this.key,
      this.shadow,
      this.table,
      this.out,
    );
  }

  /** Writes the image, `[size, size, 3]` sRGB. */
  develop(pixels: Uint8Array): void {
    const { light, exposure } = this;
    const most = LIGHT_STEPS * LIGHT_LIMIT;
    for (let at = 0; at < light.length; at++) {
      const step = (light[at]! * LIGHT_STEPS + 0.5) | 0;
      pixels[at] = exposure[step < most ? step : most]!;
    }
  }

  /**
   * Writes mask (class + 1), depth (`DEPTH_STEPS` per unit) and instance (1 + number of the object) of the pixels that are
   * covered at least by half, all from the covered sample nearest to the middle; 0, 255 and 0 elsewhere.
   */
  truth(mask: Uint8Array, depth: Uint8Array, instance?: Uint8Array): void {
    const { samples, first } = this.visibility;
    const { order, perPixel, size, share } = this;
    mask.fill(0);
    depth.fill(255);
    instance?.fill(0);
    for (let pixel = 0; pixel < share.length; pixel++) {
      if (share[pixel]! > 0.5) continue;
      const start = (Math.floor(pixel / size) * samples.size + (pixel % size)) * perPixel;
      let at = 0;
      while (samples.triangle[start + order[at]!] === 0) at++;
      const cell = start + order[at]!;
      let owner = 0;
      while (owner + 1 < this.objects.length && samples.triangle[cell]! > first[owner + 1]!)
        owner++;
      mask[pixel] = this.objects[owner]!.label + 1;
      if (instance) instance[pixel] = owner + 1;
      depth[pixel] = Math.min(255, Math.round(DEPTH_STEPS / samples.inverse[cell]!));
    }
  }
}

function nearestFirst(perPixel: number, rowLength: number): Int32Array {
  const middle = (perPixel - 1) / 2;
  const offsets = Array.from({ length: perPixel * perPixel }, (_, at) => {
    const [dx, dy] = [at % perPixel, Math.floor(at / perPixel)];
    const away = (dx - middle) * (dx - middle) + (dy - middle) * (dy - middle);
    return { offset: dy * rowLength + dx, away };
  });
  offsets.sort((a, b) => a.away - b.away || a.offset - b.offset);
  return Int32Array.from(offsets, ({ offset }) => offset);
}
