import { stream } from '@nhat/random';
import { drawRotation, fromEuler, poseClass } from './rotation';

const rows = (r: Float64Array) => [r.slice(0, 3), r.slice(3, 6), r.slice(6, 9)];
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;

describe('rotation', () => {
  it('is orthonormal and right-handed for any angles', () => {
    const random = stream(3, 'angles');
    for (let at = 0; at < 200; at++) {
      const angles = [0, 1, 2].map(() => random.uniform(-7, 7)) as [number, number, number];
      const [a, b, c] = rows(fromEuler(...angles)) as [Float64Array, Float64Array, Float64Array];
      for (const row of [a, b, c]) expect(dot(row, row)).toBeCloseTo(1, 12);
      expect(dot(a, b)).toBeCloseTo(0, 12);
      const cross = [
        a[1]! * b[2]! - a[2]! * b[1]!,
        a[2]! * b[0]! - a[0]! * b[2]!,
        a[0]! * b[1]! - a[1]! * b[0]!,
      ];
      expect(dot(cross, c)).toBeCloseTo(1, 12);
    }
  });

  it('turns x first, then y, then z', () => {
    const [a, b, c] = [0.3, -0.4, 0.5];
    const apply = (r: Float64Array, p: number[]) => rows(r).map((row) => dot(row, p));
    const stepwise = apply(
      fromEuler(0, 0, c),
      apply(fromEuler(0, b, 0), apply(fromEuler(a, 0, 0), [1, 2, 3])),
    );
    apply(fromEuler(a, b, c), [1, 2, 3]).forEach((value, at) =>
      expect(value).toBeCloseTo(stepwise[at]!, 12),
    );
    expect(apply(fromEuler(Math.PI / 2, 0, 0), [0, 1, 0])[2]).toBeCloseTo(1, 12);
  });

  it('fixed: models stand upright and look to the right and a little towards the camera', () => {
    const fixed = drawRotation(stream(1), false);
    const world = (p: number[]) => rows(fixed).map((row) => dot(row, p));
    expect(world([0, 1, 0])[2]).toBeCloseTo(1, 12);
    const [x, y, z] = world([0, 0, -1]);
    [0.5, 0.866025, 0].forEach((value, at) => expect([x, y, z][at]).toBeCloseTo(value, 6));
    expect(poseClass(fixed)).toBe(0);
  });
});

describe('pose classes', () => {
  it('have the priors of the paper when the viewpoint varies', () => {
    const counts = new Float64Array(5);
    const images = 60_000;
    const random = stream(1, 'poses');
    for (let at = 0; at < images; at++) counts[poseClass(drawRotation(random, true))]!++;
    [0.267, 0.19, 0.177, 0.189, 0.177].forEach((prior, pose) =>
      expect(Math.abs(counts[pose]! / images - prior)).toBeLessThan(0.005),
    );
  });

  it('name the side that the up axis tilts to', () => {
    const tilted = (x: number, y: number) => {
      const z = Math.sqrt(1 - x * x - y * y);
      return poseClass([0, x, 0, 0, y, 0, 0, z, 0]);
    };
    expect([
      tilted(0.1, 0.1),
      tilted(0, -0.8),
      tilted(-0.8, 0),
      tilted(0, 0.8),
      tilted(0.8, 0),
    ]).toEqual([0, 1, 2, 3, 4]);
  });

  it('1 and 3 change places in a mirrored image', () => {
    const random = stream(5, 'mirror');
    for (let at = 0; at < 300; at++) {
      const rotation = drawRotation(random, true);
      const mirrored = Float64Array.from(rotation, (value, cell) => (cell === 4 ? -value : value));
      const swapped = [0, 3, 2, 1, 4][poseClass(rotation)];
      expect(poseClass(mirrored)).toBe(swapped);
    }
  });
});
