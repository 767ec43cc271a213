"""Panels from the definitions of docs/statistics.md: spreads of runs and contrasts of utilities, by plain loops.
Usage: panels.py <panels.json> <draws>; prints a list of results as JSON."""
import json
import math
import random
import sys

from curves import INF, cells, invert, isotonic, slopes
from spread import variance

BEND, LOAN, REACH = .2, 2, 2


def average(values):
    return sum(values) / len(values)


def groups_of(runs):
    """The runs of each network; without a name each seed is one."""
    out = {}
    for run in runs:
        out.setdefault(run["network"] if run["network"] is not None else ("seed", run["seed"]), []).append(run)
    return list(out.values())


def ladder(runs):
    budgets = sorted({r["n"] for r in runs})
    return cells([{"n": n, "runs": [r["value"] for r in runs if r["n"] == n]} for n in budgets])


def pooled(groups):
    found = variance([ladder(runs) for runs in groups])
    return None if found is None else found[:2]


def freedom(groups, rho):
    total = 0
    for runs in groups:
        used = [c["k"] - 1 for c in ladder(runs) if c["k"] > 1]
        if used:
            total += sum(used) / (1 + (len(used) - 1) * rho * rho)
    return total


def correlation(panels, prior):
    top, weight = prior * 4, 4
    for groups in panels:
        v = pooled(groups)
        if v is None:
            continue
        for runs in groups:
            sums, frees = [], []
            budgets = sorted({r["n"] for r in runs})
            scores = {}
            for n in budgets:
                here = [r for r in runs if r["n"] == n]
                centre = average([r["value"] for r in here])
                for r in here:
                    scores[n, r["seed"]] = (r["value"] - centre) / math.sqrt(v[0] + v[1] / n)
            for i, a in enumerate(budgets):
                for b in budgets[i + 1:]:
                    both = [s for (n, s) in scores if n == a and (b, s) in scores]
                    if len(both) > 1:
                        sums.append(sum(scores[a, s] * scores[b, s] for s in both))
                        frees.append(len(both) - 1)
            if sums:
                top, weight = top + average(sums), weight + average(frees)
    return min(.95, max(0, top / weight))


def between(arms):
    """The variance between networks by a one-way analysis of variance, pooled over arms, and its degrees of freedom."""
    top, free = 0, 0
    for runs in arms:
        centre = {n: average([r["value"] for r in runs if r["n"] == n]) for n in {r["n"] for r in runs}}
        means = []
        for group in groups_of(runs):
            means.append([average([r["value"] - centre[r["n"]] for r in group if r["seed"] == s])
                          for s in sorted({r["seed"] for r in group})])
        size, units = len(means), sum(len(m) for m in means)
        if size < 2 or units <= size:
            continue
        grand = average([x for m in means for x in m])
        across = sum(len(m) * (average(m) - grand) ** 2 for m in means) / (size - 1)
        inside = sum((x - average(m)) ** 2 for m in means for x in m) / (units - size)
        count = (units - sum(len(m) ** 2 for m in means) / units) / (size - 1)
        top, free = top + (size - 1) * (across - inside) / count, free + size - 1
    return None if free == 0 else (max(0, top / free), free)


def loan(one, other):
    if one is None or other is None:
        return one
    w = min(LOAN, other[2])
    df = one[2] + w
    return tuple((one[2] * a + w * b) / df for a, b in zip(one[:2], other[:2])) + (df,)


def nested(panel):
    """All arms of a panel here have one design."""
    runs = panel["arms"][0]["runs"]
    return len(groups_of(runs)) < len({r["seed"] for r in runs})


def spreads(panels):
    scratch = [[p["scratch"]] for p in panels]
    tuned = [[g for arm in p["arms"] for g in (groups_of(arm["runs"]) if nested(p) else [arm["runs"]])]
             for p in panels]
    rho_s = correlation(scratch, .5)
    rho = {kind: correlation([g for g, p in zip(tuned, panels) if nested(p) == kind], .5 if kind else .6)
           for kind in (True, False)}
    tau = between([arm["runs"] for p in panels if nested(p) for arm in p["arms"]])
    out = []
    for p, s, f in zip(panels, scratch, tuned):
        a = pooled(s) + (freedom(s, rho_s),)
        b = pooled(f) + (freedom(f, rho[nested(p)]),)
        out.append({"scratch": loan(a, b), "tuned": loan(b, a), "rhoScratch": rho_s, "rho": rho[nested(p)], "tau": tau})
    return out


def lambdas(n, logs, curve, target, bends, cubic):
    """(low, high) of log2 of the labels."""
    low, high = invert(n, logs, curve, target, cubic)
    if abs(low) == INF:
        above = low == INF
        i = len(n) - 2 if above else 0
        slope = (curve[i + 1] - curve[i]) / math.log2(n[i + 1] / n[i])
        excess = target - curve[-1] if above else curve[0] - target
        far = min(REACH, 2 * excess / slope) if slope > 0 else REACH
        edge = math.log2(n[-1] if above else n[0])
        return (edge, edge + far) if above else (edge - far, edge)
    if low != high:
        return math.log2(low), math.log2(high)
    i = max(k for k in range(len(n) - 1) if n[k] <= low)
    width = math.log2(n[i + 1] / n[i])
    return (math.log2(n[i]) + width * (math.log2(low / n[i]) / width) ** bends[i],) * 2


def contrasts(panel, spread, draws, rng):
    """Draws of the mean difference of the first two arms and of the slope of the first."""
    s = ladder(panel["scratch"])
    n = [c["n"] for c in s]
    logs = [math.log(x) for x in n]
    gauss = rng.gauss
    def error(c, v):
        return math.sqrt((v[0] + v[1] / c["n"]) / c["k"])
    def size(df):
        return math.sqrt(df / rng.gammavariate(df / 2, 2))
    arms = [ladder(arm["runs"]) for arm in panel["arms"][:2]]
    x = [math.log2(c["n"]) for c in arms[0]]
    squares = sum((v - average(x)) ** 2 for v in x)
    out = {"difference": [], "slope": []}
    for draw in range(draws):
        k, common = size(spread["scratch"][2]), gauss(0, 1)
        r = spread["rhoScratch"]
        curve = isotonic([float(c["mean"]) + k * error(c, spread["scratch"]) * (
            math.sqrt(r) * common + math.sqrt(1 - r) * gauss(0, 1)) for c in s], [c["k"] for c in s])
        bends = [math.exp(BEND * gauss(0, 1)) for _ in n[1:]]
        cubic = slopes(logs, curve) if draw % 2 else None
        k, r = size(spread["tuned"][2]), spread["rho"]
        values = []
        for arm, runs in zip(arms, panel["arms"]):
            common = gauss(0, 1)
            network = gauss(0, 1) * size(spread["tau"][1]) if nested(panel) and spread["tau"] else 0
            row = []
            for c in arm:
                here = [run for run in runs["runs"] if run["n"] == c["n"]]
                share = sum((len(g) / len(here)) ** 2 for g in groups_of(here))
                target = float(c["mean"]) + k * error(c, spread["tuned"]) * (
                    math.sqrt(r) * common + math.sqrt(1 - r) * gauss(0, 1))
                if network:
                    target += math.sqrt(spread["tau"][0] * share) * network
                row.append([v - math.log2(c["n"]) for v in lambdas(n, logs, curve, target, bends, cubic)])
            values.append(row)
        out["difference"].append(tuple(average([a[e] - b[1 - e] for a, b in zip(*values)]) for e in (0, 1)))
        weights = [(v - average(x)) / squares for v in x]
        out["slope"].append(tuple(sum(w * v[e if w > 0 else 1 - e] for w, v in zip(weights, values[0])) for e in (0, 1)))
    tail = math.ceil(round(.025 * draws, 9))
    return {key: {"low": sorted(d[0] for d in rows)[tail - 1], "high": sorted(d[1] for d in rows)[-tail],
                  "above": sum(d[0] > 0 for d in rows) / draws} for key, rows in out.items()}


def main(file, draws):
    with open(file) as source:
        studies = json.load(source)
    out = []
    for panels in studies:
        found = spreads(panels)
        out.append([{"spread": s, **contrasts(p, s, int(draws), random.Random(7))} for p, s in zip(panels, found)])
    print(json.dumps(out))


if __name__ == "__main__":
    main(*sys.argv[1:])
