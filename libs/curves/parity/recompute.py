"""Recomputes the statistics of nhat from their definitions: the utility U(n) = nHat / n - 1 and its interval.

This program shares no code with libs/curves and uses the standard library only, so an error stays hidden only if both
programs make it. parity.ts compares its results with those of libs/curves.

A study is a dictionary:
  id, mode ("isotonic" or "paper"), higherIsBetter (errors are negated at once), coverage (.95), draws (of libs/curves);
  scratch and finetuned: lists of {"n": labels, "runs": [values]}, n ascending.

Point estimates
- Means, ties, the monotone fit and censoring are computed with exact fractions of the values rounded to 12 significant
  digits. Floating point begins at interpolation.
- Isotonic mode: the curve is the weighted least-squares monotone fit of the scratch means (weights: runs), linear in
  log n. nHat is the place where it equals the finetuned mean; where it equals the mean on a whole stretch, nHat is the
  number of that stretch nearest to n. Censored-low reports the smallest budget, censored-high the largest.
- Paper mode: the curve goes through the scratch means and is linear in n. nHat is the first crossing, averaged over the
  finetuned runs; if a run lies above every mean, nHat is the crossing of the mean of the runs. A run below the curve
  counts as 0 labels in the average. Budgets in a row that equal the target are all right. Censored-low reports the
  smallest budget; censored-high reports n, clamped between the budget of the peak and the largest budget.
- The gap is the finetuned mean minus the curve at n: the scratch mean where there is one, else the curve (linear in
  log n in isotonic mode, linear in n in paper mode). It is None outside the ladder.

Spread
- The variance of a run is v0 + v1 / n with v0, v1 >= 0, by maximum likelihood over the cells of both arms that have two
  runs or more. Its degrees of freedom add up, for each arm, (runs - cells) / (1 + SHARE (cells - 1)), rounded
  down, at least 1.
- The interval of the gap is Student's t times the hypotenuse of the two standard errors (off the ladder the larger one
  of the two neighbours).

Interval of U
- A draw scales the standard errors by sqrt(df / chi2(df)) and adds normal errors to all means; the errors of the
  scratch means are correlated with RHO. The curve is fitted again. In isotonic mode every other draw reads it as a
  monotone cubic (Fritsch-Butland) instead of linearly.
- With t = ceil((1 - coverage) / 2 * draws) the ends are the t-th smallest and the t-th largest inverse. An end outside
  the ladder is open and is written as the floor or the ceiling.
- "saves" holds if fewer than t draws fail to lie above 0, "costs" if fewer than t fail to lie below, "flat" if the
  scratch curve does not rise by more than its error, "unknown" without any spread to estimate.

  python3 recompute.py STUDIES OUTPUT [DRAWS] [PART/PARTS]
"""
import json
import math
import random
import sys
from bisect import bisect_left

from curves import INF, cells, exactly, first_crossing, invert, isotonic, peak, read, slopes
from spread import student, tail_of, variance

RHO = .5            # correlation of the errors of the scratch means


def analyse(study, draws=20000, seed=None):
    mode, coverage = study["mode"], study.get("coverage", .95)
    sign = 1 if study.get("higherIsBetter", True) else -1
    scratch, tuned = cells(study["scratch"], sign), cells(study["finetuned"], sign)
    n = [c["n"] for c in scratch]
    logs = [math.log(v) for v in n]
    means = [c["mean"] for c in scratch]
    counts = [c["k"] for c in scratch]
    fit = isotonic(means, counts) if mode == "isotonic" else means
    spread = variance([scratch, tuned])
    def se(cell):
        return math.sqrt((spread[0] + spread[1] / cell["n"]) / cell["k"])
    t = student(spread[2], coverage) if spread else None
    rising = isotonic(means, counts)
    flat = bool(spread) and float(rising[-1] - rising[0]) - t * math.hypot(se(scratch[0]), se(scratch[-1])) <= 0
    last = n[-1] if mode == "isotonic" else n[peak(means)]
    points = []
    for cell in tuned:
        at, target = cell["n"], cell["mean"]
        if mode == "isotonic":
            low, high = invert(n, logs, fit, target, equal=exactly)
            status = "censored-low" if high == -INF else "censored-high" if low == INF else "exact"
            n_hat = {"censored-low": n[0], "censored-high": n[-1]}.get(status, min(max(at, low), high))
        else:
            low, high = first_crossing(n, means, target, exactly)
            each = [first_crossing(n, means, r, exactly) for r in cell["runs"]]
            status = "censored-low" if low == -INF else "censored-high" if low == INF else "exact"
            if status == "exact" and all(end < INF for _, end in each):
                low, high = (sum(max(run[side], 0) for run in each) / len(each) for side in (0, 1))
            bound = max(last, min(at, n[-1]))
            n_hat = {"censored-low": n[0], "censored-high": bound}.get(status, min(max(at, low), high))
        p = {"n": at, "nHat": n_hat, "utility": n_hat / at - 1, "status": status, "floor": n[0] / at - 1,
             "ceiling": max(last, min(at, n[-1])) / at - 1, "gap": None, "gapLow": None, "gapHigh": None}
        base = float(means[n.index(at)]) if at in n else read(n, fit, at, mode)
        if base is not None:
            p["gap"] = float(target - means[n.index(at)]) if at in n else float(target) - base
            if spread:
                j = bisect_left(n, at)
                near = [scratch[j]] if at in n else scratch[j - 1:j + 1]
                half = t * math.hypot(max(se(c) for c in near), se(cell))
                p["gapLow"], p["gapHigh"] = p["gap"] - half, p["gap"] + half
        points.append(p)
    if spread:
        sets = simulate(mode, n, logs, means, counts, fit, tuned, [se(c) for c in scratch], [se(c) for c in tuned],
                        spread[2], draws, random.Random(study.get("id", "") if seed is None else seed))
        for p, ends in zip(points, sets):
            summarise(p, ends, n, tail_of(coverage, draws), flat)
    else:
        for p in points:
            p.update(low=None, high=None, lowOpen=None, highOpen=None, positive=None, verdict="unknown")
    return {"study": study.get("id"), "fit": [float(v) for v in fit], "points": points, "flat": flat,
            "variance": spread and dict(zip(("v0", "v1", "df", "ambiguous"), spread))}


def simulate(mode, n, logs, means, counts, fit, tuned, se, tuned_se, df, draws, rng):
    """For each finetuned cell the list of its sets [low, high], one a draw."""
    out = [[] for _ in tuned]
    start, goals = [float(m) for m in means], [float(c["mean"]) for c in tuned]
    still = not any(se) and not any(tuned_se)          # no spread at all: all draws are alike, in exact numbers
    for draw in range(min(draws, 2) if still else draws):
        if still:
            values, targets = start, goals
            curve = [float(v) for v in fit]
        else:
            gauss, size = rng.gauss, math.sqrt(df / rng.gammavariate(df / 2, 2))
            common = gauss(0, 1) * math.sqrt(RHO)
            values = [m + size * e * (common + math.sqrt(1 - RHO) * gauss(0, 1)) for m, e in zip(start, se)]
            targets = [m + size * e * gauss(0, 1) for m, e in zip(goals, tuned_se)]
            curve = isotonic(values, counts) if mode == "isotonic" else values
        cubic = slopes(logs, curve) if mode == "isotonic" and draw % 2 else None
        for sets, target in zip(out, targets):
            sets.append(invert(n, logs, curve, target, cubic) if mode == "isotonic"
                        else first_crossing(n, curve, target))
    if still:
        out = [[sets[i % len(sets)] for i in range(draws)] for sets in out]
    return out


def summarise(p, sets, n, tail, flat):
    at, draws = p["n"], len(sets)
    positive = sum(1 for low, _ in sets if (at <= n[-1] if low == INF else low > at))
    negative = sum(1 for _, high in sets if (at >= n[0] if high == -INF else high < at))
    lows, highs = sorted(s[0] for s in sets), sorted((s[1] for s in sets), reverse=True)
    for name, end in (("low", lows[tail - 1]), ("high", highs[tail - 1])):
        p[name + "Open"] = abs(end) == INF
        p[name] = p["floor"] if end == -INF else p["ceiling"] if end == INF else end / at - 1
    p["positive"], p["negative"] = positive / draws, negative / draws
    p["verdict"] = ("flat" if flat else "saves" if draws - positive <= tail - 1
                    else "costs" if draws - negative <= tail - 1 else "unclear")
    p["_lows"], p["_highs"] = lows, highs               # for the comparison; highs descending


def main(studies, out, draws=20000, part="0/1"):
    """Analyses every PARTS-th study from PART on; keeps every fifth of the outer draws (tail + 7 %) for compare.py."""
    k, parts = map(int, part.split("/"))
    with open(studies, encoding="utf-8") as file:
        chosen = json.load(file)[k::parts]
    results = []
    for study in chosen:
        r = analyse(study, int(draws))
        for p in r["points"]:
            for name in ("_lows", "_highs"):
                if name in p:
                    p[name] = p[name][4:int(len(p[name]) * (.57 - study.get("coverage", .95) / 2)):5]
        results.append(r)
    with open(out, "w", encoding="utf-8") as file:
        json.dump({"draws": int(draws), "results": results}, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
