/**
 * P(|T| ≤ t) of Student's t with an integer number of degrees of freedom: the finite sums of Abramowitz & Stegun
 * 26.7.3 and 26.7.4.
 */
export function studentCoverage(t: number, df: number): number {
  const angle = Math.atan(t / Math.sqrt(df));
  const cosine = Math.cos(angle);
  const odd = df % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = df === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= df - 2; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  const part = Math.sin(angle) * sum;
  return odd ? (2 / Math.PI) * (angle + part) : part;
}

/** The t with P(|T| ≤ t) = coverage; coverage in (0, 1), df ≥ 1. */
export function studentQuantile(coverage: number, df: number): number {
  let [low, high] = [0, 1];
  while (studentCoverage(high, df) < coverage) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (studentCoverage(middle, df) < coverage) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
