import { stream } from '@nhat/random';
import { MODEL_EXTENT, model } from '../geometry/model';
import { modelCollection } from '../renderer';
import { CLASSES, SHAPES } from '.';

const sides = (positions: Float32Array): number[] =>
  [0, 1, 2].map((axis) => {
    const values = positions.filter((_, at) => at % 3 === axis);
    return Math.max(...values) - Math.min(...values);
  });

describe.each(CLASSES.map((name, label) => [name, label] as const))('%s', (name, label) => {
  const models = Array.from({ length: 20 }, (_, at) => model(SHAPES[label]!, stream(7, name, at)));

  it('is finite, centred and exactly as large as the extent', () => {
    for (const { positions } of models) {
      expect(positions.every(Number.isFinite)).toBe(true);
      expect(Math.max(...sides(positions))).toBeCloseTo(MODEL_EXTENT, 5);
      for (let axis = 0; axis < 3; axis++) {
        const values = positions.filter((_, at) => at % 3 === axis);
        expect(Math.max(...values) + Math.min(...values)).toBeCloseTo(0, 5);
      }
    }
  });

  it('has unit normals, valid triangles and at most 2,500 of them', () => {
    for (const { positions, normals, triangles, surface, surfaceCount, radius } of models) {
      const squares = Array.from(
        { length: normals.length / 3 },
        (_, at) => normals[at * 3]! ** 2 + normals[at * 3 + 1]! ** 2 + normals[at * 3 + 2]! ** 2,
      );
      expect(Math.max(...squares.map((square) => Math.abs(square - 1)))).toBeLessThan(1e-5);
      expect(Math.max(...triangles)).toBeLessThan(positions.length / 3);
      expect(triangles.length).toBe(surface.length * 3);
      expect(surface.length).toBeLessThan(2500);
      expect(Math.max(...surface)).toBeLessThan(surfaceCount);
      expect(radius).toBeLessThan(MODEL_EXTENT * 0.5 * Math.sqrt(3) + 1e-6);
    }
  });

  it('varies: no two models have the same proportions', () => {
    const proportions = models.map(({ positions }) =>
      sides(positions)
        .map((side) => side.toFixed(5))
        .join(' '),
    );
    expect(new Set(proportions).size).toBe(models.length);
    const meshes = new Set(models.map(({ triangles }) => triangles.length));
    expect(meshes.size).toBeGreaterThan(2);
  });
});

describe('models of a dataset', () => {
  it('differ between buckets and are the same for the same seed', () => {
    const [models, again] = [modelCollection(1), modelCollection(1)];
    const seen = new Set<string>();
    for (let label = 0; label < CLASSES.length; label++) {
      for (let bucket = 0; bucket < 12; bucket++) {
        for (let shape = 0; shape < 5; shape++) {
          const { positions } = models(label, bucket, shape);
          expect(again(label, bucket, shape).positions).toEqual(positions);
          seen.add(positions.join());
        }
      }
    }
    expect(seen.size).toBe(CLASSES.length * 12 * 5);
    expect(modelCollection(2)(0, 0, 0).positions).not.toEqual(models(0, 0, 0).positions);
  });

  it('stand upright, as wide and deep as their class: a lamp is tall, an airplane flat', () => {
    const models = modelCollection(1);
    const mean = (label: number) => {
      const extents = Array.from({ length: 40 }, (_, shape) =>
        sides(models(label, 0, shape).positions),
      );
      return [0, 1, 2].map(
        (axis) => extents.reduce((sum, side) => sum + side[axis]!, 0) / extents.length,
      );
    };
    const [, up, along] = mean(CLASSES.indexOf('airplane')) as [number, number, number];
    expect(along).toBeGreaterThan(2 * up);
    const lamp = mean(CLASSES.indexOf('lamp'));
    expect(lamp[1]).toBeGreaterThan(1.5 * lamp[2]!);
    const car = mean(CLASSES.indexOf('car'));
    expect(car[2]).toBeGreaterThan(1.5 * car[0]!);
    const sofa = mean(CLASSES.indexOf('sofa'));
    expect(sofa[0]).toBeGreaterThan(sofa[2]!);
  });
});
