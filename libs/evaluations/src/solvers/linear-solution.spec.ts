import { stream } from '@nhat/random';
import { minimise } from './lbfgs';
import type { Rows } from './linear-solution';
import { ridgeRegression } from './ridge-regression';
import { softmaxRegression } from './softmax-regression';

/** 40 rows of 3 features; the Python reference used the same rows. */
const rows: Rows = {
  count: 40,
  features: 3,
  values: Float32Array.from({ length: 120 }, (_, at) => {
    const [i, k] = [Math.floor(at / 3), at % 3];
    return ((i * 7 + k * 13 + i * k * 5) % 23) / 10 - 1;
  }),
};
const row = (i: number) => [...rows.values.subarray(i * 3, i * 3 + 3)] as [number, number, number];
const labels = Array.from({ length: 40 }, (_, i) => {
  const [a, b, c] = row(i);
  const label = a + b > 0.5 ? 0 : c > 0 ? 1 : 2;
  return i % 7 === 0 ? (label + 1) % 3 : label;
});
const values = Array.from({ length: 40 }, (_, i) => {
  const [a, b, c] = row(i);
  return 2 * a - b + 0.3 * c + 3 + 0.1 * ((i * 3) % 5);
});

function expectClose(solution: Float64Array, expected: number[], digits = 6): void {
  expect(solution).toHaveLength(expected.length);
  expected.forEach((value, at) => expect(solution[at]).toBeCloseTo(value, digits));
}

describe('softmaxRegression', () => {
  // scikit-learn 1.9.1, LogisticRegression(C=…, tol=1e-12, solver='newton-cg'); the intercepts less their mean.
  it.each([
    [
      1,
      [
        [0.8165935527650979, -0.739836705778501, -0.07675684698659702],
        [1.121317419830361, 0.0003114035338246583, -1.121628823364186],
        [-0.060640084591698014, 1.0995020037344354, -1.0388619191427364],
      ],
      [0.005184847731114498, -0.18057308089947355, 0.17538823316835903],
    ],
    [
      50,
      [
        [1.18753170568318, -1.1213435501091409, -0.06618815557404308],
        [1.7050060494211945, 0.33772285304347904, -2.0427289024646775],
        [-0.049222333072358716, 1.7914317857138586, -1.742209452641498],
      ],
      [0.0045522675667062475, -0.21705567807497622, 0.21250341050826999],
    ],
  ])('agrees with scikit-learn for C = %s', (inversePenalty, weights, bias) => {
    const solution = softmaxRegression(rows, labels, { classes: 3, inversePenalty });
    expect(solution.converged).toBe(true);
    expectClose(solution.weights, weights.flat());
    expectClose(solution.bias, bias);
  });

  it('agrees with gradient descent after 20,000 steps', () => {
    const s = stream('softmax');
    const some: Rows = {
      ...{ count: 12, features: 2 },
      values: Float32Array.from({ length: 24 }, () => 3 + s.normal()),
    };
    const named = Array.from({ length: 12 }, (_, i) => i % 2);
    const [w, b] = naive(some, named);
    const solution = softmaxRegression(some, named, { classes: 2, inversePenalty: 1 });
    expectClose(solution.weights, w);
    expectClose(solution.bias, b);
  });

  it('accepts a class without rows', () => {
    const solution = softmaxRegression(rows, labels, { classes: 4, inversePenalty: 1 });
    expect(solution.bias[3]).toBeLessThan(Math.min(...solution.bias.slice(0, 3)));
    expect([...solution.weights].every(Number.isFinite)).toBe(true);
  });
});

/** Gradient descent on ½‖w‖² + Σ cross-entropy, written from the definition. */
function naive({ count, features, values: x }: Rows, named: number[]): [number[], number[]] {
  const w = Array.from({ length: features * 2 }, () => 0);
  const b = [0, 0];
  for (let step = 0; step < 20_000; step++) {
    const slopeW = [...w];
    const slopeB = [0, 0];
    for (let i = 0; i < count; i++) {
      const own = [...x.subarray(i * features, (i + 1) * features)];
      const scores = [0, 1].map((c) =>
        own.reduce((sum, value, k) => sum + value * w[k * 2 + c]!, b[c]!),
      );
      const sum = scores.reduce((total, score) => total + Math.exp(score), 0);
      [0, 1].forEach((c) => {
        const miss = Math.exp(scores[c]!) / sum - (named[i] === c ? 1 : 0);
        slopeB[c]! += miss;
        own.forEach((value, k) => (slopeW[k * 2 + c]! += miss * value));
      });
    }
    slopeW.forEach((slope, at) => (w[at]! -= 0.01 * slope));
    slopeB.forEach((slope, at) => (b[at]! -= 0.01 * slope));
  }
  return [w, b];
}

describe('ridgeRegression', () => {
  // scikit-learn 1.9.1, Ridge(alpha=1 / C, solver='cholesky').
  it.each([
    [1, [1.9433067566488627, -0.9292004588820908, 0.3200841097098951], 3.196113261866586],
    [0.1, [1.3221015019611306, -0.6231178123229911, 0.3596882951488035], 3.2262222125532594],
  ])('agrees with scikit-learn for C = %s', (inversePenalty, weights, bias) => {
    const solution = ridgeRegression(rows, values, inversePenalty);
    expectClose(solution.weights, weights);
    expectClose(solution.bias, [bias]);
    const errors = values.map((value, i) =>
      row(i).reduce((sum, x, k) => sum + x * weights[k]!, bias - value),
    );
    const loss = errors.reduce((sum, error) => sum + error ** 2, 0) / 80;
    expect(solution.loss).toBeCloseTo(loss, 6);
  });
});

describe('minimise', () => {
  it('finds the minimum of a narrow valley', () => {
    const scales = Float64Array.from({ length: 30 }, (_, i) => 10 ** (i / 6));
    const solution = minimise(
      (x, gradient) =>
        x.reduce((sum, value, i) => {
          gradient[i] = scales[i]! * (value - i);
          return sum + (scales[i]! * (value - i) ** 2) / 2;
        }, 0),
      new Float64Array(30),
      { tolerance: 1e-6, iterations: 500 },
    );
    expect(solution.converged).toBe(true);
    solution.x.forEach((value, i) => expect(value).toBeCloseTo(i, 5));
  });

  it('stops at its limit of iterations', () => {
    const slow = (x: Float64Array, gradient: Float64Array) => {
      gradient[0] = 4 * x[0]! ** 3;
      return x[0]! ** 4;
    };
    const solution = minimise(slow, Float64Array.of(2), { tolerance: 0, iterations: 3 });
    expect(solution).toMatchObject({ iterations: 3, converged: false });
  });

  it('takes the point where it stops for the minimum if the slope is small enough there', () => {
    const slow = (x: Float64Array, gradient: Float64Array) => {
      gradient[0] = 4 * x[0]! ** 3;
      return x[0]! ** 4;
    };
    const solve = (accepted: number) =>
      minimise(slow, Float64Array.of(2), { tolerance: 0, accepted, iterations: 3 });
    const { x } = solve(0);
    const slope = Math.abs(4 * x[0]! ** 3);
    expect(solve(slope)).toMatchObject({ x, iterations: 3, converged: true });
    expect(solve(slope / 2)).toMatchObject({ x, iterations: 3, converged: false });
  });
});
