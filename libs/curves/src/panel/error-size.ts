import type { Stream } from '@nhat/random';

/**
 * √(df / χ²_df) for any df > 0: a normal number times it is Student-t. χ² is twice a gamma number of shape df/2
 * (Marsaglia & Tsang 2000; below shape 1 by a gamma number of one shape more).
 */
export function errorSize(df: number, stream: Stream): number {
  const shape = df / 2;
  const drawn =
    shape < 1
      ? gamma(shape + 1, stream) * Math.pow(1 - stream.next(), 1 / shape)
      : gamma(shape, stream);
  return Math.sqrt(shape / drawn);
}

/** A gamma number of a shape ≥ 1. */
function gamma(shape: number, stream: Stream): number {
  const d = shape - 1 / 3;
  for (;;) {
    const x = stream.normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    const u = 1 - stream.next();
    if (v <= 0) continue;
    if (u < 1 - 0.0331 * x ** 4) return d * v;
    if (Math.log(u) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
