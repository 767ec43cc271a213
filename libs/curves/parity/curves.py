"""Cells, monotone curves and their inverses. Equality is decided with exact fractions wherever the values are exact."""
import math
from fractions import Fraction as F

INF = math.inf


def cells(rows, sign=1):
    out = []
    for row in rows:
        runs = [sign * F(format(v, ".12g")) for v in row["runs"]]
        mean = sum(runs, F(0)) / len(runs)
        var = sum(((r - mean) ** 2 for r in runs), F(0)) / (len(runs) - 1) if len(runs) > 1 else None
        out.append({"n": row["n"], "runs": runs, "k": len(runs), "mean": mean, "var": var})
    return sorted(out, key=lambda c: c["n"])


def isotonic(values, weights):
    """Min-max formula: fit_i = max over a <= i of min over b >= i of the weighted mean of a..b."""
    size = len(values)
    fit = [None] * size
    for a in range(size):
        total, weight, means = 0, 0, []
        for b in range(a, size):
            total += weights[b] * values[b]
            weight += weights[b]
            means.append(total / weight)
        least = means[-1]
        for i in range(size - 1, a - 1, -1):
            if means[i - a] < least:
                least = means[i - a]
            if fit[i] is None or least > fit[i]:
                fit[i] = least
    return fit


def find_set(fit, target, equal):
    """Where a non-decreasing curve equals the target: ('below',), ('above',), ('flat', i, j) for the budgets i..j,
    or ('in', i) for a place strictly between the budgets i and i+1."""
    same = [i for i, v in enumerate(fit) if equal(v, target)]
    if same:
        return ("flat", same[0], same[-1])
    if target < fit[0]:
        return ("below",)
    if target > fit[-1]:
        return ("above",)
    i = 0
    while fit[i + 1] < target:
        i += 1
    return ("in", i)


def exactly(a, b):
    return a == b


def nearly(a, b):
    return a == b or abs(a - b) <= 1e-12 * max(abs(a), abs(b))


def slopes(x, y):
    """Slopes at the knots of the monotone cubic (Fritsch-Butland)."""
    h = [b - a for a, b in zip(x, x[1:])]
    d = [(b - a) / w for a, b, w in zip(y, y[1:], h)]
    if len(d) == 1:
        return [d[0], d[0]]
    def end(h0, h1, d0, d1):
        return min(max(((2 * h0 + h1) * d0 - h0 * d1) / (h0 + h1), 0), 3 * d0)
    m = [end(h[0], h[1], d[0], d[1])]
    for k in range(1, len(d)):
        if d[k - 1] <= 0 or d[k] <= 0:
            m.append(0.)
        else:
            w1, w2 = 2 * h[k] + h[k - 1], h[k] + 2 * h[k - 1]
            m.append((w1 + w2) / (w1 / d[k - 1] + w2 / d[k]))
    m.append(end(h[-1], h[-2], d[-1], d[-2]))
    return m


def cubic_share(y0, y1, m0, m1, target):
    """Share s of a segment at which the cubic with scaled end slopes m0, m1 equals the target (Newton in a bracket)."""
    rise = y1 - y0
    a, b, t = m0 / rise, m1 / rise, (target - y0) / rise
    low, high, s = 0., 1., t
    for _ in range(80):
        v = s * (a + s * (3 - 2 * a - b + s * (a + b - 2))) - t
        if v > 0:
            high = s
        else:
            low = s
        g = a + s * (2 * (3 - 2 * a - b) + s * 3 * (a + b - 2))
        new = s - v / g if g > 0 else -1
        if not low < new < high:
            new = (low + high) / 2
        if abs(new - s) < 1e-13:
            return new
        s = new
    return s


def invert(n, logs, fit, target, cubic=None, equal=nearly):
    """The set [low, high] of label counts of a monotone curve; -inf below it, +inf above. cubic: slopes() or None."""
    at = find_set(fit, target, equal)
    if at[0] == "below":
        return (-INF, -INF)
    if at[0] == "above":
        return (INF, INF)
    if at[0] == "flat":
        return (n[at[1]], n[at[2]])
    i = at[1]
    h = logs[i + 1] - logs[i]
    if cubic is None:
        s = float((target - fit[i]) / (fit[i + 1] - fit[i]))
    else:
        s = cubic_share(fit[i], fit[i + 1], cubic[i] * h, cubic[i + 1] * h, target)
    return (math.exp(logs[i] + s * h),) * 2


def first_crossing(n, values, target, equal=nearly):
    """Paper mode: (low, high) of the label counts at the first crossing, linear in n. Budgets in a row that equal the
    target are all right; (-inf, -inf) below the curve, (inf, inf) above it."""
    for i, v in enumerate(values):
        if v > target and not equal(v, target):
            if i == 0:
                return -INF, -INF
            if equal(values[i - 1], target):
                first = i - 1
                while first > 0 and equal(values[first - 1], target):
                    first -= 1
                return n[first], n[i - 1]
            at = n[i - 1] + float((target - values[i - 1]) / (v - values[i - 1])) * (n[i] - n[i - 1])
            return at, at
    top = peak(values)
    if not equal(values[top], target):
        return INF, INF
    last = top
    while last + 1 < len(n) and equal(values[last + 1], target):
        last += 1
    return n[top], n[last]


def peak(values):
    return values.index(max(values))


def read(n, values, at, mode):
    """The value of the curve at a label count inside the ladder (None outside)."""
    if not n[0] <= at <= n[-1]:
        return None
    for i in range(len(n) - 1):
        if at <= n[i + 1]:
            scale = math.log if mode == "isotonic" else float
            s = (scale(at) - scale(n[i])) / (scale(n[i + 1]) - scale(n[i]))
            return float(values[i]) + s * float(values[i + 1] - values[i])
