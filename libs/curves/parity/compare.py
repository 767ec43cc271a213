"""Compares the results of libs/curves with those of recompute.py.

  python3 compare.py STUDIES RESULTS RECOMPUTED ...      ends with 1 if something disagrees

RESULTS: [{study, points: [{n, nHat, utility, low, high, lowOpen, highOpen, positive, status, gap, gapLow, gapHigh,
floor, ceiling, verdict}], fit: [values] or null}]; low, high, floor and ceiling are utilities.

What draws do not touch (nHat, utility, status, fit, gap, floor, ceiling) must agree to 1e-9, and the ends of the gap to
1e-6 of their half width because both programs search for the optimum of the variance.
What draws decide must agree within the binomial error of both programs: an end must lie between the order statistics
whose ranks that error allows. This holds for every shape of the distribution, with open ends and jumps. Where P(U > 0)
lies within that error of a limit, "unclear" and the verdict beyond the limit are both right; everywhere the verdict
must agree with P(U > 0) of the same results. Studies whose repeated runs all lie at one n have no unique v0 and v1;
their draws are not compared.
"""
import collections
import functools
import json
import math
import sys

from spread import tail_of

Z = 4.5             # standard errors that are still chance
CHANCE = 2e-6       # the same as a probability, for the exact binomial limits
STEP = 5            # recompute.py keeps every fifth of its ordered draws
INF = math.inf


def differs(a, b, tolerance=1e-9, scale=0.):
    if a is None or b is None:
        return (a is None) != (b is None)
    return abs(a - b) > tolerance * max(abs(a), abs(b), scale)


class Comparison:
    """One study in both programs; `faults` lists (kind, study, n, what) for each disagreement."""

    def __init__(self, study, theirs, ours, own_draws):
        self.study, self.theirs, self.ours, self.own_draws = study, theirs, ours, own_draws
        self.draws, self.coverage = study["draws"], study["coverage"]
        self.tail = tail_of(self.coverage, self.draws)
        self.size = max(abs(v) for row in study["scratch"] for v in row["runs"]) or 1
        variance = ours["variance"]
        self.ambiguous = bool(variance) and variance["ambiguous"]
        self.still = bool(variance) and variance["v0"] == variance["v1"] == 0
        self.faults = []

    def fault(self, kind, n, *what):
        self.faults.append((kind, self.study["id"], n, *what))

    def run(self):
        self.compare_fit()
        points = {p["n"]: p for p in self.theirs["points"]}
        if set(points) != {p["n"] for p in self.ours["points"]}:
            self.fault("budgets", None, sorted(points))
            return
        for p in self.ours["points"]:
            q = points[p["n"]]
            self.compare_estimates(p, q)
            if self.ambiguous:
                continue
            self.compare_gap(p, q)
            if p["positive"] is None:
                given = [key for key in ("low", "high", "positive") if q[key] is not None]
                if given or q["verdict"] != "unknown":
                    self.fault("unknown", p["n"], given, q["verdict"])
                continue
            if any(q[key] is None for key in ("low", "high", "positive")):
                self.fault("no interval", p["n"])
                continue
            self.compare_verdict(p, q)
            self.compare_end("low", 1, p["_lows"], p, q)
            self.compare_end("high", -1, p["_highs"], p, q)

    def compare_fit(self):
        theirs, ours = self.theirs["fit"], self.ours["fit"]
        if theirs is None:
            return
        signs = [1] if self.study["higherIsBetter"] else [1, -1]     # an error may be given back as an error
        if len(theirs) != len(ours) or all(
                any(differs(s * a, b, scale=self.size) for a, b in zip(theirs, ours)) for s in signs):
            self.fault("fit", None, theirs, ours)

    def compare_estimates(self, p, q):
        for key, scale in (("nHat", 0), ("utility", 1), ("floor", 1), ("ceiling", 1), ("gap", self.size)):
            if differs(q[key], p[key], scale=scale):
                self.fault(key, p["n"], q[key], p[key])
        if q["status"] != p["status"]:
            self.fault("status", p["n"], q["status"], p["status"])

    def compare_gap(self, p, q):
        for key in ("gapLow", "gapHigh"):
            half = (p["gapHigh"] - p["gapLow"]) / 2 if p["gapHigh"] is not None else 0
            if (q[key] is None) != (p[key] is None) or p[key] is not None and (
                    abs(q[key] - p[key]) > max(1e-6 * half, 1e-9 * self.size)):
                self.fault(key, p["n"], q[key], p[key])

    def error(self, share):
        """How far two shares of draws may lie apart whose mean is this one."""
        if self.still:
            return 1.5 / self.draws
        share = min(max(share, 1 / self.draws), 1 - 1 / self.draws)
        return Z * math.sqrt(share * (1 - share) * (1 / self.draws + 1 / self.own_draws))

    def compare_verdict(self, p, q):
        mixed = (q["positive"] * self.draws + p["positive"] * self.own_draws) / (self.draws + self.own_draws)
        if abs(q["positive"] - p["positive"]) > self.error(mixed):
            self.fault("positive", p["n"], q["positive"], p["positive"])
        limit = (1 - self.coverage) / 2
        near = [name for name, share in (("saves", 1 - p["positive"]), ("costs", 1 - p["negative"]))
                if abs(share - limit) <= self.error(limit) + 1 / self.draws]
        allowed = {p["verdict"], *(near and p["verdict"] != "flat" and [*near, "unclear"] or [])}
        saves = round((1 - q["positive"]) * self.draws) <= self.tail - 1
        if q["verdict"] not in allowed or q["verdict"] != "flat" and saves != (q["verdict"] == "saves"):
            self.fault("verdict", p["n"], q["verdict"], p["verdict"], q["positive"], p["positive"])

    def compare_end(self, key, sign, ends, p, q):
        values = [sign * v for v in ends]                # ascending; entry j has the rank STEP * (j + 1)
        first, last = shares(self.tail, self.draws)
        j0 = math.floor((first - Z * math.sqrt(first / self.own_draws)) * self.own_draws / STEP) - 1
        j1 = math.ceil((last + Z * math.sqrt(last / self.own_draws)) * self.own_draws / STEP)
        least = values[j0] if j0 >= 0 else -INF
        most = values[min(j1, len(values) - 1)]
        options = self.meanings(key, p, q)
        if not any(least - slack(least) <= sign * o <= most + slack(most) for o in options):
            allowed = sorted(sign * e / p["n"] - 1 for e in (least, most))
            self.fault(key, p["n"], q[key], "open" if q[key + "Open"] else "closed", allowed)

    def meanings(self, key, p, q):
        """The label counts that an end may stand for; an open end is written as the floor or the ceiling."""
        outside = [e for e, bound in ((-INF, p["floor"]), (INF, p["ceiling"])) if not differs(q[key], bound, scale=1)]
        if q[key + "Open"]:
            return outside
        beyond = [e for e in outside
                  if key == "low" and q["highOpen"] and e > 0 or key == "high" and q["lowOpen"] and e < 0]
        return [*beyond, (q[key] + 1) * p["n"]]


def slack(x):
    return 0 if abs(x) == INF else 1e-6 * abs(x)


@functools.lru_cache(None)
def shares(rank, draws):
    """Between which shares of the true distribution the rank-th smallest of the draws lies but for CHANCE a side."""
    def at_most(k, p):                                   # binomial probability of k or fewer
        return math.fsum(math.exp(math.lgamma(draws + 1) - math.lgamma(i + 1) - math.lgamma(draws - i + 1)
                                  + i * math.log(p) + (draws - i) * math.log1p(-p)) for i in range(k + 1))

    def solve(high, good):
        low = 0.
        for _ in range(50):
            mid = (low + high) / 2
            low, high = (mid, high) if good(mid) else (low, mid)
        return low
    return (solve(rank / draws, lambda p: p == 0 or 1 - at_most(rank - 1, p) < CHANCE),
            solve(.9, lambda p: p == 0 or at_most(rank - 1, p) > CHANCE))


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main(studies, results, *recomputed):
    theirs = {r["study"]: r for r in load(results)}
    parts = [load(path) for path in recomputed]
    ours = {r["study"]: (r, part["draws"]) for part in parts for r in part["results"]}
    faults, utilities, all_studies = [], 0, load(studies)
    for study in all_studies:
        result, own_draws = ours[study["id"]]
        one = Comparison(study, theirs[study["id"]], result, own_draws)
        one.run()
        faults += one.faults
        utilities += len(result["points"])
    for kind, count in collections.Counter(f[0] for f in faults).most_common():
        print(f"{kind}: {count}")
        for _, *what in [f for f in faults if f[0] == kind][:6]:
            print("   ", *what)
    print(f"{len(faults)} disagreements over {utilities} utilities of {len(all_studies)} studies")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
