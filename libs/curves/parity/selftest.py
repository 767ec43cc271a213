"""Tests recompute.py against examples worked by hand:  python3 selftest.py"""
import math
import random
from fractions import Fraction as F

import curves as C
import recompute as R
import spread as S


def near(a, b, tol=1e-9):
    assert (a is None) == (b is None) and (a is None or abs(a - b) <= tol * max(1, abs(b))), (a, b)


def study(scratch, tuned, mode="isotonic", **more):
    rows = lambda d: [{"n": n, "runs": r} for n, r in d.items()]
    return dict(mode=mode, scratch=rows(scratch), finetuned=rows(tuned), **more)


def run():
    # isotonic: 1, 3, 2 with weights 1, 1, 3: the last two pool to (3 + 6)/4
    assert C.isotonic([F(1), F(3), F(2)], [1, 1, 3]) == [1, F(9, 4), F(9, 4)]
    assert C.isotonic([F(3), F(2), F(1)], [1, 1, 1]) == [2, 2, 2]
    rng = random.Random(1)                              # against another algorithm: pool adjacent violators
    for _ in range(300):
        v = [F(rng.randrange(9)) for _ in range(rng.randint(1, 8))]
        w = [rng.randint(1, 5) for _ in v]
        blocks = []
        for a, b in zip(v, w):
            blocks.append([a, b, 1])
            while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
                x, y = blocks[-2], blocks.pop()
                blocks[-1] = [(x[0] * x[1] + y[0] * y[1]) / (x[1] + y[1]), x[1] + y[1], x[2] + y[2]]
        assert C.isotonic(v, w) == [b[0] for b in blocks for _ in range(b[2])]
    # Student: tables
    for df, c, t in ((1, .95, 12.7062047362), (2, .95, 4.3026527297), (5, .95, 2.5705818356), (10, .99, 3.1692726726),
                     (30, .95, 2.0422724563), (7, .9, 1.8945786051)):
        near(S.student(df, c), t, 1e-9)
    assert [S.tail_of(.95, d) for d in (2000, 1000, 400)] == [50, 25, 10] and S.tail_of(.9, 999) == 50
    # variance: equal spreads give v0 = s2; s2 = 1/n gives v1; between them both; single cell is ambiguous
    arm = lambda *cs: [{"n": n, "k": k, "var": v} for n, k, v in cs]
    v0, v1, df, _ = S.variance([arm((100, 3, 2.), (400, 3, 2.)), arm((100, 3, 2.))])
    near(v0, 2); near(v1, 0); assert df == math.floor(4 / 1.25 + 2)
    v0, v1, *_ = S.variance([arm((100, 3, .01), (400, 2, .0025)), []])
    near(v0, 0, 1e-7); near(v1, 1, 1e-7)        # the very edge: the likelihood is flat there to first order
    v0, v1, *_ = S.variance([arm((100, 2, 3.), (400, 4, 1.5)), []])     # two cells, both met exactly: 1 + 200/n
    near(v0, 1); near(v1, 200)
    v0, v1, *_ = S.variance([arm((100, 2, 1.), (400, 2, 5.)), []])      # rises with n: the constant, mean of s2
    near(v0, 3); near(v1, 0)
    assert S.variance([arm((100, 1, None)), []]) is None and S.variance([arm((50, 2, 1.)), []])[3]
    for _ in range(30):                                 # no point of a fine two-dimensional grid is better
        rows = arm(*[(100 * 3 ** i, rng.randint(2, 5), rng.expovariate(1) / 3 ** i + .02) for i in range(4)])
        v0, v1, *_ = S.variance([rows, []])
        loss = lambda a, b: sum((c["k"] - 1) * (math.log(a + b / c["n"]) + c["var"] / (a + b / c["n"])) for c in rows)
        best = loss(v0, v1)
        assert all(loss(10 ** (i / 8), 10 ** (j / 8)) >= best - 1e-9 for i in range(-40, 9) for j in range(-24, 33))
    # cubic: straight in, straight out; inverse of its own value; one segment linear
    x = [0., 1., 3., 4.]
    assert all(abs(m - 2) < 1e-12 for m in C.slopes(x, [2 * v for v in x]))
    assert C.slopes([0., 2.], [0., 1.]) == [.5, .5]
    near(C.slopes([0., 1., 2.], [0., 1., 3.])[1], 6 / (3 / 1 + 3 / 2))          # equal steps: harmonic mean 4/3
    near(C.slopes([0., 1., 2.], [0., 1., 3.])[0], .5); near(C.slopes([0., 1., 2.], [0., 1., 3.])[2], 2.5)
    assert C.slopes([0., 1., 2.], [0., 1., 1.])[1:] == [0, 0]
    assert C.slopes([0., 1., 2.], [0., 0., 5.])[0] == 0 and C.slopes([0., 1., 2.], [0., .1, 5.])[0] == 0
    near(C.cubic_share(0, 1, 0, 0, .5), .5); near(C.cubic_share(0, 1, 0, 0, 3 * .09 - 2 * .027), .3)
    # points: log-linear half way between 100 and 400 is 200
    a = lambda *args, **more: R.analyse(study(*args, **more), 400)
    p = a({100: [.2], 400: [.4]}, {100: [.3]})["points"][0]
    near(p["nHat"], 200); near(p["utility"], 1); near(p["gap"], .1); assert p["verdict"] == "unknown"
    near(a({100: [.2], 400: [.4]}, {200: [.35]})["points"][0]["gap"], .05)       # read from the curve: .3
    near(a({100: [20], 400: [40]}, {200: [35]}, "paper")["points"][0]["gap"], 35 - (20 + 20 / 3))
    near(a({100: [-.2], 400: [-.4]}, {100: [-.3]}, higherIsBetter=False)["points"][0]["nHat"], 200)
    # the edges
    p = a({100: [.30, .31], 200: [.40, .41], 400: [.50, .51]}, {400: [.80, .81]})["points"][0]
    assert (p["positive"], p["verdict"], p["utility"], p["status"]) == (1, "saves", 0, "censored-high")
    assert p["lowOpen"] and p["highOpen"]
    p = a({100: [.30, .31], 200: [.40, .41], 400: [.50, .51]}, {100: [.10, .11]})["points"][0]
    assert (p["positive"], p["verdict"], p["utility"], p["status"]) == (0, "costs", 0, "censored-low")
    # ties
    tied = {100: [1, 1], 400: [1, 1], 800: [1, 1]}
    for p in a({100: [.9, .9], 200: [1, 1], 400: [1, 1], 800: [1, 1]}, tied)["points"]:
        assert (p["utility"], p["status"]) == (1 if p["n"] == 100 else 0, "exact"), p
    # paper, peak inside; first crossing; equal to the peak; mean of the inversions of the runs
    ladder = {100: [30, 30.1], 250: [60, 60.1], 1000: [50, 50.1]}
    p = a(ladder, {100: [70, 70.1]}, "paper")["points"][0]
    assert (p["status"], p["utility"], p["ceiling"]) == ("censored-high", 1.5, 1.5)
    assert C.first_crossing([1, 2, 4], [1, 3, 2], 2) == (1.5, 1.5)
    assert C.first_crossing([1, 2, 4], [3, 1, 3], 3) == (1, 1)
    assert C.first_crossing([1, 2, 4], [1, 1, 3], 1) == (1, 2)
    assert C.first_crossing([1, 2], [1, 2], .5) == (-math.inf, -math.inf)
    near(a({100: [0], 200: [10], 400: [20]}, {100: [5, 15]}, "paper")["points"][0]["nHat"], (150 + 300) / 2)
    near(a({100: [0], 200: [10], 400: [20]}, {100: [5, 25]}, "paper")["points"][0]["nHat"], 300)
    # rounding
    p = a({100: [.6, .6], 200: [.8, .8]}, {100: [.8, .8, .8]})["points"][0]
    assert (p["status"], p["nHat"], p["lowOpen"], p["high"]) == ("exact", 200, False, 1)
    p = a({100: [.6] * 3, 200: [.8] * 3, 400: [.8] * 3}, {100: [.8] * 3})["points"][0]
    assert (p["low"], p["high"], p["nHat"]) == (1, 3, 200)
    # a pooled dip: 60, 50 pool to 55, which 57 is above
    assert a({100: [30], 250: [60], 1000: [50]}, {100: [57]})["points"][0]["status"] == "censored-high"
    p = a({100: [30], 250: [60], 1000: [50]}, {500: [55]})["points"][0]
    assert (p["nHat"], p["status"]) == (500, "exact")
    # flat
    assert a({100: [.1, .1], 400: [.1, .1]}, {100: [.1, .1]})["points"][0]["verdict"] == "flat"
    # interval against a closed form: one segment, known spread (df large), symmetric
    r = R.analyse(study({100: [.1, .3] * 200, 10000: [.5, .7] * 200}, {1000: [.3, .5] * 200}), 20000, 1)["points"][0]
    v, k = .01 * 400 / 399, 400     # 1000 is half way: the curve has 1/4 (1 + 1 + 2 rho) of the variance of a mean
    sd = math.sqrt(v / k * (.5 + .5 / 2) + v / k) / .4 * math.log(100)
    near(math.log(1 + r["high"]), 1.96 * sd, .03); near(math.log(1 + r["low"]), -1.96 * sd, .03)
    near(r["positive"], .5, .02)
    print("self-tests passed")


if __name__ == "__main__":
    run()
