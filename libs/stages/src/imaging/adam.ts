const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

/**
 * Adam in double precision for small models: each call moves `weights` against `gradient` by the step size `rate`. The
 * bits are the same on every machine.
 */
export function createAdam(weights: Float64Array): (gradient: Float64Array, rate: number) => void {
  const mean = new Float64Array(weights.length);
  const square = new Float64Array(weights.length);
  let [decay1, decay2] = [1, 1];
  return (gradient, rate) => {
    decay1 *= BETA1;
    decay2 *= BETA2;
    for (let at = 0; at < weights.length; at++) {
      const slope = gradient[at]!;
      mean[at] = BETA1 * mean[at]! + (1 - BETA1) * slope;
      square[at] = BETA2 * square[at]! + (1 - BETA2) * slope * slope;
      const root = Math.sqrt(square[at]! / (1 - decay2)) + EPSILON;
      weights[at]! -= (rate * mean[at]!) / (1 - decay1) / root;
    }
  };
}
