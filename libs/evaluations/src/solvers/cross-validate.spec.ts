import { stream } from '@nhat/random';
import { compactRows } from './compact-rows';
import { GRID, chooseInversePenalty } from './cross-validate';
import { FOLDS, NEVER, foldsOf } from './folds';
import type { Rows } from './linear-solution';
import { softmaxRegression } from './softmax-regression';
import { standardise, unstandardised } from './standardise';

/** 40 rows of 3 features of very different sizes; the Python reference used the same rows. */
const plain = (i: number) =>
  [0, 1, 2].map((k) => Math.fround(((i * 7 + k * 13 + i * k * 5) % 23) / 10 - 1));
const count = 40;
const rows: Rows = {
  ...{ count, features: 3 },
  values: Float32Array.from(
    Array.from({ length: count }, (_, i) => {
      const [a, b, c] = plain(i) as [number, number, number];
      return [a * 10 + 5, b - 3, c * 0.2 + 2];
    }).flat(),
  ),
};
const labels = Uint8Array.from({ length: count }, (_, i) => {
  const [a, b, c] = plain(i) as [number, number, number];
  const label = a + b > 0.5 ? 0 : c > 0 ? 1 : 2;
  return i % 7 === 0 ? (label + 1) % 3 : label;
});
const values = Float32Array.from({ length: count }, (_, i) => {
  const [a, b, c] = plain(i) as [number, number, number];
  return 2 * a - b + 0.3 * c + 3 + 0.1 * ((i * 3) % 5);
});
const noisy = values.map((value, i) => value + ((i * 11) % 17) / 4);
const folds = Int8Array.from({ length: count }, (_, i) => i % FOLDS);

function expectClose(found: ArrayLike<number>, expected: number[], share: number): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, at) =>
    expect(Math.abs(found[at]! - value)).toBeLessThan(share * Math.max(1, Math.abs(value))),
  );
}

describe('chooseInversePenalty', () => {
  const standard = standardise(rows);

  // scikit-learn 1.9.1: StandardScaler, LogisticRegressionCV(Cs=GRID, cv=folds), then LogisticRegression(C=1, tol=1e-12); its
  // coefficients for the rows as they are, the intercepts less their mean.
  it('chooses the C of scikit-learn for classes, and the head has its coefficients', () => {
    const targets = { kind: 'classes' as const, of: labels, classes: 3 };
    const chosen = chooseInversePenalty({ rows: standard.rows, targets }, folds);
    expect(chosen).toMatchObject({ inversePenalty: 1, folds: 5 });
    expectClose(chosen.heldOutErrors, [0.55, 0.275, 0.225, 0.25, 0.25, 0.25], 1e-12);
    const head = unstandardised(
      softmaxRegression(standard.rows, labels, { classes: 3, inversePenalty: 1 }),
      standard,
    );
    const weights = [
      [0.09748356768428118, 1.359483670727989, -0.31823590530106904],
      [-0.08900795454877637, 0.09907818844281877, 6.792168797544753],
      [-0.008475613135504751, -1.4585618591708094, -6.473932892243684],
    ];
    const byFeature = [0, 1, 2].flatMap((k) => weights.map((ofClass) => ofClass[k]!));
    expectClose(head.weights, byFeature, 1e-4);
    expectClose(head.bias, [4.217303277981631, -13.029860177028404, 8.812556899046774], 1e-4);
  });

  // scikit-learn 1.9.1: StandardScaler, Ridge(alpha=1 / C) fitted to four folds, squared errors on the fifth.
  it.each([
    [
      'exact values',
      values,
      1000,
      [1.5547383591, 0.1889310676, 0.0347631312, 0.0311016658, 0.0309561442, 0.0309439673],
    ],
    [
      'noisy values',
      noisy,
      1,
      [3.4715098798, 1.8283035313, 1.6921047416, 1.697543533, 1.6984370218, 1.6985301273],
    ],
  ])('chooses the C of scikit-learn for %s', (_, of, inversePenalty, errors) => {
    const targets = { kind: 'values' as const, of };
    const chosen = chooseInversePenalty({ rows: standard.rows, targets }, folds);
    expect(chosen).toMatchObject({ inversePenalty, folds: 5 });
    expectClose(chosen.heldOutErrors, errors, 1e-5);
  });

  it('takes the smaller C where several make equally few errors', () => {
    const apart: Rows = {
      count: 20,
      features: 1,
      values: Float32Array.from({ length: 20 }, (_, i) => (i % 2) * 2 - 1),
    };
    const targets = {
      kind: 'classes' as const,
      of: Uint8Array.from({ length: 20 }, (_, i) => i % 2),
      classes: 2,
    };
    const chosen = chooseInversePenalty(
      { rows: apart, targets },
      foldsOf(20, targets.of, stream(0)),
    );
    expect(chosen).toMatchObject({ inversePenalty: GRID[0], heldOutErrors: GRID.map(() => 0) });
  });

  it('takes C = 1 where no row can be held out', () => {
    const targets = { kind: 'classes' as const, of: labels, classes: 3 };
    const never = new Int8Array(count).fill(NEVER);
    expect(chooseInversePenalty({ rows, targets }, never)).toEqual({
      ...{ inversePenalty: 1, folds: 0, heldOutErrors: [] },
    });
  });

  it('weighs a sample against the penalty as all rows will', () => {
    const twice: Rows = {
      count: 80,
      features: 3,
      values: Float32Array.of(...standard.rows.values, ...standard.rows.values),
    };
    const of = Float32Array.of(...noisy, ...noisy);
    const all = { rows: twice, targets: { kind: 'values' as const, of } };
    const sample = { rows: standard.rows, targets: { kind: 'values' as const, of: noisy } };
    const ofAll = chooseInversePenalty(all, Int8Array.of(...folds, ...folds));
    expectClose(chooseInversePenalty(sample, folds, 0.5).heldOutErrors, ofAll.heldOutErrors, 1e-6);
  });
});

describe('compactRows', () => {
  const s = stream('wide');
  const wide: Rows = {
    ...{ count: 20, features: 60 },
    values: Float32Array.from({ length: 1200 }, (_, at) => s.normal() + (Math.floor(at / 60) % 3)),
  };
  const of = Uint8Array.from({ length: 20 }, (_, i) => i % 3);
  const ofRow = foldsOf(20, of, stream(0));

  it('keeps the products of rows, in as many features as rows', () => {
    const compact = compactRows(wide);
    expect(compact.features).toBe(20);
    const product = ({ features, values: x }: Rows, i: number, j: number) =>
      Array.from(
        { length: features },
        (_, k) => x[i * features + k]! * x[j * features + k]!,
      ).reduce((sum, value) => sum + value);
    for (const [i, j] of [
      [0, 0],
      [3, 17],
      [19, 4],
    ] as const) {
      expect(product(compact, i, j)).toBeCloseTo(product(wide, i, j), 3);
    }
  });

  it('leads to the same errors for every C', () => {
    const exact = { kind: 'values' as const, of: Float32Array.from(of) };
    const ofCompact = chooseInversePenalty({ rows: compactRows(wide), targets: exact }, ofRow);
    const ofWide = chooseInversePenalty({ rows: wide, targets: exact }, ofRow);
    expect(ofCompact.inversePenalty).toBe(ofWide.inversePenalty);
    expectClose(ofCompact.heldOutErrors, ofWide.heldOutErrors, 1e-5);
    expect(new Set(ofWide.heldOutErrors).size).toBe(GRID.length);
  });

  it('drops directions that other rows span, and leaves long sets as they are', () => {
    const values = Float32Array.of(...wide.values.subarray(0, 120), ...wide.values.subarray(0, 60));
    expect(compactRows({ count: 3, features: 60, values }).features).toBe(2);
    expect(compactRows(rows)).toBe(rows);
  });
});

describe('foldsOf', () => {
  it('spreads every class evenly, holds out a small class in part, and an only image never', () => {
    const classes = [...Array<number>(11).fill(0), ...Array<number>(3).fill(1), 2];
    const found = foldsOf(classes.length, classes, stream(4));
    const sizes = (label: number) =>
      [...Array(FOLDS).keys()].map(
        (fold) => classes.filter((own, i) => own === label && found[i] === fold).length,
      );
    expect(sizes(0).sort()).toEqual([2, 2, 2, 2, 3]);
    expect(sizes(1).sort()).toEqual([0, 0, 1, 1, 1]);
    expect(found[14]).toBe(NEVER);
    const totals = sizes(0).map((size, fold) => size + sizes(1)[fold]!);
    expect(Math.max(...totals) - Math.min(...totals)).toBeLessThanOrEqual(1);
  });

  it('is the same for the same seed, and differs between seeds', () => {
    const draw = (seed: number) => [...foldsOf(40, labels, stream(seed))];
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });

  it('divides images without classes evenly', () => {
    const found = foldsOf(12, undefined, stream(1));
    const sizes = [...Array(FOLDS).keys()].map(
      (fold) => found.filter((own) => own === fold).length,
    );
    expect(sizes.sort()).toEqual([2, 2, 2, 3, 3]);
  });
});

describe('standardise', () => {
  it('gives every column mean 0 and deviation 1', () => {
    const { rows: scaled } = standardise(rows);
    for (let k = 0; k < 3; k++) {
      const column = Array.from({ length: count }, (_, i) => scaled.values[i * 3 + k]!);
      const mean = column.reduce((sum, value) => sum + value, 0) / count;
      expect(mean).toBeCloseTo(0, 5);
      expect(column.reduce((sum, value) => sum + value ** 2, 0) / count).toBeCloseTo(1, 4);
    }
  });

  it('does not blow up a column that is almost constant, nor rows that are', () => {
    const almost = Float32Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? at / 100 : 1));
    almost[1] = 1 + 1e-5;
    const { rows: scaled } = standardise({ count: 100, features: 2, values: almost });
    expect(Math.abs(scaled.values[1]!)).toBeLessThan(0.01);
    const constant = standardise({ count: 3, features: 2, values: new Float32Array(6).fill(7) });
    expect([...constant.rows.values]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...constant.scales]).toEqual([1, 1]);
  });
});
