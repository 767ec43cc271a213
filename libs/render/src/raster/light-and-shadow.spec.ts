import type { Mesh, Vec } from '../geometry';
import { MeshBuilder, box } from '../geometry';
import { keyPosition } from '../scene/light';
import { fromEuler } from '../scene/rotation';
import { LIGHT_LIMIT, LIGHT_STEPS, exposureTable } from './exposure';
import { Shadow } from './shadow';
import { linearTable, toLinear, toSrgb } from './srgb';
import { softCosine } from './surface-shader';

describe('shadow', () => {
  const plate = () => {
    const builder = new MeshBuilder();
    box(builder, [-0.15, 0.15], [-0.15, 0.15], [0.1, 0.12]);
    box(builder, [-0.02, 0.02], [-0.02, 0.02], [-0.25, 0.1]);
    return { ...builder.build(), radius: 0.3 };
  };
  const shadow = new Shadow();
  shadow.cast(keyPosition(0), [
    {
      mesh: plate(),
      placement: { rotation: fromEuler(0, 0, 0), warp: [1, 1, 1], position: [0, 0, 0] },
    },
  ]);
  const on = (x: number, z: number) => shadow.visible(x, 0.06, z, 0, 0, 1);

  it('is full below a plate and absent above it, beside it and off the map', () => {
    expect(on(0, -0.1)).toBe(0);
    expect(on(0, 0.12)).toBe(1);
    expect(on(0.27, -0.1)).toBe(1);
    expect(on(0.9, -0.1)).toBe(1);
  });

  it('has a soft edge: it brightens outward without steps', () => {
    const across = Array.from({ length: 60 }, (_, at) => on(0.1 + at * 0.003, -0.1));
    across.forEach((value, at) => {
      if (at > 0) expect(value).toBeGreaterThanOrEqual(across[at - 1]! - 1e-12);
      if (at > 0) expect(value - across[at - 1]!).toBeLessThan(0.12);
    });
    expect(across.filter((value) => value > 0.1 && value < 0.9).length).toBeGreaterThan(5);
  });
});

describe('shadows in a scene', () => {
  const slab = (): Mesh => {
    const builder = new MeshBuilder();
    box(builder, [-0.15, 0.15], [-0.15, 0.15], [-0.01, 0.01]);
    return { ...builder.build(), radius: 0.22 };
  };
  const at = (position: Vec) => ({
    mesh: slab(),
    placement: { rotation: fromEuler(0, 0, 0), warp: [1, 1, 1] as Vec, position },
  });
  const [upper, lower, aside] = [at([0, 0, 0.3]), at([0, 0, -0.2]), at([-0.3, 0.5, -0.2])];
  const lit = (objects: ReturnType<typeof at>[], x: number, y: number) => {
    const shadow = new Shadow(objects.length);
    shadow.cast(keyPosition(0), objects);
    return shadow.visible(x, y, -0.19, 0, 0, 1);
  };

  it('fall from one object on another and nowhere else', () => {
    expect(lit([upper, lower, aside], 0, 0)).toBe(0);
    expect(lit([lower, aside], 0, 0)).toBe(1);
    expect(lit([upper, lower, aside], -0.3, 0.5)).toBe(1);
  });

  it('are as wide as the rays from the lamp say', () => {
    // A slab of half width 0.15 with its lower face at 0.29, a lamp at 1.5, a point at −0.19.
    const edge = (0.15 * (1.5 + 0.19)) / (1.5 - 0.29);
    const across = Array.from({ length: 80 }, (_, k) => lit([upper, lower, aside], 0, k * 0.005));
    const half = across.findIndex((value) => value > 0.5) * 0.005;
    expect(Math.abs(half - edge)).toBeLessThan(0.02);
  });
});

describe('soft cosine', () => {
  it('is the cosine in full light, 0 behind, continuous and smooth between', () => {
    expect(softCosine(0.9, 0.6)).toBe(0.9);
    expect(softCosine(-0.61, 0.6)).toBe(0);
    expect(softCosine(0, 0.6)).toBeCloseTo(0.15, 12);
    for (const at of [-0.6, 0.6]) {
      const slope = (h: number) => (softCosine(at + h, 0.6) - softCosine(at, 0.6)) / h;
      expect(slope(1e-6)).toBeCloseTo(slope(-1e-6), 5);
    }
  });
});

describe('sRGB', () => {
  it('is the standard curve and its inverse', () => {
    expect(toSrgb(0.214041)).toBeCloseTo(0.5, 5);
    for (let value = 0; value <= 255; value++)
      expect(toSrgb(toLinear(value / 255)) * 255).toBeCloseTo(value, 6);
    expect(linearTable()[16 * 128]).toBeCloseTo(toLinear(128 / 255), 6);
  });

  it('shows light up to one half as it is, more with a shoulder, in steps of at most one level', () => {
    const table = exposureTable();
    for (const light of [0.001, 0.01, 0.1, 0.5]) {
      expect(table[Math.round(light * LIGHT_STEPS)]).toBe(
        Math.round(255 * toSrgb(Math.round(light * LIGHT_STEPS) / LIGHT_STEPS)),
      );
    }
    expect(table[LIGHT_STEPS * LIGHT_LIMIT]).toBe(255);
    table.forEach((value, at) => expect([0, 1]).toContain(value - table[Math.max(0, at - 1)]!));
  });
});
