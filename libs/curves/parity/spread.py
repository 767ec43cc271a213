"""The spread of runs, and the quantiles that an interval needs."""
import math
from fractions import Fraction as F

SHARE = .25         # what a further cell of an arm costs in degrees of freedom


def variance(arms):
    """(v0, v1, df, ambiguous) by maximum likelihood, or None. The likelihood of s2 ~ sigma2(n) chi2/df is, with
    sigma2 = c (1 + r/n) and c in closed form, a function of r alone; every root of its derivative in log r is
    bisected, and the ends v1 = 0 and v0 = 0 are compared with the roots. ambiguous: all cells at one n."""
    used = [[c for c in arm if c["k"] > 1] for arm in arms]
    rows = [(float(c["n"]), c["k"] - 1, float(c["var"])) for arm in used for c in arm]
    if not rows:
        return None
    df = sum(F(sum(c["k"] - 1 for c in arm)) / (1 + (len(arm) - 1) * F(SHARE)) for arm in used if arm)
    df = max(1, math.floor(df))
    total = sum(d for _, d, _ in rows)
    if not any(s for *_, s in rows):
        return (0., 0., df, False)
    one = len({n for n, *_ in rows}) == 1
    def profile(g):                     # -2 log likelihood and the scale
        c = sum(d * s / w for (_, d, s), w in zip(rows, g)) / total
        return total * math.log(c) + sum(d * math.log(w) for (_, d, _), w in zip(rows, g)), c
    def slope(x):                       # derivative of the above in x = log r
        r = math.exp(x)
        h = [r / n / (1 + r / n) for n, *_ in rows]
        part = [d * s / (1 + r / n) for n, d, s in rows]
        return sum(d * v for (_, d, _), v in zip(rows, h)) - total * sum(p * v for p, v in zip(part, h)) / sum(part)
    found = []
    value, c = profile([1.] * len(rows))
    found.append((value, c, 0.))
    value, c = profile([1 / n for n, *_ in rows])
    found.append((value, 0., c))
    if not one:
        start, stop, steps = math.log(min(rows)[0]) - 20, math.log(max(rows)[0]) + 20, 500
        grid = [start + (stop - start) * i / steps for i in range(steps + 1)]
        at = [slope(x) for x in grid]
        for x0, x1, s0, s1 in zip(grid, grid[1:], at, at[1:]):
            if s0 < 0 <= s1:
                for _ in range(100):
                    x = (x0 + x1) / 2
                    if slope(x) < 0:
                        x0 = x
                    else:
                        x1 = x
                r = math.exp((x0 + x1) / 2)
                value, c = profile([1 + r / n for n, *_ in rows])
                found.append((value, c, c * r))
    best = min(found, key=lambda f: f[0])
    return (best[1], best[2], df, one)


def student(df, coverage):
    """The t with P(|T| <= t) = coverage; for whole df the probability is a finite sum."""
    def inside(t):
        theta = math.atan(t / math.sqrt(df))
        s, c = math.sin(theta), math.cos(theta)
        if df % 2:
            term, total = c, 0.
            for k in range(3, df + 1, 2):
                total += term
                term *= c * c * (k - 1) / k
            return 2 / math.pi * (theta + s * total)
        term, total = 1., 0.
        for k in range(2, df + 1, 2):
            total += term
            term *= c * c * (k - 1) / k
        return s * total
    low, high = 0., 1.
    while inside(high) < coverage:
        high *= 2
    for _ in range(200):
        mid = (low + high) / 2
        if inside(mid) < coverage:
            low = mid
        else:
            high = mid
    return (low + high) / 2


def tail_of(coverage, draws):
    return math.ceil((1 - F(repr(coverage))) / 2 * draws)
