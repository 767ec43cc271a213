/** An eigenvalue of a symmetric matrix with its unit vector. */
export interface Eigen {
  value: number;
  vector: Float64Array;
}

/** Rotations stop when what lies off the diagonal is this share of the matrix. */
const PRECISION = 1e-12;
const MOST_SWEEPS = 30;

/** The eigenvalues and vectors of a symmetric matrix, the largest first, by Jacobi's rotations. */
export function symmetricEigen(matrix: readonly ArrayLike<number>[]): Eigen[] {
  const size = matrix.length;
  const rows = matrix.map((row) => Float64Array.from(row));
  const vectors = rows.map((_, at) => {
    const row = new Float64Array(size);
    row[at] = 1;
    return row;
  });
  const norm = Math.sqrt(rows.flatMap((row) => [...row]).reduce((sum, x) => sum + x * x, 0));
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    if (offDiagonal(rows) <= PRECISION * norm) break;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotate(rows, vectors, p, q);
    }
  }
  return vectors
    .map((vector, at) => ({ value: rows[at]![at]!, vector }))
    .sort((a, b) => b.value - a.value);
}

function offDiagonal(rows: readonly Float64Array[]): number {
  let sum = 0;
  rows.forEach((row, p) => {
    for (let q = p + 1; q < rows.length; q++) sum += 2 * row[q]! ** 2;
  });
  return Math.sqrt(sum);
}

/** Makes the element (p, q) 0 by a rotation; the rows of `vectors` become those of the product of all rotations. */
function rotate(rows: Float64Array[], vectors: Float64Array[], p: number, q: number): void {
  const off = rows[p]![q]!;
  if (off === 0) return;
  const slope = (rows[q]![q]! - rows[p]![p]!) / (2 * off);
  const tangent = Math.sign(slope || 1) / (Math.abs(slope) + Math.sqrt(slope * slope + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (const row of rows) {
    const [a, b] = [row[p]!, row[q]!];
    row[p] = cosine * a - sine * b;
    row[q] = sine * a + cosine * b;
  }
  for (const pair of [rows, vectors]) {
    const [first, second] = [pair[p]!, pair[q]!];
    for (let k = 0; k < rows.length; k++) {
      const [a, b] = [first[k]!, second[k]!];
      first[k] = cosine * a - sine * b;
      second[k] = sine * a + cosine * b;
    }
  }
}
