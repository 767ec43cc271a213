/**
 * Elementary functions whose results are the same bits on every JavaScript engine.
 *
 * ECMAScript leaves the last bits of `Math.sin`, `Math.exp`, `Math.pow`, … to the implementation; only
 * `+ − × ÷` and `Math.sqrt` are exact. What pixels, label draws or weights depend on uses these instead.
 * Minimax coefficients: Sun Microsystems' fdlibm (freely distributable). Error below 2e-15 relative
 * (tested); arguments of the circular functions must satisfy |x| < 1e6.
 */

const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_LOW = 6.077100506506192e-11;
const LN2_HIGH = 6.93147180369123816e-1;
const LN2_LOW = 1.9082149292705877e-10;

const bits = new DataView(new ArrayBuffer(8));

function kernelSin(x: number): number {
  const z = x * x;
  const r =
    8.33333333332248946e-3 +
    z *
      (-1.98412698298579493e-4 +
        z * (2.75573137070700677e-6 + z * (-2.50507602534068634e-8 + z * 1.5896909952115501e-10)));
  return x + z * x * (-1.66666666666666324e-1 + z * r);
}

function kernelCos(x: number): number {
  const z = x * x;
  const r =
    z *
    (4.16666666666666019e-2 +
      z *
        (-1.38888888888741096e-3 +
          z *
            (2.48015872894767294e-5 +
              z *
                (-2.75573143513906633e-7 +
                  z * (2.08757232129817483e-9 - z * 1.13596475577881948e-11)))));
  return 1 - (0.5 * z - z * r);
}

function quarterTurns(x: number): { quarter: number; rest: number } {
  const quarter = Math.floor(x * 0.6366197723675814 + 0.5);
  return { quarter, rest: x - quarter * HALF_PI_HIGH - quarter * HALF_PI_LOW };
}

/** Sine of `x` radians. */
export function sin(x: number): number {
  const { quarter, rest } = quarterTurns(x);
  switch (((quarter % 4) + 4) % 4) {
    case 0:
      return kernelSin(rest);
    case 1:
      return kernelCos(rest);
    case 2:
      return -kernelSin(rest);
    default:
      return -kernelCos(rest);
  }
}

/** Cosine of `x` radians. */
export function cos(x: number): number {
  const { quarter, rest } = quarterTurns(x);
  switch (((quarter % 4) + 4) % 4) {
    case 0:
      return kernelCos(rest);
    case 1:
      return -kernelSin(rest);
    case 2:
      return -kernelCos(rest);
    default:
      return kernelSin(rest);
  }
}

/** Natural logarithm; `-Infinity` at 0, `NaN` below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  let scale = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984; // 2^54: bring subnormals into the normal range
    scale = -54;
  }
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  let exponent = (high >>> 20) - 1023 + scale;
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let m = bits.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    exponent += 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const r =
    z *
    (6.66666666666673513e-1 +
      z *
        (3.99999999994094191e-1 +
          z *
            (2.85714287436623915e-1 +
              z *
                (2.2222198432149784e-1 +
                  z *
                    (1.81835721616180501e-1 +
                      z * (1.53138376992093733e-1 + z * 1.47981986051165859e-1))))));
  const half = 0.5 * f * f;
  return exponent * LN2_HIGH - (half - (s * (half + r) + exponent * LN2_LOW) - f);
}

/** Exponential; 0 below −745, `Infinity` above 709.7. */
export function exp(x: number): number {
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  if (x !== x) return NaN;
  const k = Math.floor(x * 1.4426950408889634 + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const z = r * r;
  const c =
    r -
    z *
      (1.66666666666666019e-1 +
        z *
          (-2.77777777770155934e-3 +
            z *
              (6.61375632143793436e-5 +
                z * (-1.65339022054652515e-6 + z * 4.13813679705723846e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  const half = Math.trunc(k / 2);
  return y * powerOfTwo(half) * powerOfTwo(k - half);
}

function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** `x` to the power `y`, for `x ≥ 0`. Relative error grows with |y·log x| (below 1e-13 up to 100). */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (x === 0) return y > 0 ? 0 : Infinity;
  return exp(y * log(x));
}

const ATAN = [
  3.33333333333329318e-1, -1.99999999998764832e-1, 1.42857142725034664e-1, -1.11111104054623558e-1,
  9.09088713343650656e-2, -7.69187620504482999e-2, 6.66107313738753121e-2, -5.83357013379057349e-2,
  4.97687799461593236e-2, -3.65315727442169155e-2, 1.62858201153657824e-2,
];

function kernelAtan(x: number): number {
  const z = x * x;
  let r = 0;
  for (let i = ATAN.length - 1; i >= 0; i--) r = z * (ATAN[i]! + r);
  return x - x * r;
}

/** Arc tangent in (−π/2, π/2). */
export function atan(x: number): number {
  if (x < 0) return -atan(-x);
  if (x !== x) return NaN;
  if (x < 0.4375) return kernelAtan(x);
  if (x < 0.6875) return 0.4636476090008061 + kernelAtan((2 * x - 1) / (2 + x));
  if (x < 1.1875) return 0.7853981633974483 + kernelAtan((x - 1) / (x + 1));
  if (x < 2.4375) return 0.982793723247329 + kernelAtan((x - 1.5) / (1 + 1.5 * x));
  return 1.5707963267948966 + kernelAtan(-1 / x);
}

/** Angle of the vector (x, y) in (−π, π]; 0 for the zero vector. */
export function atan2(y: number, x: number): number {
  if (x > 0) return atan(y / x);
  if (x < 0) return y >= 0 ? atan(y / x) + Math.PI : atan(y / x) - Math.PI;
  return y > 0 ? Math.PI / 2 : y < 0 ? -Math.PI / 2 : 0;
}

/** Arc cosine in [0, π]; the argument is clamped to [−1, 1]. */
export function acos(x: number): number {
  const c = Math.min(1, Math.max(-1, x));
  return atan2(Math.sqrt((1 - c) * (1 + c)), c);
}
