/** A smooth function: returns its value at `x` and writes its gradient to `gradient`. */
export type SmoothFunction = (x: Float64Array, gradient: Float64Array) => number;

export interface Minimum {
  x: Float64Array;
  value: number;
  iterations: number;
  /** Whether no entry of the gradient is larger than what counts as the minimum. */
  converged: boolean;
}

interface Pair {
  step: Float64Array;
  change: Float64Array;
  /** 1 / (step · change). */
  rho: number;
}

const MEMORY = 20;
const [SUFFICIENT, FLAT, TRIES, SMALLEST] = [1e-4, 1 / 3, 30, 2 ** -40];

/**
 * Minimises a convex smooth function by L-BFGS (Nocedal and Wright, algorithm 7.4) with 20 pairs, in double precision and with
 * the same bits on every machine. It ends when no entry of the gradient is larger than `tolerance`, after so many iterations, or when
 * rounding allows no fall; where none is larger than `accepted` then (`tolerance` if absent), that counts as the minimum.
 */
export function minimise(
  f: SmoothFunction,
  start: Float64Array,
  {
    tolerance,
    accepted = tolerance,
    iterations: most,
  }: { tolerance: number; accepted?: number; iterations: number },
): Minimum {
  let x: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(x.length);
  let value = f(x, gradient);
  const pairs: Pair[] = [];
  for (let iterations = 0; ; iterations++) {
    const steepest = largest(gradient);
    const converged = steepest <= accepted;
    if (steepest <= tolerance || iterations === most) return { x, value, iterations, converged };
    const direction = descent(gradient, pairs);
    const next = lineSearch(f, { x, value, gradient, direction, first: pairs.length === 0 });
    if (next === undefined) return { x, value, iterations, converged };
    remember(pairs, difference(next.x, x), difference(next.gradient, gradient));
    ({ x, value, gradient } = next);
  }
}

/** −H · gradient, where H is the inverse Hessian that the pairs approximate. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = gradient.slice();
  const alphas = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change, rho } = pairs[i]!;
    alphas[i] = rho * dot(step, q);
    addScaled(q, change, -alphas[i]!);
  }
  const last = pairs.at(-1);
  const scale = last ? 1 / (last.rho * dot(last.change, last.change)) : 1;
  for (let at = 0; at < q.length; at++) q[at]! *= -scale;
  for (let i = 0; i < pairs.length; i++) {
    const { step, change, rho } = pairs[i]!;
    addScaled(q, step, -alphas[i]! - rho * dot(change, q));
  }
  return q;
}

interface Point {
  x: Float64Array;
  value: number;
  gradient: Float64Array;
}

interface End {
  length: number;
  slope: number;
}

/**
 * A point along the direction where the value has fallen enough and the slope is at most a third of the first one: bracketed, then
 * narrowed by the secant of slopes, which is exact for quadratics. Undefined when rounding allows no fall.
 */
function lineSearch(
  f: SmoothFunction,
  { x, value, gradient, direction, first }: Point & { direction: Float64Array; first: boolean },
): Point | undefined {
  const slope = dot(gradient, direction);
  let low: End = { length: 0, slope };
  let high: End | undefined;
  let best: Point | undefined;
  let length = first ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
  for (let tries = 0; tries < TRIES && length > SMALLEST; tries++) {
    const next = { x: x.slice(), value: 0, gradient: new Float64Array(x.length) };
    addScaled(next.x, direction, length);
    next.value = f(next.x, next.gradient);
    const end = { length, slope: dot(next.gradient, direction) };
    const fell = next.value <= value + SUFFICIENT * length * slope;
    if (fell && next.value <= (best?.value ?? value)) best = next;
    if (fell && Math.abs(end.slope) <= -FLAT * slope) return next;
    if (fell && end.slope < 0) low = end;
    else high = end;
    length = between(low, high, length);
  }
  return best;
}

/** Where the slope is 0 if it changes evenly; well inside the bracket, or beyond its open end. */
function between(low: End, high: End | undefined, length: number): number {
  if (high === undefined) return 4 * length;
  const width = high.length - low.length;
  const share = high.slope > low.slope ? low.slope / (low.slope - high.slope) : 0.5;
  return low.length + width * Math.min(0.9, Math.max(0.1, share));
}

function remember(pairs: Pair[], step: Float64Array, change: Float64Array): void {
  const curvature = dot(step, change);
  if (curvature <= 1e-12 * dot(change, change)) return;
  if (pairs.length === MEMORY) pairs.shift();
  pairs.push({ step, change, rho: 1 / curvature });
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
};

const addScaled = (into: Float64Array, other: Float64Array, scale: number): void => {
  for (let at = 0; at < into.length; at++) into[at]! += scale * other[at]!;
};

const difference = (a: Float64Array, b: Float64Array): Float64Array =>
  a.map((value, at) => value - b[at]!);

const largest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
